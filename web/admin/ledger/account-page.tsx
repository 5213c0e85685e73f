import { getRouteApi, Link } from '@tanstack/react-router'
import { Input } from 'antd'
import { t } from '../kit.ts'
import { Choices } from '../parts/filters.tsx'
import { Empty, Figures, Page, Section } from '../parts/page.tsx'
import { Amount, Id, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages, useRead } from '../read.ts'
import type { AccountStatement, StatementLine } from '../shapes.ts'
import { accountName, journalWords } from './journals.tsx'

const route = getRouteApi('/ledger/accounts/$kind')

const columns: readonly Column<StatementLine>[] = [
  { key: 'at', title: t('time'), about: 14, cell: (line) => <Stamp at={line.bookedAt} /> },
  {
    key: 'key',
    title: t('voucher'),
    about: 18,
    cell: (line) => (
      <Link to="/ledger" search={{ reference: line.journalId }} className="link quiet-link id" title={line.key}>
        <Id id={line.journalId} />
      </Link>
    ),
  },
  { key: 'kind', title: t('grounds'), isWide: true, about: 16, cell: (line) => journalWords(line.kind) },
  { key: 'owner', title: t('account_of'), about: 10, cell: (line) => <Owner of={line.owner} /> },
  {
    key: 'other',
    title: t('account_other'),
    about: 12,
    cell: (line) => (
      <>
        {accountName(line.otherAccount)} {line.otherOwner !== null && <Owner of={line.otherOwner} />}
      </>
    ),
  },
  {
    key: 'change',
    title: t('change_yuan'),
    isNumber: true,
    about: 8,
    cell: (line) => <Amount of={line.change} bare />,
  },
  {
    key: 'balance',
    title: t('balance_yuan'),
    isNumber: true,
    about: 8,
    cell: (line) => <Amount of={line.balance} bare />,
  },
]

/** One account: what stood there, every movement, and what stands there now. */
export function AccountPage() {
  const { kind } = route.useParams()
  const { owner, from, through } = route.useSearch()
  const navigate = route.useNavigate()
  const path = `/v1/admin/ledger/accounts/${encodeURIComponent(kind)}`
  const query = { owner, from, through }
  const sums = useRead<AccountStatement>(path, { ...query, limit: 1 })
  const reading = usePages<StatementLine>(path, query)
  const set = (change: Record<string, string | undefined>) =>
    void navigate({ search: { ...query, ...change }, replace: true })
  return (
    <Page
      title={accountName(kind)}
      under={t('account_words')}
      back={{ to: '/ledger', words: t('room_ledger') }}
      beside={owner !== undefined && <Owner of={owner} />}
    >
      {sums.data && (
        <Figures
          items={[
            { name: t('account_opening'), value: <Amount of={sums.data.opening} /> },
            { name: t('account_closing'), value: <Amount of={sums.data.closing} /> },
          ]}
        />
      )}
      <Section
        title={t('account_lines')}
        beside={
          <>
            {owner !== undefined && (
              <Choices
                label={t('account_of')}
                choices={[{ value: undefined, words: t('account_everybody') }]}
                chosen={owner}
                choose={() => set({ owner: undefined })}
              />
            )}
            <DayField label={t('account_from')} value={from} choose={(day) => set({ from: day })} />
            <DayField label={t('account_through')} value={through} choose={(day) => set({ through: day })} />
          </>
        }
      >
        <List
          caption={t('account_lines')}
          columns={columns}
          reading={reading}
          rowKey={(line) => `${line.id}/${line.change.amount}`}
          empty={<Empty title={t('account_none')} words={t('account_none_words')} />}
        />
      </Section>
    </Page>
  )
}

interface DayFieldProps {
  readonly label: string
  readonly value: string | undefined
  readonly choose: (day: string | undefined) => void
}

const DayField = ({ label, value, choose }: DayFieldProps) => (
  <Input
    type="date"
    size="small"
    className="num day-field"
    aria-label={label}
    title={label}
    value={value ?? ''}
    onChange={(event) => choose(event.target.value || undefined)}
  />
)

function Owner({ of: id }: { of: string | null }) {
  if (id === null) return <Nothing />
  if (!id.startsWith('per_')) return <Id id={id} />
  return (
    <Link to="/people/$id" params={{ id }} className="link within">
      <Id id={id} />
    </Link>
  )
}
