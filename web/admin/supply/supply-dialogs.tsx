import { Form, Input, Radio } from 'antd'
import { api, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { MoneyField } from '../parts/money-field.tsx'
import { parseYuan } from '../parts/yuan.ts'
import type { Supplier } from '../shapes.ts'
import { useWrite } from '../write.ts'

interface DialogProps {
  readonly close: () => void
}

export function SupplierDialog({ close }: DialogProps) {
  const add = useWrite((input: object, intention) => api.post('/v1/admin/suppliers', input, intention), {
    refreshes: ['/v1/admin/suppliers', '/v1/admin/activity'],
    said: t('added'),
    onDone: close,
  })
  return (
    <FormDialog<{ name: string; kind: Supplier['kind']; place?: string }>
      isOpen
      title={t('supplier_add')}
      okText={t('add')}
      initial={{ kind: 'grower' }}
      write={add}
      submit={({ name, kind, place }) => add.run({ name: name.trim(), kind, place: place?.trim() ?? '' })}
      close={close}
    >
      <Form.Item name="name" label={t('name')} rules={[needed()]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="kind" label={t('supplier_kind')}>
        <Radio.Group
          options={(['grower', 'supplier'] as const).map((value) => ({ value, label: t(`supplier_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="place" label={t('place')} extra={t('place_hint')}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDialog>
  )
}

export function FreightDialog({ close }: DialogProps) {
  const add = useWrite((input: object, intention) => api.post('/v1/admin/freight-templates', input, intention), {
    refreshes: ['/v1/admin/freight-templates', '/v1/admin/activity'],
    said: t('added'),
    onDone: close,
  })
  const submit = ({ name, fee, freeFrom }: { name: string; fee: string; freeFrom?: string }) => {
    const freeFromFen = parseYuan(freeFrom ?? '')
    return add.run({ name: name.trim(), feeFen: parseYuan(fee), ...(freeFromFen ? { freeFromFen } : {}) })
  }
  return (
    <FormDialog<{ name: string; fee: string; freeFrom?: string }>
      isOpen
      title={t('freight_add')}
      words={t('freight_words')}
      okText={t('add')}
      write={add}
      submit={submit}
      close={close}
    >
      <Form.Item name="name" label={t('name')} rules={[needed()]}>
        <Input maxLength={60} />
      </Form.Item>
      <div className="field-row">
        <MoneyField name="fee" label={t('freight_fee')} isNeeded />
        <MoneyField name="freeFrom" label={t('freight_free')} />
      </div>
    </FormDialog>
  )
}

export function WarehouseDialog({ close }: DialogProps) {
  const add = useWrite((name: string, intention) => api.post('/v1/admin/warehouses', { name }, intention), {
    refreshes: ['/v1/admin/warehouses', '/v1/admin/activity'],
    said: t('added'),
    onDone: close,
  })
  return (
    <FormDialog<{ name: string }>
      isOpen
      title={t('warehouse_add')}
      okText={t('add')}
      write={add}
      submit={({ name }) => add.run(name.trim())}
      close={close}
    >
      <Form.Item name="name" label={t('name')} rules={[needed()]}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDialog>
  )
}
