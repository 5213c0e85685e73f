import { Form, Input, Radio, Select } from 'antd'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { MoneyField } from '../parts/money-field.tsx'
import { parseYuan } from '../parts/yuan.ts'
import { usePages } from '../read.ts'
import type { Supplier, SupplierStatement } from '../shapes.ts'
import { useWrite } from '../write.ts'

export const statementChanges = [
  ...['/v1/admin/supplier-settlements', '/v1/admin/settlement-periods', '/v1/admin/ledger', '/v1/admin/activity'],
]

interface DialogProps {
  readonly close: () => void
}

/** A claim or a fee that a supplier bears. */
export function DeductionDialog({ close }: DialogProps) {
  const { items } = usePages<Supplier>('/v1/admin/suppliers')
  const write = useWrite(
    ({ supplierId, ...body }: { supplierId: string; kind: string; amountFen: number; reason: string }, intention) =>
      api.post(`/v1/admin/suppliers/${supplierId}/deductions`, body, intention),
    { refreshes: statementChanges, said: t('added'), onDone: close },
  )
  return (
    <FormDialog<{ supplierId: string; kind: 'claim' | 'fee'; amount: string; reason: string }>
      isOpen
      title={t('deduction_add')}
      words={t('deduction_words')}
      okText={t('add')}
      initial={{ kind: 'claim' }}
      write={write}
      submit={({ supplierId, kind, amount, reason }) =>
        write.run({ supplierId, kind, amountFen: parseYuan(amount) ?? 0, reason: reason.trim() })
      }
      close={close}
    >
      <Form.Item name="supplierId" label={t('supplier_who')} rules={[needed()]}>
        <Select
          showSearch
          optionFilterProp="label"
          options={(items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('grounds')}>
        <Radio.Group
          options={(['claim', 'fee'] as const).map((value) => ({ value, label: t(`deduction_${value}`) }))}
        />
      </Form.Item>
      <MoneyField name="amount" label={t('amount_yuan')} isNeeded />
      <Reason />
    </FormDialog>
  )
}

/** Pays what is still due by a statement; from the limit on it waits for a colleague. */
export function PayDialog({ statement, close }: DialogProps & { statement: SupplierStatement }) {
  const asked = statement.payments.filter((one) => one.state === 'asked')
  const open = asked.reduce((left, one) => left - one.amount.amount, statement.due.amount - statement.paid.amount)
  const write = useWrite(
    (body: { amountFen: number; bankReference: string; reason: string }, intention) =>
      api.post<SupplierStatement>(`/v1/admin/supplier-settlements/${statement.id}/payments`, body, intention),
    { refreshes: statementChanges, said: t('supplier_paid_done'), onDone: close },
  )
  return (
    <FormDialog<{ amount: string; bankReference: string; reason: string }>
      isOpen
      title={t('supplier_pay')}
      words={t('supplier_pay_words', { left: f.exactText({ ...statement.due, amount: open }) })}
      okText={t('supplier_pay')}
      initial={{ amount: (open / 100).toFixed(2) }}
      write={write}
      submit={({ amount, bankReference, reason }) =>
        write.run({
          amountFen: parseYuan(amount) ?? 0,
          bankReference: bankReference.trim(),
          reason: reason.trim(),
        })
      }
      close={close}
    >
      <MoneyField name="amount" label={t('amount_yuan')} isNeeded />
      <Form.Item name="bankReference" label={t('bank_reference')} extra={t('bank_reference_hint')} rules={[needed()]}>
        <Input maxLength={60} />
      </Form.Item>
      <Reason />
    </FormDialog>
  )
}

export function RejectPaymentDialog({ id, close }: DialogProps & { id: string }) {
  const write = useWrite(
    (reason: string, intention) => api.post(`/v1/admin/supplier-payments/${id}/reject`, { reason }, intention),
    { refreshes: statementChanges, said: t('supplier_payment_rejected'), onDone: close },
  )
  return (
    <FormDialog<{ reason: string }>
      isOpen
      title={t('payout_reject')}
      words={t('supplier_reject_words')}
      okText={t('payout_reject')}
      isDangerous
      write={write}
      submit={({ reason }) => write.run(reason.trim())}
      close={close}
    >
      <Reason />
    </FormDialog>
  )
}

const Reason = () => (
  <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 4, message: t('payout_reject_reason') }]}>
    <Input maxLength={200} />
  </Form.Item>
)
