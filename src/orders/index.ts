/**
 * Orders: quote → order → parcel → received.
 *
 * Words: an order has lines; what it costs, who earns on it and through whom it came are frozen when it is placed. A
 * *parcel* carries lots; a *hand-over* is at a pick-up point by a signed code. The *living list* (接龙) is what the
 * curator sees; a *brought* order is one that she wrote down for somebody (代下), who takes it by its *pay link*.
 * Invariants: never oversold (stock decides) · the client's prices are never looked at · one payment, one journal · an
 * order ends once, and what it held goes back with it · intents are locked before orders ·
 * nobody's order waits half an hour at most, forty of a curator and community at once, and becomes hers who takes it first.
 * Says: order.brought, order.placed, order.paid, order.cancelled, order.expired, order.shipped, order.received, order.refunded.
 */
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { broughtRefusals } from './contract-brought.ts'
import { expireOrders } from './expire-orders.ts'
import { eraseNicknames, exportOrders } from './export-orders.ts'
import { followDoor } from './follow-door.ts'
import { adminRoutes } from './http-admin.ts'
import { broughtRoutes } from './http-brought.ts'
import { curatorRoutes } from './http-curator.ts'
import { refundRoutes } from './http-refunds.ts'
import { sheetRoutes } from './http-sheet.ts'
import { storeRoutes } from './http-store.ts'
import { wordsRoutes } from './http-words.ts'
import { receiveForgotten } from './receive-orders.ts'

export { costOfGoods, payableTo } from './accounts.ts'
export { type OrderFacts, orderFacts, paidOrdersOfSales } from './order-facts.ts'
export { rememberOpenSales } from './remember-sales.ts'
export { type SupplyRow, suppliesOf, supplySums } from './sql-supplies.ts'
export { orderOutcomes } from './take-outcomes.ts'

export const room: Room = {
  name: 'orders',
  refusals: { ...refusals, ...broughtRefusals },
  routes: [
    ...storeRoutes,
    ...wordsRoutes,
    ...broughtRoutes,
    ...curatorRoutes,
    ...adminRoutes,
    ...refundRoutes,
    ...sheetRoutes,
  ],
  checks,
  subscriptions: [followDoor],
  schedules: [
    { name: 'orders.expire', everyMs: 2_000, run: expireOrders },
    { name: 'orders.receive', everyMs: 60_000, run: receiveForgotten },
  ],
  exportPerson: exportOrders,
  erasePerson: eraseNicknames,
}
