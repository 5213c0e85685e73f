import { Button } from 'antd'
import { inMyLanguage, t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import { Amount, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useMay } from '../session/session.ts'
import type { Product, ProductLot } from '../shapes.ts'
import type { Ask } from './product-dialogs.tsx'

type Balance = NonNullable<ProductLot['balances']>[number]

const sumOf = (lot: ProductLot, name: 'received' | 'packed' | 'writtenOff' | 'left'): number =>
  (lot.balances ?? []).reduce((sum: number, balance: Balance) => sum + balance[name], 0)

const count = (lot: ProductLot, name: 'received' | 'packed' | 'writtenOff' | 'left') => {
  const n = sumOf(lot, name)
  return n === 0 ? <Nothing /> : n
}

/** What came in, when, from where, how much of it is left; spoiled goods leave with a reason. */
export function Lots({ of, ask }: { of: Product; ask: Ask }) {
  const mayWrite = useMay('write_products')
  return (
    <Section title={t('lots')}>
      {of.lots.length === 0 ? (
        <div className="card muted s14">{t('lots_none')}</div>
      ) : (
        <Table
          caption={t('lots')}
          columns={columnsFor(of, mayWrite, ask)}
          rows={of.lots}
          rowKey={(lot) => lot.id}
          tone={(lot) => (sumOf(lot, 'left') === 0 ? 'faded' : undefined)}
        />
      )}
    </Section>
  )
}

function columnsFor(of: Product, mayWrite: boolean, ask: Ask): Column<ProductLot>[] {
  const skuName = (id: string) => {
    const sku = of.skus.find((one) => one.id === id)
    return sku ? inMyLanguage(sku.nameZh, sku.nameEn) : ''
  }
  return [
    { key: 'code', title: t('lot_code'), cell: (lot) => <b title={lot.id}>{lot.code}</b> },
    { key: 'sku', title: t('sku'), isWide: true, cell: (lot) => skuName(lot.skuId) },
    { key: 'origin', title: t('origin'), cell: (lot) => lot.originZh || <Nothing /> },
    { key: 'picked', title: t('picked_on'), cell: (lot) => <span className="num">{lot.pickedOn ?? '—'}</span> },
    { key: 'best', title: t('best_before'), cell: (lot) => <span className="num">{lot.bestBefore ?? '—'}</span> },
    { key: 'cost', title: t('cost_yuan'), isNumber: true, cell: (lot) => <Amount of={lot.cost} bare /> },
    { key: 'received', title: t('received_units'), isNumber: true, cell: (lot) => count(lot, 'received') },
    { key: 'packed', title: t('packed_units'), isNumber: true, cell: (lot) => count(lot, 'packed') },
    { key: 'written', title: t('written_off_units'), isNumber: true, cell: (lot) => count(lot, 'writtenOff') },
    { key: 'left', title: t('left_units'), isNumber: true, cell: (lot) => <b>{sumOf(lot, 'left')}</b> },
    {
      key: 'by',
      title: t('received_by'),
      cell: (lot) => (
        <span className="two" title={lot.intakeNote}>
          <span>{lot.createdBy}</span>
          <span className="muted s12">
            <Stamp at={lot.createdAt} />
          </span>
        </span>
      ),
    },
    {
      key: 'acts',
      title: <span className="unseen">{t('acts')}</span>,
      cell: (lot) =>
        mayWrite &&
        sumOf(lot, 'left') > 0 && (
          <Button size="small" onClick={() => ask({ what: 'write_off', lot })}>
            {t('write_off')}
          </Button>
        ),
    },
  ]
}
