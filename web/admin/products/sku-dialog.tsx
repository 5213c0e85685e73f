import { Link } from '@tanstack/react-router'
import { Form, Input, Select } from 'antd'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { useRead } from '../read.ts'
import type { FreightTemplate, Page, Product } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { productChanges } from './product-changes.ts'

interface Fields {
  readonly nameZh: string
  readonly nameEn?: string
  readonly unitZh?: string
  readonly unitEn?: string
  readonly freightTemplateId: string
}

export function SkuDialog({ of, close }: { of: Product; close: () => void }) {
  const { data } = useRead<Page<FreightTemplate>>('/v1/admin/freight-templates', { limit: 100 })
  const add = useWrite(
    (input: object, intention) => api.post<Product>(`/v1/admin/products/${of.id}/skus`, input, intention),
    { refreshes: productChanges, said: t('sku_added'), onDone: close },
  )
  return (
    <FormDialog<Fields>
      isOpen
      title={t('sku_add')}
      words={t('sku_add_words')}
      okText={t('sku_add')}
      write={add}
      submit={(fields) => add.run(said(fields))}
      close={close}
    >
      <div className="field-row">
        <Form.Item name="nameZh" label={t('sku_name_zh')} rules={[needed()]} className="grow">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="nameEn" label={t('name_en')} className="grow">
          <Input maxLength={80} lang="en" />
        </Form.Item>
      </div>
      <div className="field-row">
        <Form.Item name="unitZh" label={t('unit_zh')} extra={t('unit_hint')} className="grow">
          <Input maxLength={6} />
        </Form.Item>
        <Form.Item name="unitEn" label={t('unit_en')} className="grow">
          <Input maxLength={20} lang="en" />
        </Form.Item>
      </div>
      <Form.Item
        name="freightTemplateId"
        label={t('freight_template')}
        rules={[{ required: true, message: t('required') }]}
        extra={
          data?.items.length === 0 ? (
            <Link to="/supply" className="link">
              {t('freight_first')}
            </Link>
          ) : undefined
        }
      >
        <Select
          options={(data?.items ?? []).map((one) => ({
            value: one.id,
            label: `${one.name} · ${f.exactText(one.fee)}`,
          }))}
        />
      </Form.Item>
    </FormDialog>
  )
}

/** Only what was filled in: the API has words of its own for a unit that nobody named. */
const said = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, (value as string | undefined)?.trim()])
      .filter(([, value]) => value),
  )
