import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { Amount, Nothing } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { percentText } from '../parts/yuan.ts'
import { CuratorLink } from '../sales/whose.tsx'
import { useMay } from '../session/session.ts'
import type { AdminOrder } from '../shapes.ts'

type Line = AdminOrder['order']['lines'][number] & {
  readonly attribution: AdminOrder['attribution'][number] | undefined
  readonly packed: AdminOrder['packed']
}

const columns: readonly Column<Line>[] = [
  { key: 'name', title: t('goods'), isWide: true, cell: (line) => <Goods line={line} /> },
  { key: 'unit', title: t('unit_price_yuan'), isNumber: true, cell: (line) => <Amount of={line.unitPrice} bare /> },
  { key: 'quantity', title: t('quantity'), isNumber: true, cell: (line) => f.count(line.quantity, line.unit) },
  { key: 'goods', title: t('goods_yuan'), isNumber: true, cell: (line) => <Amount of={line.goods} bare /> },
  {
    key: 'refunded',
    title: t('refunded_yuan'),
    isNumber: true,
    cell: (line) => (line.refunded.amount === 0 ? <Nothing /> : <Amount of={line.refunded} bare />),
  },
  { key: 'curator', title: t('curator'), cell: (line) => <CuratorOf line={line} /> },
  { key: 'via', title: t('via'), cell: (line) => <ViaOf line={line} /> },
  { key: 'rule', title: t('rule'), cell: (line) => <RuleOf line={line} /> },
  { key: 'earned', title: t('earned_yuan'), isNumber: true, cell: (line) => <Earned line={line} /> },
  { key: 'lots', title: t('lots_left'), cell: (line) => <Lots line={line} /> },
]

/** What was bought, who brought it, and by which rule it earns. */
export function OrderLines({ of }: { of: AdminOrder }) {
  const lines = of.order.lines.map((line) => ({
    ...line,
    attribution: of.attribution.find((one) => one.lineNo === line.lineNo),
    packed: of.packed.filter((one) => one.lineNo === line.lineNo),
  }))
  return <Table caption={t('order_lines')} columns={columns} rows={lines} rowKey={(line) => String(line.lineNo)} />
}

function Goods({ line }: { line: Line }) {
  return (
    <span className="row">
      {line.picture && <img src={line.picture.url} alt="" className="thumb" loading="lazy" />}
      <Link to="/products/$id" params={{ id: line.productId }} className="link">
        {line.name}
      </Link>
    </span>
  )
}

function CuratorOf({ line }: { line: Line }) {
  const curator = line.attribution?.curator
  return curator ? <CuratorLink of={{ personId: curator.personId, displayName: curator.nickname }} /> : <Nothing />
}

function ViaOf({ line }: { line: Line }) {
  const mayRead = useMay('read_people')
  const via = line.attribution?.via
  if (!via) return <Nothing />
  if (!mayRead) return <>{via.nickname}</>
  return (
    <Link to="/people/$id" params={{ id: via.personId }} className="link">
      {via.nickname}
    </Link>
  )
}

/** What the line earns its curator now: what accrued less what was taken back, and where that stands. */
function Earned({ line }: { line: Line }) {
  const commission = line.attribution?.commission
  if (!commission) return <Nothing />
  const { accrued, clawedBack, state } = commission
  const key = `earning_${state}`
  return (
    <span className="two">
      <Amount of={{ ...accrued, amount: accrued.amount - clawedBack.amount }} bare />
      <span className="muted s12">{t.has(key) ? t(key) : state}</span>
    </span>
  )
}

/** Which lots left, so that a complaint leads to its oranges. */
function Lots({ line }: { line: Line }) {
  if (line.packed.length === 0) return <Nothing />
  return (
    <span className="two">
      {line.packed.map(({ lotId, lotCode, quantity }) => (
        <Link key={lotId} to="/products/$id" params={{ id: line.productId }} hash={lotId} className="link nowrap">
          {lotCode} × {quantity}
        </Link>
      ))}
    </span>
  )
}

function RuleOf({ line }: { line: Line }) {
  const mayRead = useMay('read_rules')
  const rule = line.attribution?.rule
  if (!rule) return <Nothing />
  const words = t('rule_version', { version: rule.version, rate: percentText(rule.rateBps) })
  if (!mayRead) return <>{words}</>
  return (
    <Link to="/commission-rules" hash={rule.id} className="link">
      {words}
    </Link>
  )
}
