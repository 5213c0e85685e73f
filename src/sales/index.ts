/**
 * Sales (团): a timed offering of some SKUs in one or more communities, with a cut-off (截单) and a promised arrival.
 *
 * Words: *planned*, *open* and *ended* follow from the window and the clock; *stopped* is the curator's own act. Limits per
 * person (每人限购) count per sale and community. One sale in several communities is one sale with one total.
 * Invariants: a sale takes orders from its opening until just before its cut-off, and none once stopped · counts stay
 * within the limit, however many orders come at once · in a flash sale a payer account pays for one person · a sale that is not yours answers like one that does not exist.
 * Links to a sale are attribution's; totals of a sale are orders', GET /v1/curator/sales/{id}/totals.
 * Says: sale.created/changed/stopped.
 */
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import { schedules } from './jobs.ts'

export { changeSale, stopSale } from './change-sales.ts'
export { ordersOfSecondPersons, type PaidInSale } from './claim-payers.ts'
export { AdminSale, AdminSaleRow, AdminSalesQuery, refusals } from './contract.ts'
export {
  countIn,
  givePersonCounts,
  keepPersonCounts,
  lockPersonCounts,
  type PersonGive,
  whyOverLimit,
} from './count-persons.ts'
export { createSale } from './create-sales.ts'
export type { OrderedSale } from './ordered-sale.ts'
export { saleIdsOfCommunity, salesForAdmin, whoseSales } from './read-admin.ts'
export {
  openSaleCount,
  openSalesIn,
  openSalesOf,
  readSales,
  type SalesQuery,
  saleOfCurator,
  salesOfCurator,
} from './read-sales.ts'
export { type Sale, type SaleSku, whyNoOrders } from './sale.ts'
export { rememberSales, salesForOrders } from './sales-for-orders.ts'
export { type Reader, showSaleRows, showSalesToCurator, showSalesToShoppers } from './show-sales.ts'

export const room: Room = { name: 'sales', refusals, routes, checks, schedules }
