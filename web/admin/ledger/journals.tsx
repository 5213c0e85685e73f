import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../kit.ts'
import { Amount, Id, Stamp, shortId } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import type { Journal, Money } from '../shapes.ts'
import { idsIn, rowsOf, type TransferRow } from './books.ts'

/** Names for owners that the record already knows, so that a journal reads 阿芸·冻结. */
export type OwnerNames = Readonly<Record<string, string>>

interface Options {
  readonly currency: string
  readonly names?: OwnerNames | undefined
  readonly grounds?: ((journal: Journal) => ReactNode) | undefined
}

interface JournalsProps {
  readonly journals: readonly Journal[]
  readonly currency: string
  readonly caption: string
  readonly names?: OwnerNames
  /** What a journal rests on, where the record knows more than the books. */
  readonly grounds?: (journal: Journal) => ReactNode
}

/** The books of one thing: when, which voucher, debit, credit, how much, on what grounds. */
export function Journals({ journals, currency, caption, names, grounds }: JournalsProps) {
  return (
    <Table
      caption={caption}
      columns={journalColumns({ currency, names, grounds })}
      rows={rowsOf(journals)}
      rowKey={({ journal, position }) => `${journal.id}/${position}`}
      tone={joined}
    />
  )
}

export function journalColumns({ currency, names = {}, grounds = orderLink }: Options): Column<TransferRow>[] {
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
      cell: ({ journal, position }) => position === 0 && <Grounds kind={journal.kind}>{grounds(journal)}</Grounds>,
    },
  ]
}

/** The second and later movements of a journal stand under its first. */
export const joined = ({ position }: TransferRow) => (position > 0 ? ('joined' as const) : undefined)

export const accountName = (name: string): string => (t.has(`account_${name}`) ? t(`account_${name}`) : name)
export const journalWords = (kind: string): string => (t.has(`journal_${kind}`) ? t(`journal_${kind}`) : kind)

/** The voucher's number leads to all journals of the payment, refund or order that it names. */
function Voucher({ of }: { of: Journal }) {
  const [verb, rest] = of.key.split(':')
  const id = idsIn(of.key)[0]
  if (!id || !rest) return <span className="id">{of.key}</span>
  return (
    <Link to="/ledger" search={{ reference: id }} className="link quiet-link id" title={of.key}>
      {verb}:{shortId(id)}
      {rest.replace(id, '')}
    </Link>
  )
}

function Account({ name, owner: id, names }: { name: string; owner: string | null; names: OwnerNames }) {
  const words = accountName(name)
  if (id === null) return <>{words}</>
  const whose = names[id] ?? <Id id={id} />
  return (
    <>
      {id.startsWith('per_') ? (
        <Link to="/people/$id" params={{ id }} className="link within">
          {whose}
        </Link>
      ) : (
        whose
      )}
      ·{words}
    </>
  )
}

/** A way to the order that a voucher names. */
function orderLink({ key }: Journal): ReactNode {
  const id = idsIn(key).find((one) => one.startsWith('ord_'))
  if (!id) return null
  return (
    <Link to="/orders/$id" params={{ id }} className="link within">
      <Id id={id} />
    </Link>
  )
}

function Grounds({ kind, children }: { kind: string; children: ReactNode }) {
  return (
    <span className="muted">
      {journalWords(kind)}
      {children !== null && <> · {children}</>}
    </span>
  )
}
