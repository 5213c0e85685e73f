import { Link } from '@tanstack/react-router'
import { Form, Input, InputNumber, Select } from 'antd'
import { api, inMyLanguage, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { MoneyField } from '../parts/money-field.tsx'
import { parseYuan } from '../parts/yuan.ts'
import { useRead } from '../read.ts'
import type { Page, Product, ProductLot, ProductSku, Warehouse } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { productChanges } from './product-changes.ts'

interface LotFields {
  readonly code: string
  readonly quantity: number
  readonly cost: string
  readonly warehouseId: string
  readonly pickedOn?: string
  readonly bestBefore?: string
  readonly originZh?: string
  readonly originEn?: string
  readonly intakeNote?: string
}

const MOST_UNITS = 10_000_000

interface LotProps {
  readonly of: Product
  readonly sku: ProductSku
  readonly close: () => void
}

/** Goods came in: they are written down and can be sold from the same moment. */
export function LotDialog({ of, sku, close }: LotProps) {
  const receive = useWrite((input: object, intention) => api.post(`/v1/admin/skus/${sku.id}/lots`, input, intention), {
    refreshes: productChanges,
    said: t('lot_received'),
    onDone: close,
  })
  return (
    <FormDialog<LotFields>
      isOpen
      title={t('lot_title', { product: inMyLanguage(of.nameZh, of.nameEn), sku: inMyLanguage(sku.nameZh, sku.nameEn) })}
      words={t('lot_words')}
      okText={t('lot_receive')}
      write={receive}
      submit={(fields) => receive.run(lotInput(fields))}
      close={close}
      width={560}
    >
      <div className="field-row">
        <Form.Item name="code" label={t('lot_code')} extra={t('lot_code_hint')} rules={[needed()]} className="grow">
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <UnitsField label={t('units_in', { unit: inMyLanguage(sku.unitZh, sku.unitEn) })} />
        <MoneyField name="cost" label={t('cost_per_unit')} isNeeded />
      </div>
      <WarehouseField />
      <div className="field-row">
        <Form.Item name="pickedOn" label={t('picked_on')} className="grow">
          <Input type="date" />
        </Form.Item>
        <Form.Item name="bestBefore" label={t('best_before')} className="grow">
          <Input type="date" />
        </Form.Item>
        <Form.Item name="originZh" label={t('origin')} className="grow">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="originEn" label={t('origin_en')} className="grow">
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item name="intakeNote" label={t('intake_note')} extra={t('intake_note_hint')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}

function UnitsField({ label, most = MOST_UNITS }: { label: string; most?: number }) {
  return (
    <Form.Item name="quantity" label={label} rules={[{ required: true, message: t('required') }]}>
      <InputNumber min={1} max={most} precision={0} className="num" />
    </Form.Item>
  )
}

function WarehouseField() {
  const { data } = useRead<Page<Warehouse>>('/v1/admin/warehouses', { limit: 100 })
  return (
    <Form.Item
      name="warehouseId"
      label={t('warehouse')}
      rules={[{ required: true, message: t('required') }]}
      extra={
        data?.items.length === 0 ? (
          <Link to="/supply" className="link">
            {t('warehouse_first')}
          </Link>
        ) : undefined
      }
    >
      <Select options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
    </Form.Item>
  )
}

function lotInput({
  code,
  quantity,
  cost,
  warehouseId,
  pickedOn,
  bestBefore,
  originZh,
  originEn,
  intakeNote,
}: LotFields) {
  return {
    code: code.trim(),
    quantity,
    costFen: parseYuan(cost),
    warehouseId,
    ...(pickedOn ? { pickedOn } : {}),
    ...(bestBefore ? { bestBefore } : {}),
    ...(originZh?.trim() ? { originZh: originZh.trim() } : {}),
    ...(originEn?.trim() ? { originEn: originEn.trim() } : {}),
    ...(intakeNote?.trim() ? { intakeNote: intakeNote.trim() } : {}),
  }
}

interface WriteOffProps {
  readonly of: Product
  readonly lot: ProductLot
  readonly close: () => void
}

export function WriteOffDialog({ of, lot, close }: WriteOffProps) {
  const left = (lot.balances ?? []).reduce((sum, balance) => sum + balance.left, 0)
  const write = useWrite(
    (input: { quantity: number; reason: string }, intention) =>
      api.post(`/v1/admin/lots/${lot.id}/write-offs`, input, intention),
    { refreshes: productChanges, said: t('written_off_done'), onDone: close },
  )
  return (
    <FormDialog<{ quantity: number; reason: string }>
      isOpen
      title={t('write_off_title', { product: inMyLanguage(of.nameZh, of.nameEn), code: lot.code })}
      words={t('write_off_words', { n: left })}
      okText={t('write_off')}
      isDangerous
      write={write}
      submit={({ quantity, reason }) => write.run({ quantity, reason: reason.trim() })}
      close={close}
    >
      <UnitsField label={t('units_out')} most={left} />
      <Form.Item name="reason" label={t('reason')} rules={[needed()]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
