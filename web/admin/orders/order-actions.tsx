import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { useMay } from '../session/session.ts'
import type { AdminOrder, Order } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { carrierOf, carriers } from './carriers.ts'
import { orderChanges } from './changes.ts'
import { canRefund, RefundDialog } from './refund-dialog.tsx'

/** What may be done with this order now; nothing else is shown. */
export function OrderActions({ of: { order } }: { of: AdminOrder }) {
  const mayWork = useMay('work_orders')
  const [open, setOpen] = useState<'ship' | 'cancel' | 'refund'>()
  if (!mayWork) return null
  const close = () => setOpen(undefined)
  const canShip = order.state === 'paid' && order.delivery === 'parcel'
  return (
    <>
      {order.canCancel && (
        <Button danger onClick={() => setOpen('cancel')}>
          {t('cancel_order')}
        </Button>
      )}
      {canRefund(order) && <Button onClick={() => setOpen('refund')}>{t('refund_part')}</Button>}
      {order.state === 'paid' && order.delivery === 'pickup' && (
        <Link to="/orders/hand-over" className="button main">
          {t('hand_over_by_code')}
        </Link>
      )}
      {canShip && (
        <Button type="primary" onClick={() => setOpen('ship')}>
          {t('ship')}
        </Button>
      )}
      <ShipDialog order={order} isOpen={open === 'ship'} close={close} />
      <CancelDialog order={order} isOpen={open === 'cancel'} close={close} />
      <RefundDialog order={order} isOpen={open === 'refund'} close={close} />
    </>
  )
}

interface OrderDialogProps {
  readonly order: Order
  readonly isOpen: boolean
  readonly close: () => void
}

function ShipDialog({ order, isOpen, close }: OrderDialogProps) {
  const ship = useWrite(
    (input: { carrier: string; trackingNo: string }, intention) =>
      api.post<Order>(`/v1/admin/orders/${order.id}/ship`, input, intention),
    { refreshes: orderChanges, said: t('shipped_done'), onDone: close },
  )
  return (
    <FormDialog<{ carrier: string; trackingNo: string }>
      isOpen={isOpen}
      title={t('ship')}
      words={t('ship_words')}
      okText={t('ship')}
      write={ship}
      submit={({ carrier, trackingNo }) =>
        ship.run({ carrier: carrierOf(carrier), trackingNo: trackingNo.replace(/\s/g, '').toUpperCase() })
      }
      close={close}
    >
      <CarrierField />
      <Form.Item
        name="trackingNo"
        label={t('field_trackingNo')}
        rules={[{ ...needed() }, { pattern: /^\s*[A-Za-z0-9- ]{4,40}\s*$/, message: t('tracking_wrong') }]}
      >
        <Input className="code-input" maxLength={45} autoComplete="off" spellCheck={false} />
      </Form.Item>
    </FormDialog>
  )
}

/** A carrier from the list, or any other that is typed. */
export function CarrierField() {
  return (
    <>
      <Form.Item name="carrier" label={t('field_carrier')} rules={[needed()]}>
        <Input list="carriers" maxLength={40} autoComplete="off" />
      </Form.Item>
      <datalist id="carriers">
        {carriers.map((carrier) => (
          <option key={carrier} value={carrier} />
        ))}
      </datalist>
    </>
  )
}

function CancelDialog({ order, isOpen, close }: OrderDialogProps) {
  const cancel = useWrite(
    (reason: string, intention) => api.post<Order>(`/v1/admin/orders/${order.id}/cancel`, { reason }, intention),
    { refreshes: orderChanges, said: t('cancelled_done'), onDone: close },
  )
  const isPaid = order.state === 'paid'
  return (
    <FormDialog<{ reason: string }>
      isOpen={isOpen}
      title={t('cancel_order')}
      words={isPaid ? t('cancel_paid_words', { amount: f.exactText(order.total) }) : t('cancel_unpaid_words')}
      okText={isPaid ? t('cancel_and_refund') : t('cancel_order')}
      isDangerous
      write={cancel}
      submit={({ reason }) => cancel.run(reason.trim())}
      close={close}
    >
      <Form.Item name="reason" label={t('reason')} extra={t('cancel_reason_hint')} rules={[needed()]}>
        <Input maxLength={80} />
      </Form.Item>
    </FormDialog>
  )
}
