import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { api, f, t } from '../kit.ts'
import { Txn } from '../orders/order-money.tsx'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Choices } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Chip, Id, Nothing, Stamp, type Tone } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Payout } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { Approval } from './approval.tsx'
import { TaxReport } from './tax-report.tsx'

const route = getRouteApi('/payouts')
const states = ['asked', 'approved', 'sent', 'confirming', 'unknown', 'succeeded', 'failed', 'rejected'] as const
const tones: Record<Payout['state'], Tone> = {
  asked: 'wheat',
  approved: 'sky',
  sent: 'sky',
  confirming: 'sky',
  unknown: 'berry',
  succeeded: 'leaf',
  failed: 'plain',
  rejected: 'plain',
}

const columns: readonly Column<Payout>[] = [
  { key: 'at', title: t('asked_at'), about: 14, cell: (row) => <Stamp at={row.askedAt} /> },
  {
    key: 'id',
    title: t('payout'),
    about: 11,
    cell: (row) => (
      <Link to="/ledger" search={{ reference: row.id }} className="link">
        <Id id={row.id} />
      </Link>
    ),
  },
  {
    key: 'who',
    title: t('payout_to'),
    isWide: true,
    about: 14,
    cell: (row) => (
      <>
        <Link to="/people/$id" params={{ id: row.curatorId }} className="link within">
          {row.curatorName || <Id id={row.curatorId} />}
        </Link>{' '}
        <span className="muted">{row.nameMasked}</span>
      </>
    ),
  },
  { key: 'gross', title: t('payout_gross'), isNumber: true, about: 7, cell: (row) => <Amount of={row.gross} bare /> },
  {
    key: 'tax',
    title: t('payout_tax'),
    isNumber: true,
    about: 6,
    cell: (row) => (row.tax.amount === 0 ? <Nothing /> : <Amount of={row.tax} bare />),
  },
  { key: 'net', title: t('payout_net'), isNumber: true, about: 7, cell: (row) => <Amount of={row.net} bare /> },
  {
    key: 'bill',
    title: t('payout_bill'),
    about: 14,
    cell: (row) => <Txn of={row.providerBill} />,
  },
  {
    key: 'state',
    title: t('state'),
    about: 6,
    cell: (row) => (
      <>
        <Chip tone={row.held ? 'berry' : tones[row.state]}>
          {row.held ? t('payout_held') : t(`payout_${row.state}`)}
        </Chip>
        {row.endReason !== null && <span className="muted s12"> {row.endReason}</span>}
      </>
    ),
  },
  { key: 'act', title: t('payout_approvals'), about: 12, cell: (row) => <PayoutApproval of={row} /> },
]

/** What curators withdraw: the large ones wait here for two people. */
export function PayoutsPage() {
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('room_payouts')} under={t('payouts_words')} actions={<TaxReport />}>
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`payout_${value}`) })),
          ]}
          chosen={state as (typeof states)[number] | undefined}
          choose={(value) => void navigate({ search: value ? { state: value } : {}, replace: true })}
        />
      </div>
      <List
        caption={t('room_payouts')}
        columns={columns}
        reading={usePages<Payout>('/v1/admin/payouts', { state })}
        rowKey={(row) => row.id}
        tone={(row) => (row.state === 'unknown' || row.held ? 'berry' : undefined)}
        empty={<Empty title={t('payouts_none')} words={state ? t('nothing_in_state') : t('payouts_none_words')} />}
      />
    </Page>
  )
}

const changes = ['/v1/admin/payouts', '/v1/admin/ledger', '/v1/admin/activity']

function PayoutApproval({ of: payout }: { of: Payout }) {
  const mayMove = useMay('move_money')
  return (
    <Approval
      approvals={payout.approvals}
      isAsked={payout.state === 'asked'}
      path={`/v1/admin/payouts/${payout.id}/approve`}
      refreshes={changes}
      refusal={(close) => <RejectDialog payout={payout} close={close} />}
    >
      {mayMove && (payout.held !== null || payout.state === 'unknown') && <AskNow payout={payout} />}
    </Approval>
  )
}

/** The provider's own answer alone releases a payout that is held or unknown; this asks for it now. */
function AskNow({ payout }: { payout: Payout }) {
  const ask = useWrite(
    (_: object, intention) => api.post<Payout>(`/v1/admin/payouts/${payout.id}/ask`, {}, intention),
    { refreshes: changes, said: t('refund_asked') },
  )
  return (
    <>
      <Button size="small" onClick={() => void ask.run({})} loading={ask.isRunning}>
        {t('refund_ask')}
      </Button>
      {ask.problem && (
        <span className="berry s12" role="alert">
          {ask.problem.title}
        </span>
      )}
    </>
  )
}

function RejectDialog({ payout, close }: { payout: Payout; close: () => void }) {
  const reject = useWrite(
    (reason: string, intention) => api.post<Payout>(`/v1/admin/payouts/${payout.id}/reject`, { reason }, intention),
    { refreshes: changes, said: t('payout_rejected_done'), onDone: close },
  )
  return (
    <FormDialog<{ reason: string }>
      isOpen
      title={t('payout_reject')}
      words={t('payout_reject_words', { amount: f.exactText(payout.gross) })}
      okText={t('payout_reject')}
      isDangerous
      write={reject}
      submit={({ reason }) => reject.run(reason.trim())}
      close={close}
    >
      <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 4, message: t('payout_reject_reason') }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
