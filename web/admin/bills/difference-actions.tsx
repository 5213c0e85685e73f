import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { useMay } from '../session/session.ts'
import type { Difference } from '../shapes.ts'
import { useWrite } from '../write.ts'

type How = NonNullable<Difference['how']>
type Wish = { how: How; reason: string }

const changes = [
  '/v1/admin/differences',
  '/v1/admin/bills',
  '/v1/admin/ledger',
  '/v1/admin/today',
  '/v1/admin/activity',
]

/** What a person can do about a difference: say where the money is, with a reason; from a large one a second one agrees. */
export function DifferenceActions({ of }: { of: Difference }) {
  const mayMove = useMay('move_money')
  const [asked, setAsked] = useState<'settle' | 'decline'>()
  const agree = useWrite(
    (_: object, intention) => api.post<Difference>(`/v1/admin/differences/${of.id}/agree`, {}, intention),
    { refreshes: changes, said: t('difference_settled_done') },
  )
  if (!mayMove || (of.state !== 'open' && of.state !== 'proposed')) return null
  return (
    <div className="row wrap">
      {of.state === 'open' ? (
        <Button size="small" onClick={() => setAsked('settle')}>
          {t('difference_settle')}
        </Button>
      ) : (
        <>
          <Button size="small" type="primary" onClick={() => void agree.run({})} loading={agree.isRunning}>
            {t('difference_agree')}
          </Button>
          <Button size="small" danger onClick={() => setAsked('decline')}>
            {t('difference_decline')}
          </Button>
        </>
      )}
      {agree.problem && (
        <span className="berry s12" role="alert">
          {agree.problem.title}
        </span>
      )}
      <SettleDialog of={of} isOpen={asked === 'settle'} close={() => setAsked(undefined)} />
      <DeclineDialog of={of} isOpen={asked === 'decline'} close={() => setAsked(undefined)} />
    </div>
  )
}

interface DialogProps {
  readonly of: Difference
  readonly isOpen: boolean
  readonly close: () => void
}

function SettleDialog({ of, isOpen, close }: DialogProps) {
  const settle = useWrite(
    (wish: Wish, intention) => api.post<Difference>(`/v1/admin/differences/${of.id}/settle`, wish, intention),
    { refreshes: changes, said: t('difference_settled_done'), onDone: close },
  )
  // Only what is held too much can be owed back to whoever paid it.
  const ways: How[] = of.suspense.amount < 0 ? ['payer', 'bank', 'result'] : ['bank', 'result']
  return (
    <FormDialog<Wish>
      isOpen={isOpen}
      title={t('difference_settle')}
      words={t(of.suspense.amount > 0 ? 'difference_settle_less' : 'difference_settle_more', {
        amount: f.exactText({ ...of.suspense, amount: Math.abs(of.suspense.amount) }),
      })}
      okText={t('difference_settle')}
      initial={{ how: ways[0] as How }}
      write={settle}
      submit={({ how, reason }) => settle.run({ how, reason: reason.trim() })}
      close={close}
    >
      <Form.Item name="how" label={t('difference_how')} rules={[needed()]}>
        <Radio.Group
          className="stack"
          options={ways.map((how) => ({ value: how, label: t(`difference_by_${how}`) }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 4, message: t('difference_reason') }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}

function DeclineDialog({ of, isOpen, close }: DialogProps) {
  const decline = useWrite(
    (reason: string, intention) =>
      api.post<Difference>(`/v1/admin/differences/${of.id}/decline`, { reason }, intention),
    { refreshes: changes, said: t('difference_declined_done'), onDone: close },
  )
  return (
    <FormDialog<{ reason: string }>
      isOpen={isOpen}
      title={t('difference_decline')}
      words={t('difference_decline_words')}
      okText={t('difference_decline')}
      isDangerous
      write={decline}
      submit={({ reason }) => decline.run(reason.trim())}
      close={close}
    >
      <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 4, message: t('difference_reason') }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
