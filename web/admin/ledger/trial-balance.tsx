import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Amount, Nothing } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import type { Money, TrialBalance } from '../shapes.ts'
import { accountName } from './journals.tsx'

type Row = TrialBalance['rows'][number]

const side = (of: Money) => (of.amount === 0 ? <Nothing /> : <Amount of={of} bare />)

const columns: readonly Column<Row>[] = [
  { key: 'code', title: t('account_code'), about: 4, cell: (row) => <span className="num">{row.code}</span> },
  { key: 'name', title: t('account'), isWide: true, about: 12, cell: (row) => <AccountLink of={row.name} /> },
  { key: 'type', title: t('account_type'), about: 4, cell: (row) => t(`type_${row.type}`) },
  { key: 'debit', title: t('debit_yuan'), isNumber: true, about: 8, cell: (row) => side(row.debit) },
  { key: 'credit', title: t('credit_yuan'), isNumber: true, about: 8, cell: (row) => side(row.credit) },
  { key: 'balance', title: t('balance_yuan'), isNumber: true, about: 8, cell: (row) => <Balance of={row} /> },
]

/** To every movement of the account. */
const AccountLink = ({ of }: { of: string }) => (
  <Link to="/ledger/accounts/$kind" params={{ kind: of }} className="link">
    {accountName(of)}
  </Link>
)

export const TrialSkeleton = () => <TableSkeleton caption={t('trial_balance')} columns={columns} rows={6} />

/** Debits and credits of every kind of account; both sides come to the same, or the foot says by how much not. */
export function TrialBalanceTable({ of }: { of: TrialBalance }) {
  const sum = (name: 'debit' | 'credit'): Money => ({
    amount: of.rows.reduce((total, row) => total + row[name].amount, 0),
    currency: of.difference.currency,
  })
  return (
    <Table
      caption={t('trial_balance')}
      columns={columns}
      rows={of.rows}
      rowKey={(row) => String(row.code)}
      foot={
        <tr>
          <th scope="row" colSpan={3}>
            {of.difference.amount === 0 ? t('books_even') : t('books_differ')}
          </th>
          <td className="m b" data-label={t('debit_yuan')}>
            <Amount of={sum('debit')} bare />
          </td>
          <td className="m b" data-label={t('credit_yuan')}>
            <Amount of={sum('credit')} bare />
          </td>
          <td
            className={of.difference.amount === 0 ? 'm b leaf-text' : 'm b berry-text'}
            data-label={t('balance_yuan')}
          >
            <Amount of={of.difference} bare />
          </td>
        </tr>
      }
    />
  )
}

/** On the side on which this type of account grows: assets and expenses by debits, liabilities and income by credits. */
function Balance({ of }: { of: Row }) {
  const grown = of.debit.amount - of.credit.amount
  const isDebit = of.type === 'asset' || of.type === 'expense'
  return <Amount of={{ amount: isDebit ? grown : -grown, currency: of.debit.currency }} bare />
}
