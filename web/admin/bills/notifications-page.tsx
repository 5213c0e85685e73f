import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { api, t } from '../kit.ts'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { placeOfId } from '../parts/places.ts'
import { Amount, Chip, Id, Nothing, Stamp, type Tone } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Notification } from '../shapes.ts'
import { useWrite } from '../write.ts'

const route = getRouteApi('/notifications')
const kinds = ['payment', 'refund', 'transfer', 'other'] as const
const tones: Readonly<Record<string, Tone>> = {
  ...{ paid: 'leaf', refunded: 'leaf', transferred: 'leaf', duplicate: 'plain', noted: 'plain' },
  ...{ unwanted: 'wheat', second: 'wheat', foreign: 'berry', mismatch: 'berry' },
}

const columns: readonly Column<Notification>[] = [
  { key: 'at', title: t('notification_received'), about: 12, cell: (row) => <Stamp at={row.receivedAt} /> },
  { key: 'kind', title: t('notification_about'), about: 6, cell: (row) => t(`bill_${row.kind}_what`) },
  { key: 'of', title: t('notification_of'), about: 11, cell: (row) => <Of row={row} /> },
  {
    key: 'txn',
    title: t('provider_txn'),
    isWide: true,
    about: 22,
    cell: (row) => <span className="id wrap-any">{row.providerNo ?? row.event ?? '—'}</span>,
  },
  {
    key: 'amount',
    title: t('amount_yuan'),
    isNumber: true,
    about: 6,
    cell: (row) => (row.amount === null ? <Nothing /> : <Amount of={row.amount} bare />),
  },
  {
    key: 'outcome',
    title: t('notification_outcome'),
    about: 8,
    cell: (row) =>
      row.outcome === null ? (
        <Nothing />
      ) : (
        <Chip tone={tones[row.outcome] ?? 'plain'}>{outcomeWords(row.outcome)}</Chip>
      ),
  },
  { key: 'act', title: t('refund_to_do'), about: 12, cell: (row) => <Replay row={row} /> },
]

const outcomeWords = (outcome: string) => (t.has(`outcome_${outcome}`) ? t(`outcome_${outcome}`) : outcome)

/** What the provider told us by itself, proven and kept; each can be applied once more. */
export function NotificationsPage() {
  const { kind, search } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (changed: { kind?: string | undefined; search?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  return (
    <Page
      title={t('room_notifications')}
      under={t('notifications_words')}
      back={{ to: '/bills', words: t('room_bills') }}
    >
      <div className="toolbar">
        <Choices
          label={t('notification_about')}
          choices={[
            { value: undefined, words: t('all') },
            ...kinds.map((value) => ({ value, words: t(`bill_${value}_what`) })),
          ]}
          chosen={kind as (typeof kinds)[number] | undefined}
          choose={(value) => change({ kind: value })}
        />
        <SearchField label={t('notifications_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <List
        caption={t('room_notifications')}
        columns={columns}
        reading={usePages<Notification>('/v1/admin/notifications', { kind, search })}
        rowKey={(row) => row.no}
        empty={
          <Empty
            title={kind || search ? t('nothing_found') : t('notifications_none')}
            words={t('notifications_none_words')}
          />
        }
      />
    </Page>
  )
}

function Of({ row }: { row: Notification }) {
  if (row.reference === null) return <Nothing />
  const place = placeOfId(row.reference)
  if (place === undefined) return <Id id={row.reference} />
  return (
    <Link to={place} className="link">
      <Id id={row.reference} />
    </Link>
  )
}

function Replay({ row }: { row: Notification }) {
  const mayMove = useMay('move_money')
  const replay = useWrite(
    (_: object, intention) => api.post<Notification>(`/v1/admin/notifications/${row.no}/replay`, {}, intention),
    { refreshes: ['/v1/admin'], said: t('notification_replayed') },
  )
  return (
    <div className="row wrap">
      {mayMove && row.kind !== 'other' && (
        <Button size="small" onClick={() => void replay.run({})} loading={replay.isRunning}>
          {t('notification_replay')}
        </Button>
      )}
      {row.replays > 0 && <span className="muted s12">{t('notification_replays', { n: row.replays })}</span>}
      {replay.problem && (
        <span className="berry s12" role="alert">
          {replay.problem.title}
        </span>
      )}
    </div>
  )
}
