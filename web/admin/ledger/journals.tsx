import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { placeOfId } from '../parts/places.ts'
import { Amount, Id, Stamp } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import type { Journal, Money } from '../shapes.ts'
import { idsIn, rowsOf, type TransferRow } from './books.ts'

/** Names for owners that the record already knows, so that a journal reads 阿芸·冻结. */
export type OwnerNames = Readonly<Record<string, string>>

interface JournalsProps {
  readonly journals: readonly Journal[]
  readonly currency: string
  readonly caption: string
  readonly names?: OwnerNames
}

/** The books of one thing: when, which voucher, debit, credit, how much, on what grounds. */
export function Journals({ journals, currency, caption, names = {} }: JournalsProps) {
  return (
    <Table
      caption={caption}
      columns={journalColumns(currency, names)}
      rows={rowsOf(journals)}
      rowKey={({ journal, position }) => `${journal.id}/${position}`}
    />
  )
}

export function journalColumns(currency: string, names: OwnerNames = {}): Column<TransferRow>[] {
  const money = (amount: number): Money => ({ amount, currency })
  return [
    {
      key: 'at',
      title: t('time'),
      about: 14,
      cell: ({ journal, position }) => position === 0 && <Stamp at={journal.bookedAt} />,
    },
    {
      key: 'key',
      title: t('voucher'),
      about: 18,
      cell: ({ journal, position }) => position === 0 && <Voucher of={journal} />,
    },
    {
      key: 'debit',
      title: t('debit'),
      about: 10,
      cell: ({ transfer }) => <Account name={transfer.debit} owner={transfer.debitOwner} names={names} />,
    },
    {
      key: 'credit',
      title: t('credit'),
      about: 10,
      cell: ({ transfer }) => <Account name={transfer.credit} owner={transfer.creditOwner} names={names} />,
    },
    {
      key: 'amount',
      title: t('amount_yuan'),
      isNumber: true,
      about: 6,
      cell: ({ transfer }) => <Amount of={money(transfer.amountFen)} bare />,
    },
    {
      key: 'grounds',
      title: t('grounds'),
      isWide: true,
      about: 16,
      cell: ({ journal, position }) => position === 0 && <Grounds of={journal} />,
    },
  ]
}

export const accountName = (name: string): string => (t.has(`account_${name}`) ? t(`account_${name}`) : name)
export const journalWords = (kind: string): string => (t.has(`journal_${kind}`) ? t(`journal_${kind}`) : kind)

function Voucher({ of }: { of: Journal }) {
  const [verb, rest] = of.key.split(':')
  const id = idsIn(of.key)[0]
  if (!id || !rest) return <span className="id">{of.key}</span>
  return (
    <span className="id" title={of.key}>
      {verb}:<Id id={id} />
      {rest.replace(id, '')}
    </span>
  )
}

function Account({ name, owner: id, names }: { name: string; owner: string | null; names: OwnerNames }) {
  const words = accountName(name)
  if (id === null) return <>{words}</>
  const whose = names[id] ?? <Id id={id} />
  return (
    <>
      {id.startsWith('per_') ? (
        <Link to="/people/$id" params={{ id }} className="link">
          {whose}
        </Link>
      ) : (
        whose
      )}
      ·{words}
    </>
  )
}

/** What it was booked for, and a way to the thing itself. */
function Grounds({ of }: { of: Journal }) {
  const place = idsIn(of.key)
    .map((id) => ({ id, to: placeOfId(id) }))
    .find(({ to }) => to?.startsWith('/orders/'))
  return (
    <span className="muted">
      {journalWords(of.kind)}
      {place && (
        <>
          {' · '}
          <Link to="/orders/$id" params={{ id: place.id }} className="link">
            <Id id={place.id} />
          </Link>
        </>
      )}
    </span>
  )
}
