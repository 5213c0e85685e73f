import { Form, Input } from 'antd'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { MoneyField } from '../parts/money-field.tsx'
import { parseYuan } from '../parts/yuan.ts'
import type { AdminOrder, Order } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { orderChanges } from './changes.ts'

type Fields = Readonly<Record<string, string | undefined>> & { readonly reason: string }

interface RefundDialogProps {
  readonly order: Order
  readonly isOpen: boolean
  readonly close: () => void
}

/** What has been paid and neither cancelled nor given back whole may go back in parts, shipped or not. */
export const canRefund = ({ state, total, refunded }: Order): boolean =>
  (state === 'paid' || state === 'shipped' || state === 'received') && refunded.amount < total.amount

/** Part of what was paid goes back, line by line; the order goes on. */
export function RefundDialog({ order, isOpen, close }: RefundDialogProps) {
  const refund = useWrite(
    (input: object, intention) => api.post<AdminOrder>(`/v1/admin/orders/${order.id}/refunds`, input, intention),
    { refreshes: orderChanges, said: t('refund_part_done'), onDone: close },
  )
  return (
    <FormDialog<Fields>
      isOpen={isOpen}
      title={t('refund_part')}
      words={t('refund_part_words', { left: f.exactText(leftOf(order)) })}
      okText={t('refund_part')}
      isDangerous
      write={refund}
      submit={(fields) => refund.run({ lines: linesOf(order, fields), reason: fields.reason.trim() })}
      close={close}
    >
      {order.lines.map((line) => (
        <MoneyField
          key={line.lineNo}
          name={`line${line.lineNo}`}
          label={t('refund_part_line', {
            name: `${line.name} × ${line.quantity}`,
            paid: f.exactText(line.goods),
            back: f.exactText(line.refunded),
          })}
        />
      ))}
      <Form.Item name="reason" label={t('reason')} extra={t('cancel_reason_hint')} rules={[needed()]}>
        <Input maxLength={80} />
      </Form.Item>
    </FormDialog>
  )
}

const leftOf = ({ total, refunded }: Order) => ({ ...total, amount: total.amount - refunded.amount })

const linesOf = (order: Order, fields: Fields) =>
  order.lines.flatMap(({ lineNo }) => {
    const amountFen = parseYuan(fields[`line${lineNo}`] ?? '')
    return amountFen ? [{ lineNo, amountFen }] : []
  })
