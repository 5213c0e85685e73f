import { productNames } from '../catalog/index.ts'
import { accrualsOfOrders, earningState } from '../commissions/index.ts'
import { pickupPointsByIds } from '../communities/index.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import { formatFen } from '../platform/money.ts'
import type { Platform } from '../platform/platform.ts'
import { type Cell, type Sheet, text, yuan } from '../platform/sheet.ts'
import { distinct } from './show-order.ts'
import * as sql from './sql.ts'
import * as sqlLists from './sql-lists.ts'

const HEADS = {
  'zh-CN': [
    ...['接龙号', '订单', '自提点', '商品', '规格', '数量', '货款（元）', '已退（元）', '佣金比例', '佣金（元）'],
    ...['佣金状态', '付款时间', '收货时间'],
  ],
  en: [
    ...['No.', 'Order', 'Pick-up point', 'Product', 'Unit', 'Quantity', 'Goods (CNY)', 'Refunded (CNY)', 'Rate'],
    ...['Commission (CNY)', 'Commission is', 'Paid at', 'Received at'],
  ],
} as const
const STATES = {
  'zh-CN': { estimated: '预计', pending: '待结算', vested: '可提现', taken_back: '已退回', none: '无佣金' },
  en: { estimated: 'estimated', pending: 'pending', vested: 'available', taken_back: 'taken back', none: 'none' },
} as const
const SUM = { 'zh-CN': '合计', en: 'Sum' } as const

/**
 * What a curator checks against her wallet: every paid line of a sale, with what it earned, by pick-up point; its foot is
 * the sum. Nicknames are left out: the sheet leaves the house.
 */
export async function reconciliationSheet(
  platform: Platform,
  saleId: bigint,
  pickupPointId: bigint | null,
  locale: Locale,
): Promise<Sheet> {
  const orders = (await sqlLists.ordersOfSale(platform.db, saleId))
    .filter((order) => order.paid_at !== null && (pickupPointId === null || order.pickup_point_id === pickupPointId))
    .reverse()
  const ids = orders.map((order) => order.id)
  const lines = await sql.linesOf(platform.db, ids)
  const [names, points, accruals] = await Promise.all([
    productNames(platform, platform.db, [...new Set(lines.map((line) => line.sku_id))], locale),
    pickupPointsByIds(platform.db, distinct(orders.map((order) => order.pickup_point_id))),
    accrualsOfOrders(platform.db, ids),
  ])
  const sums = { goods: 0, refunded: 0, earned: 0 }
  const rows = orders.flatMap((order) =>
    lines
      .filter((line) => line.order_id === order.id)
      .map((line): Cell[] => {
        const accrual = accruals.find((one) => one.order_id === order.id && one.line_no === line.line_no)
        const earned = accrual ? accrual.accrued_fen - accrual.clawed_fen : 0
        const name = names.get(line.sku_id)
        sums.goods += line.goods_fen
        sums.refunded += line.refunded_fen
        sums.earned += earned
        return [
          order.list_no,
          text(formatId('ord', order.id)),
          text(order.pickup_point_id === null ? '' : (points.get(order.pickup_point_id)?.name ?? '')),
          text(name?.name ?? ''),
          text(name?.unit ?? ''),
          line.quantity,
          yuan(line.goods_fen),
          yuan(line.refunded_fen),
          text(accrual ? `${formatFen(accrual.rate_bps)}%` : ''),
          yuan(earned),
          text(STATES[locale][accrual ? earningState(accrual) : 'none']),
          text(order.paid_at?.toISOString() ?? ''),
          text(order.received_at?.toISOString() ?? ''),
        ]
      }),
  )
  const empty = text('')
  const foot: Cell[] = [
    text(SUM[locale]),
    ...Array.from({ length: 5 }, () => empty),
    yuan(sums.goods),
    yuan(sums.refunded),
    empty,
    yuan(sums.earned),
    ...Array.from({ length: 3 }, () => empty),
  ]
  return { name: locale === 'en' ? 'Reconciliation' : '对账单', rows: [HEADS[locale].map(text), ...rows, foot] }
}
