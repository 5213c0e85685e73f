import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { copy } from '../../shared/icons.ts'
import { say } from '../frame/notes.ts'
import { Icon } from '../icons.tsx'
import { f, t } from '../kit.ts'
import type { Money } from '../shapes.ts'

/** An amount with two digits, for sums and tables; `bare` leaves the sign to the head of the column. */
export function Amount({ of, bare = false }: { of: Money; bare?: boolean }) {
  const { sign, figures } = f.exact(of)
  const shown = bare ? sign.replace(/[^−]/g, '') : sign
  return (
    <span className="amount">
      {shown !== '' && <span className="sign">{shown}</span>}
      {figures}
    </span>
  )
}

/** A moment as tables compare it (11-20 20:14:07); the whole date shows on hover and to machines. */
export function Stamp({ at }: { at: string | null }) {
  if (at === null) return <span className="muted">—</span>
  const year = f.localDate(at).slice(0, 4)
  return (
    <time className="num nowrap" dateTime={at} title={`${year}-${f.stamp(at)} ${f.zone}`}>
      {f.stamp(at)}
    </time>
  )
}

export type Tone = 'leaf' | 'wheat' | 'berry' | 'sky' | 'crust' | 'plain'

export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={tone === 'plain' ? 'chip' : `chip ${tone}`}>{children}</span>
}

/** An id as it stands in the books. A click copies it. */
export function CopyId({ id, short = false }: { id: string; short?: boolean }) {
  const copyIt = async () => {
    await navigator.clipboard.writeText(id)
    say(t('copied'))
  }
  return (
    <Tooltip title={t('copy_words')}>
      <button type="button" className="id copy" onClick={() => void copyIt()} aria-label={t('copy_id', { id })}>
        {short ? shortId(id) : id}
        <Icon of={copy} />
      </button>
    </Tooltip>
  )
}

export const Id = ({ id }: { id: string }) => (
  <span className="id" title={id}>
    {shortId(id)}
  </span>
)

/** ord_01hqzk3v5x8ab → ord_…3v5x8ab: the end tells ids of one day apart. */
export function shortId(id: string): string {
  const [prefix, rest] = id.split('_')
  return rest === undefined || rest.length < 9 ? id : `${prefix}_…${rest.slice(-7)}`
}

export const Nothing = () => <span className="muted">—</span>
