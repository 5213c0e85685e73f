/**
 * Orders: quote → order → parcel → received.
 *
 * Words: an order has lines; what it costs, who earns on it and through whom it came are frozen when it is placed. A
 * *parcel* carries lots; a *hand-over* is at a pick-up point by a signed code. The *living list* (接龙) is what the
 * curator sees.
 * Invariants: never oversold (stock decides) · the client's prices are never looked at · one payment, one journal · an
 * order ends once, and what it held goes back with it · intents are locked before orders.
 * Says: order.placed, order.paid, order.cancelled, order.expired, order.shipped, order.received, order.refunded.
 */
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { expireOrders } from './expire-orders.ts'
import { exportOrders } from './export-orders.ts'
import { followDoor } from './follow-door.ts'
import { adminRoutes } from './http-admin.ts'
import { curatorRoutes } from './http-curator.ts'
import { refundRoutes } from './http-refunds.ts'
import { sheetRoutes } from './http-sheet.ts'
import { storeRoutes } from './http-store.ts'
import { wordsRoutes } from './http-words.ts'
import { receiveForgotten } from './receive-orders.ts'

export { type OrderFacts, orderFacts, paidOrdersOfSales } from './order-facts.ts'
export { orderOutcomes } from './take-outcomes.ts'

export const room: Room = {
  name: 'orders',
  refusals,
  routes: [...storeRoutes, ...wordsRoutes, ...curatorRoutes, ...adminRoutes, ...refundRoutes, ...sheetRoutes],
  checks,
  subscriptions: [followDoor],
  schedules: [
    { name: 'orders.expire', everyMs: 2_000, run: expireOrders },
    { name: 'orders.receive', everyMs: 60_000, run: receiveForgotten },
  ],
  exportPerson: exportOrders,
}
