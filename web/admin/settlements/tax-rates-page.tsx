import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, f, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Page } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Nothing } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { parseYuan } from '../parts/yuan.ts'
import { categoryName } from '../products/categories.ts'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { TaxRate } from '../shapes.ts'
import { useWrite } from '../write.ts'

const columns: readonly Column<TaxRate>[] = [
  {
    key: 'what',
    title: t('tax_rate_of'),
    about: 12,
    cell: (row) => row.skuName ?? (row.category === null ? t('tax_rate_all') : categoryName(row.category)),
  },
  { key: 'rate', title: t('tax_rate'), isNumber: true, about: 5, cell: (row) => `${row.rateBps / 100}%` },
  { key: 'from', title: t('tax_rate_from'), about: 10, cell: (row) => <span className="num">{row.fromDay}</span> },
  { key: 'note', title: t('tax_rate_note'), isWide: true, about: 30, cell: (row) => row.note },
  { key: 'by', title: t('tax_rate_by'), about: 8, cell: (row) => row.setByName ?? <Nothing /> },
]

/** Output tax inside the prices, by category and from which day on. */
export function TaxRatesPage() {
  const { data, problem, again } = useRead<{ items: readonly TaxRate[] }>('/v1/admin/tax-rates')
  const mayMove = useMay('move_money')
  const [isSetting, set] = useState(false)
  return (
    <Page
      title={t('room_tax_rates')}
      under={t('tax_rates_words')}
      actions={mayMove && <Button onClick={() => set(true)}>{t('tax_rate_set')}</Button>}
    >
      {problem && <Unread problem={problem} again={again} />}
      {!data && !problem && <TableSkeleton caption={t('room_tax_rates')} columns={columns} rows={9} />}
      {data && (
        <Table
          caption={t('room_tax_rates')}
          columns={columns}
          rows={data.items}
          rowKey={(row) => `${row.skuId}/${row.category}/${row.fromDay}/${row.createdAt}`}
        />
      )}
      {isSetting && <RateDialog close={() => set(false)} />}
    </Page>
  )
}

function RateDialog({ close }: { close: () => void }) {
  const write = useWrite((body: object, intention) => api.post('/v1/admin/tax-rates', body, intention), {
    refreshes: ['/v1/admin/tax-rates', '/v1/admin/activity'],
    said: t('added'),
    onDone: close,
  })
  return (
    <FormDialog<{ category?: string; rate: string; fromDay: string; note: string }>
      isOpen
      title={t('tax_rate_set')}
      words={t('tax_rate_set_words')}
      okText={t('add')}
      initial={{ fromDay: f.localDate(new Date().toISOString()) }}
      write={write}
      submit={({ category, rate, fromDay, note }) =>
        write.run({
          ...(category?.trim() ? { category: category.trim() } : {}),
          // Two digits after the point, as with yuan: 9 % is 900 basis points.
          ...{ rateBps: parseYuan(rate) ?? -1, fromDay, note: note.trim() },
        })
      }
      close={close}
    >
      <Form.Item name="category" label={t('tax_rate_category')} extra={t('tax_rate_category_hint')}>
        <Input maxLength={60} />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="rate" label={t('tax_rate_percent')} className="grow" rules={[needed()]}>
          <Input suffix="%" inputMode="decimal" className="num" autoComplete="off" />
        </Form.Item>
        <Form.Item name="fromDay" label={t('tax_rate_from')} className="grow" rules={[needed()]}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item
        name="note"
        label={t('tax_rate_note')}
        rules={[needed(), { min: 4, message: t('payout_reject_reason') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
