import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Chip, Id, Nothing } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import type { ShipVerdict } from '../shapes.ts'
import { GoodsWords } from './goods-words.tsx'
import type { ShipLine, ShipLines, WrongLine } from './ship-lines.ts'
import { isReady, type KnownOrder } from './use-known-orders.ts'

interface PreviewProps {
  readonly lines: ShipLines
  readonly known: ReadonlyMap<string, KnownOrder>
  readonly verdicts: ReadonlyMap<string, ShipVerdict>
}

type Row = { readonly lineNo: number } & (
  | { readonly wrong: WrongLine }
  | { readonly good: ShipLine; readonly order: KnownOrder; readonly verdict: ShipVerdict | undefined }
)

const columns: readonly Column<Row>[] = [
  { key: 'no', title: t('line_no'), isNumber: true, cell: (row) => row.lineNo },
  {
    key: 'order',
    title: t('order'),
    cell: (row) => ('good' in row ? <OrderLink id={row.good.orderId} /> : <Nothing />),
  },
  {
    key: 'buyer',
    title: t('buyer'),
    cell: (row) => ('good' in row && row.order ? row.order.buyerNickname : <Nothing />),
  },
  {
    key: 'goods',
    title: t('goods'),
    isWide: true,
    cell: (row) =>
      'good' in row ? (
        row.order ? (
          <GoodsWords lines={row.order.lines} />
        ) : (
          <Nothing />
        )
      ) : (
        <span className="muted">{row.wrong.text}</span>
      ),
  },
  { key: 'carrier', title: t('field_carrier'), cell: (row) => ('good' in row ? row.good.carrier : <Nothing />) },
  {
    key: 'tracking',
    title: t('field_trackingNo'),
    cell: (row) => ('good' in row ? <span className="id">{row.good.trackingNo}</span> : <Nothing />),
  },
  { key: 'verdict', title: t('verdict'), cell: (row) => <Verdict row={row} /> },
]

/** Every pasted line in its order, with what will happen to it, and then with what did. */
export function ShipPreview({ lines, known, verdicts }: PreviewProps) {
  const rows: Row[] = [
    ...lines.wrong.map((wrong) => ({ lineNo: wrong.lineNo, wrong })),
    ...lines.good.map((good) => ({
      lineNo: good.lineNo,
      good,
      order: known.get(good.orderId),
      verdict: verdicts.get(good.orderId),
    })),
  ].sort((a, b) => a.lineNo - b.lineNo)
  return (
    <Table
      caption={t('preview')}
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.lineNo)}
      tone={(row) => ('good' in row && row.verdict?.ok ? 'faded' : undefined)}
    />
  )
}

function Verdict({ row }: { row: Row }) {
  if ('wrong' in row) return <Chip tone="berry">{t(`line_${row.wrong.because}`)}</Chip>
  const { verdict, order } = row
  if (verdict)
    return verdict.ok ? <Chip tone="leaf">{t('line_shipped')}</Chip> : <Chip tone="berry">{verdict.title}</Chip>
  if (order === undefined) return <span className="muted s12">{t('loading')}</span>
  if (order === null) return <Chip tone="berry">{t('line_not_found')}</Chip>
  if (isReady(order)) return <Chip tone="leaf">{t('line_ready')}</Chip>
  if (order.state === 'paid') return <Chip tone="berry">{t('line_is_pickup')}</Chip>
  return <Chip tone="berry">{t('line_is_state', { state: t(`order_${order.state}`) })}</Chip>
}

const OrderLink = ({ id }: { id: string }) => (
  <Link to="/orders/$id" params={{ id }} className="link">
    <Id id={id} />
  </Link>
)
