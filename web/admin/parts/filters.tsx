import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { search as magnifier } from '../../shared/icons.ts'
import { Icon } from '../icons.tsx'
import { t } from '../kit.ts'

interface Choice<V extends string> {
  readonly value: V | undefined
  readonly words: string
  readonly count?: number | undefined
}

interface ChoicesProps<V extends string> {
  readonly label: string
  readonly choices: readonly Choice<V>[]
  readonly chosen: V | undefined
  readonly choose: (value: V | undefined) => void
}

/** A row of filters of which one is on. It lives in the address, so that a filtered list can be passed on. */
export function Choices<V extends string>({ label, choices, chosen, choose }: ChoicesProps<V>) {
  return (
    <fieldset className="choices">
      <legend className="unseen">{label}</legend>
      {choices.map(({ value, words, count }) => (
        <button
          key={value ?? 'all'}
          type="button"
          aria-pressed={chosen === value}
          className={chosen === value ? 'choice on' : 'choice'}
          onClick={() => choose(value)}
        >
          {words}
          {count !== undefined && count > 0 && <span className="num count">{count}</span>}
        </button>
      ))}
    </fieldset>
  )
}

const WAIT_MS = 300

interface SearchFieldProps {
  readonly label: string
  readonly value: string | undefined
  readonly search: (value: string | undefined) => void
}

/** Looks as one types, a moment after the last key. */
export function SearchField({ label, value, search }: SearchFieldProps) {
  const [typed, setTyped] = useState(value ?? '')
  useEffect(() => setTyped(value ?? ''), [value])
  useEffect(() => {
    if (typed === (value ?? '')) return undefined
    const later = setTimeout(() => search(typed.trim() || undefined), WAIT_MS)
    return () => clearTimeout(later)
  }, [typed, value, search])
  return (
    <Input
      className="search-field"
      aria-label={label}
      placeholder={label}
      prefix={<Icon of={magnifier} />}
      allowClear={{ clearIcon: <span title={t('clear')}>×</span> }}
      value={typed}
      maxLength={60}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => search(typed.trim() || undefined)}
    />
  )
}
