import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { search as magnifier } from '../../shared/icons.ts'
import { Icon } from '../icons.tsx'
import { t } from '../kit.ts'
import { type Hit, useHits } from './search-hits.ts'

/** `/` from anywhere: one field that finds orders, products, people and communities, and follows any id. */
export function SearchAll() {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(0)
  const { hits, isLooking, looked } = useHits(isOpen ? typed : '')
  const navigate = useNavigate()
  useSlash(() => field.current?.focus())

  const go = (hit: Hit | undefined) => {
    if (!hit) return
    const [to, query] = hit.to.split('?')
    setOpen(false)
    setTyped('')
    field.current?.blur()
    void navigate({ to: to as '/', search: Object.fromEntries(new URLSearchParams(query)) as never })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && hits.length > 0) {
      event.preventDefault()
      setChosen((was) => (was + step + hits.length) % hits.length)
    }
    if (event.key === 'Enter') go(hits[chosen])
    if (event.key === 'Escape') {
      setOpen(false)
      field.current?.blur()
    }
  }
  const isShown = isOpen && typed.trim() !== ''
  return (
    <search className="search-all">
      <Icon of={magnifier} />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={t('search_all')}
        aria-expanded={isShown}
        aria-controls="search-hits"
        aria-autocomplete="list"
        aria-activedescendant={isShown && hits[chosen] ? `hit-${chosen}` : undefined}
        placeholder={t('search_all')}
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKey}
        onChange={(event) => {
          setTyped(event.target.value)
          setOpen(true)
          setChosen(0)
        }}
      />
      <span className="kbd" aria-hidden="true">
        /
      </span>
      <Hits isShown={isShown} hits={hits} chosen={chosen} go={go} isLooking={isLooking} looked={looked} />
    </search>
  )
}

interface HitsProps {
  readonly isShown: boolean
  readonly hits: readonly Hit[]
  readonly chosen: number
  readonly go: (hit: Hit) => void
  readonly isLooking: boolean
  readonly looked: string
}

function Hits({ isShown, hits, chosen, go, isLooking, looked }: HitsProps) {
  return (
    <div className="search-panel" hidden={!isShown}>
      <div id="search-hits" role="listbox" aria-label={t('search_hits')}>
        {hits.map((hit, index) => (
          <div key={`${hit.group}${hit.to}`}>
            {hit.group !== hits[index - 1]?.group && (
              <div className="s12 muted hit-group" aria-hidden="true">
                {t(`search_group_${hit.group}`)}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys */}
            <div
              id={`hit-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={index === chosen ? 'hit on' : 'hit'}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(hit)}
            >
              <span className="hit-title">{hit.title}</span>
              <span className="muted s12">{hit.detail}</span>
            </div>
          </div>
        ))}
      </div>
      {hits.length === 0 && (
        <p className="muted s14 no-hit" role="status">
          {isLooking ? t('loading') : t('search_nothing', { text: looked })}
        </p>
      )}
    </div>
  )
}

/** The key `/` anywhere but in a field. */
function useSlash(then: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement
      const isTyping = target.closest('input, textarea, select, [contenteditable], dialog, [role="dialog"]') !== null
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      event.preventDefault()
      then()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [then])
}
