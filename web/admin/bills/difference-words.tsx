import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { placeOfId } from '../parts/places.ts'
import { Amount, Chip, Id, Nothing, Stamp, type Tone } from '../parts/says.tsx'
import type { Column } from '../parts/table.tsx'
import type { Difference } from '../shapes.ts'
import { DifferenceActions } from './difference-actions.tsx'

const tones: Record<Difference['state'], Tone> = { open: 'wheat', proposed: 'sky', settled: 'leaf', cleared: 'plain' }

export const differenceColumns: readonly Column<Difference>[] = [
  { key: 'day', title: t('bill_day'), about: 8, cell: (row) => <DayLink day={row.day} /> },
  { key: 'kind', title: t('difference'), about: 14, cell: (row) => <What of={row} /> },
  { key: 'number', title: t('bill_numbers'), isWide: true, about: 22, cell: (row) => <Numbers of={row} /> },
  { key: 'ours', title: t('bill_ours'), isNumber: true, about: 6, cell: (row) => <MaybeAmount of={row.ours} /> },
  { key: 'theirs', title: t('bill_theirs'), isNumber: true, about: 6, cell: (row) => <MaybeAmount of={row.theirs} /> },
  {
    key: 'suspense',
    title: t('account_suspense'),
    isNumber: true,
    about: 6,
    cell: (row) => <Amount of={row.suspense} bare />,
  },
  { key: 'found', title: t('difference_found_at'), about: 12, cell: (row) => <Stamp at={row.foundAt} /> },
  {
    key: 'state',
    title: t('state'),
    about: 6,
    cell: (row) => <Chip tone={row.isOld ? 'berry' : tones[row.state]}>{stateWords(row)}</Chip>,
  },
  { key: 'act', title: t('refund_to_do'), about: 12, cell: (row) => <DifferenceActions of={row} /> },
]

const stateWords = (row: Difference) => (row.isOld ? t('difference_old') : t(`difference_${row.state}`))

export const differenceTone = (row: Difference) => (row.state === 'cleared' ? ('faded' as const) : undefined)

export function DayLink({ day }: { day: string }) {
  return (
    <Link to="/bills/$day" params={{ day }} className="link num nowrap">
      {day}
    </Link>
  )
}

export const MaybeAmount = ({ of }: { of: Difference['ours'] }) => (of === null ? <Nothing /> : <Amount of={of} bare />)

/** Both numbers, ours and theirs, with ours leading to what it is. */
export function Numbers({ of }: { of: { reference: string | null; ownNo: string | null; providerNo: string | null } }) {
  const place = of.reference === null ? undefined : placeOfId(of.reference)
  return (
    <span className="stack">
      {of.reference !== null && place !== undefined ? (
        <Link to={place} className="link">
          <Id id={of.reference} />
        </Link>
      ) : (
        of.ownNo !== null && <span className="id wrap-any">{of.ownNo}</span>
      )}
      {of.providerNo !== null && <span className="id wrap-any muted">{of.providerNo}</span>}
    </span>
  )
}

/** What is wrong, in words, and what a person has said about it. */
function What({ of }: { of: Difference }) {
  return (
    <span className="stack">
      <span>
        {t(`difference_${of.kind}`)} · {t(`bill_${of.what}_what`)}
      </span>
      {of.reason !== null && (
        <span className="muted s12">
          {of.how !== null && `${t(`difference_by_${of.how}`)}${t('colon')}`}
          {of.reason}
          {of.proposedByName !== null && ` · ${[of.proposedByName, of.settledByName].filter(isNew).join(t('comma'))}`}
        </span>
      )}
      {of.endedAt !== null && <span className="muted s12">{f.stamp(of.endedAt)}</span>}
    </span>
  )
}

const isNew = (name: string | null, at: number, all: (string | null)[]) => name !== null && all.indexOf(name) === at
