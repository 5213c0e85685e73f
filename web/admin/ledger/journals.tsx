import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../kit.ts'
import { Amount, Id, Stamp, shortId } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useMay } from '../session/session.ts'
import type { Journal, Money } from '../shapes.ts'
import { idsIn, rowsOf, type TransferRow } from './books.ts'

interface Options {
  readonly currency: string
  readonly grounds?: ((journal: Journal) => ReactNode) | undefined
}

interface JournalsProps {
  readonly journals: readonly Journal[]
  readonly currency: string
  readonly caption: string
  /** What a journal rests on, where the record knows more than the books. */
  readonly grounds?: (journal: Journal) => ReactNode
}

/** The books of one thing: when, which voucher, debit, credit, how much, on what grounds. */
export function Journals({ journals, currency, caption, grounds }: JournalsProps) {
  return (
    <Table
      caption={caption}
      columns={journalColumns({ currency, grounds })}
      rows={rowsOf(journals)}
      rowKey={({ journal, position }) => `${journal.id}/${position}`}
      tone={joined}
    />
  )
}

export function journalColumns({ currency, grounds = evidenceLink }: Options): Column<TransferRow>[] {
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
      cell: ({ transfer }) => (
        <Account name={transfer.debit} owner={transfer.debitOwner} ownerName={transfer.debitOwnerName} />
      ),
    },
    {
      key: 'credit',
      title: t('credit'),
      about: 10,
      cell: ({ transfer }) => (
        <Account name={transfer.credit} owner={transfer.creditOwner} ownerName={transfer.creditOwnerName} />
      ),
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
      cell: ({ journal, position }) => position === 0 && <Grounds of={journal}>{grounds(journal)}</Grounds>,
    },
  ]
}

/** The second and later movements of a journal stand under its first. */
export const joined = ({ position }: TransferRow) => (position > 0 ? ('joined' as const) : undefined)

export const accountName = (name: string): string => (t.has(`account_${name}`) ? t(`account_${name}`) : name)
export const journalWords = (kind: string): string => (t.has(`journal_${kind}`) ? t(`journal_${kind}`) : kind)

/** The voucher's number leads to its journal alone: what one passes on to a colleague. */
function Voucher({ of }: { of: Journal }) {
  const id = idsIn(of.key)[0]
  return (
    <Link to="/ledger" search={{ reference: of.id }} className="link quiet-link id" title={of.key}>
      {id ? of.key.replace(id, shortId(id)) : of.key}
    </Link>
  )
}

interface AccountProps {
  readonly name: string
  readonly owner: string | null
  readonly ownerName: string | null
}

/** 阿芸·冻结: whose account, leading to her; the house's own have no name before them. */
function Account({ name, owner: id, ownerName }: AccountProps) {
  const mayRead = useMay('read_curators')
  const words = accountName(name)
  if (id === null) return <>{words}</>
  const whose = ownerName ?? <Id id={id} />
  return (
    <>
      {mayRead && id.startsWith('per_') ? (
        <Link to="/curators/$id" params={{ id }} className="link within">
          {whose}
        </Link>
      ) : (
        whose
      )}
      ·{words}
    </>
  )
}

/** A way to the order, payment or refund that a voucher names. */
function evidenceLink({ key }: Journal): ReactNode {
  const [id] = idsIn(key)
  if (id?.startsWith('ord_')) {
    return (
      <Link to="/orders/$id" params={{ id }} className="link within">
        <Id id={id} />
      </Link>
    )
  }
  if (id?.startsWith('dif_'))
    return (
      <Link to="/bills" className="link within">
        <Id id={id} />
      </Link>
    )
  if (!id?.startsWith('pay_') && !id?.startsWith('rfd_')) return null
  return (
    <Link to={id.startsWith('pay_') ? '/payments' : '/refunds'} search={{ search: id }} className="link within">
      <Id id={id} />
    </Link>
  )
}

/** What happened, on what grounds, and by whom if it was not the system. */
function Grounds({ of, children }: { of: Journal; children: ReactNode }) {
  return (
    <span className="muted">
      {journalWords(of.kind)}
      {children !== null && <> · {children}</>}
      {of.actorName !== null && <> · {of.actorName}</>}
    </span>
  )
}
