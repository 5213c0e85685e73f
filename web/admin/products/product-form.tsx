import { Link } from '@tanstack/react-router'
import { Form, Input, Select } from 'antd'
import { t } from '../kit.ts'
import { needed } from '../parts/dialog.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Page, Product, ReturnClass, StaffRow, Supplier } from '../shapes.ts'
import { categoryOptions } from './categories.ts'

export interface ProductFields {
  readonly nameZh: string
  readonly nameEn?: string
  readonly wordZh?: string
  readonly wordEn?: string
  readonly category: string
  readonly supplierId: string
  readonly returnClass: ReturnClass
  readonly promiseZh?: string
  readonly promiseEn?: string
  readonly scoutId?: string
}

const returnClasses: readonly ReturnClass[] = ['fresh_no_7d', '7d', '7d_unopened', 'crossborder_confirm']
const MOST_SUPPLIERS = 100

/** What is said of a product apart from its dossier. Chinese is needed; English may wait. */
export function ProductFormFields({ of }: { of?: Product }) {
  return (
    <>
      <div className="field-row">
        <Form.Item name="nameZh" label={t('name_zh')} rules={[needed()]} className="grow">
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="nameEn" label={t('name_en')} className="grow">
          <Input maxLength={80} lang="en" />
        </Form.Item>
      </div>
      <Form.Item name="wordZh" label={t('word_zh')} extra={t('word_hint')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
      <Form.Item name="wordEn" label={t('word_en')}>
        <Input.TextArea rows={2} maxLength={300} lang="en" />
      </Form.Item>
      <div className="field-row">
        <Form.Item
          name="category"
          label={t('category')}
          rules={[{ required: true, message: t('required') }]}
          className="grow"
        >
          <Select showSearch={{ optionFilterProp: 'label' }} options={categoryOptions(of?.category)} />
        </Form.Item>
        <SupplierField />
      </div>
      <Form.Item name="returnClass" label={t('return_class')} rules={[{ required: true, message: t('required') }]}>
        <Select options={returnClasses.map((value) => ({ value, label: t(`return_${value}`) }))} />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="promiseZh" label={t('promise_zh')} extra={t('promise_hint')} className="grow">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="promiseEn" label={t('promise_en')} className="grow">
          <Input maxLength={200} lang="en" />
        </Form.Item>
      </div>
      <ScoutField />
    </>
  )
}

function SupplierField() {
  const { data } = useRead<Page<Supplier>>('/v1/admin/suppliers', { limit: MOST_SUPPLIERS })
  return (
    <Form.Item
      name="supplierId"
      className="grow"
      label={t('supplier')}
      rules={[{ required: true, message: t('required') }]}
      extra={
        data?.items.length === 0 ? (
          <Link to="/supply" className="link">
            {t('supplier_first')}
          </Link>
        ) : undefined
      }
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={(data?.items ?? []).map(({ id, name, place }) => ({
          value: id,
          label: place ? `${name} · ${place}` : name,
        }))}
      />
    </Form.Item>
  )
}

/** Who answers for it. Only those who may see the colleagues can choose one; others answer themselves. */
function ScoutField() {
  const mayChoose = useMay('keep_staff')
  const { data } = useRead<{ items: readonly StaffRow[] }>(mayChoose ? '/v1/admin/staff' : null)
  if (!mayChoose) return null
  const scouts = (data?.items ?? []).filter(
    (one) => one.disabledAt === null && one.roles.some((role) => role === 'scout' || role === 'admin'),
  )
  return (
    <Form.Item name="scoutId" label={t('scout')} extra={t('scout_hint')}>
      <Select allowClear options={scouts.map(({ id, name }) => ({ value: id, label: name }))} />
    </Form.Item>
  )
}

/** The form's fields as the API takes them; empty texts are said as empty, so that a text can be taken back. */
export function productInput({ scoutId, ...fields }: ProductFields) {
  const trimmed = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value?.trim() ?? '']))
  return { ...trimmed, ...(scoutId ? { scoutId } : {}) }
}

export function fieldsOf(product: Product): ProductFields {
  const { nameZh, nameEn, wordZh, wordEn, category, returnClass, promiseZh, promiseEn } = product
  return {
    ...{ nameZh, nameEn, wordZh, wordEn, category, returnClass, promiseZh, promiseEn },
    supplierId: product.supplier.id,
    scoutId: product.scout.id,
  }
}
