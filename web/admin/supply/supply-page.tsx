import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { t } from '../kit.ts'
import { Empty, Page, Section } from '../parts/page.tsx'
import { Amount, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { type PagesReading, usePages } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { FreightTemplate, Supplier, Warehouse } from '../shapes.ts'
import { FreightDialog, SupplierDialog, WarehouseDialog } from './supply-dialogs.tsx'

const suppliers: readonly Column<Supplier>[] = [
  { key: 'name', title: t('name'), isWide: true, about: 12, cell: (row) => <b>{row.name}</b> },
  { key: 'kind', title: t('supplier_kind'), about: 5, cell: (row) => t(`supplier_${row.kind}`) },
  { key: 'place', title: t('place'), isWide: true, about: 12, cell: (row) => row.place || <Nothing /> },
  { key: 'at', title: t('added_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
]

const templates: readonly Column<FreightTemplate>[] = [
  { key: 'name', title: t('name'), isWide: true, about: 12, cell: (row) => <b>{row.name}</b> },
  { key: 'fee', title: t('freight_fee_yuan'), isNumber: true, about: 6, cell: (row) => <Amount of={row.fee} bare /> },
  {
    key: 'free',
    title: t('freight_free_yuan'),
    isNumber: true,
    about: 6,
    cell: (row) => (row.freeFrom ? <Amount of={row.freeFrom} bare /> : <Nothing />),
  },
  { key: 'at', title: t('added_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
]

const warehouses: readonly Column<Warehouse>[] = [
  { key: 'name', title: t('name'), isWide: true, about: 12, cell: (row) => <b>{row.name}</b> },
  { key: 'at', title: t('added_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
]

/** Who makes it, what sending it costs, where it lies. */
export function SupplyPage() {
  const mayWrite = useMay('write_products')
  const mayKeep = useMay('keep_houses')
  const [asked, ask] = useState<'supplier' | 'freight' | 'warehouse'>()
  const close = () => ask(undefined)
  return (
    <Page title={t('room_supply')} under={t('supply_words')}>
      <div className="two-columns">
        <Kept
          name="freight"
          columns={templates}
          reading={usePages<FreightTemplate>('/v1/admin/freight-templates')}
          add={mayKeep && <Add what={t('freight_add')} onClick={() => ask('freight')} />}
        />
        <Kept
          name="warehouses"
          columns={warehouses}
          reading={usePages<Warehouse>('/v1/admin/warehouses')}
          add={mayKeep && <Add what={t('warehouse_add')} onClick={() => ask('warehouse')} />}
        />
      </div>
      <Kept
        name="suppliers"
        columns={suppliers}
        reading={usePages<Supplier>('/v1/admin/suppliers')}
        add={mayWrite && <Add what={t('supplier_add')} onClick={() => ask('supplier')} />}
      />
      {asked === 'supplier' && <SupplierDialog close={close} />}
      {asked === 'freight' && <FreightDialog close={close} />}
      {asked === 'warehouse' && <WarehouseDialog close={close} />}
    </Page>
  )
}

const Add = ({ what, onClick }: { what: string; onClick: () => void }) => (
  <Button size="small" onClick={onClick}>
    {what}
  </Button>
)

interface KeptProps<Row> {
  readonly name: 'suppliers' | 'freight' | 'warehouses'
  readonly columns: readonly Column<Row>[]
  readonly reading: PagesReading<Row>
  readonly add: ReactNode
}

function Kept<Row extends { readonly id: string }>({ name, columns, reading, add }: KeptProps<Row>) {
  return (
    <Section title={t(`supply_${name}`)} beside={add}>
      <List
        caption={t(`supply_${name}`)}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        empty={<Empty title={t(`supply_${name}_none`)} words={t(`supply_${name}_none_words`)} />}
      />
    </Section>
  )
}
