import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { useMay } from '../session/session.ts'
import type { Refund } from '../shapes.ts'
import { useWrite } from '../write.ts'

const changes = ['/v1/admin/refunds', '/v1/admin/orders', '/v1/admin/ledger', '/v1/admin/today', '/v1/admin/activity']

/** What a person can do about a refund that is stuck: ask, send again under a new number, or settle it another way. */
export function RefundActions({ of: refund }: { of: Refund }) {
  const mayMove = useMay('move_money')
  const [isSettling, setSettling] = useState(false)
  const ask = useVerb(refund, 'ask', t('refund_asked'))
  const resend = useVerb(refund, 'resend', t('refund_resent'))
  if (!mayMove || (refund.state !== 'failed' && refund.state !== 'held')) return null
  const isOver = refund.outcome === 'closed' || refund.outcome === 'refused'
  return (
    <div className="row wrap">
      <span className="berry s12">{t(`refund_because_${refund.outcome ?? 'refused'}`)}</span>
      <Button size="small" onClick={() => void ask.run({})} loading={ask.isRunning}>
        {t('refund_ask')}
      </Button>
      {refund.state === 'failed' && isOver && (
        <Button size="small" onClick={() => void resend.run({})} loading={resend.isRunning}>
          {t('refund_resend')}
        </Button>
      )}
      <Button size="small" danger onClick={() => setSettling(true)}>
        {t('refund_settle')}
      </Button>
      {(ask.problem ?? resend.problem) && (
        <span className="berry s12" role="alert">
          {(ask.problem ?? resend.problem)?.title}
        </span>
      )}
      <SettleDialog refund={refund} isOpen={isSettling} close={() => setSettling(false)} />
    </div>
  )
}

const useVerb = (refund: Refund, verb: 'ask' | 'resend', said: string) =>
  useWrite((_: object, intention) => api.post<Refund>(`/v1/admin/refunds/${refund.id}/${verb}`, {}, intention), {
    refreshes: changes,
    said,
  })

function SettleDialog({ refund, isOpen, close }: { refund: Refund; isOpen: boolean; close: () => void }) {
  const settle = useWrite(
    (reason: string, intention) => api.post<Refund>(`/v1/admin/refunds/${refund.id}/settle`, { reason }, intention),
    { refreshes: changes, said: t('refund_settled_done'), onDone: close },
  )
  return (
    <FormDialog<{ reason: string }>
      isOpen={isOpen}
      title={t('refund_settle')}
      words={t('refund_settle_words', { amount: f.exactText(refund.amount) })}
      okText={t('refund_settle')}
      isDangerous
      write={settle}
      submit={({ reason }) => settle.run(reason.trim())}
      close={close}
    >
      <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 4, message: t('refund_settle_reason') }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
