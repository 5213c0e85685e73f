import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import {
  type AdminSalesQuery,
  type Reader,
  readSales,
  type Sale,
  salesForAdmin,
  showSaleRows,
  showSalesToShoppers,
  whoseSales,
} from '../sales/index.ts'
import * as sql from './sql-admin.ts'

/** Sales for the staff, newest first, each with what came of it. */
export async function listSales(platform: Platform, query: AdminSalesQuery, locale: Locale) {
  const page = await salesForAdmin(platform, query)
  return { ...page, items: await showRows(platform, page.items, readerOf(platform, locale)) }
}

/** One sale with its goods. Refuses `not_found`. */
export async function saleForAdmin(platform: Platform, id: bigint, locale: Locale) {
  const reader = readerOf(platform, locale)
  const sale = (await readSales(platform.db, [id], reader.at)).get(id)
  if (!sale) throw new Refusal(platformRefusals.not_found)
  const [[row], shown] = await Promise.all([
    showRows(platform, [sale], reader),
    showSalesToShoppers(platform.db, [sale], reader),
  ])
  return { ...row, skus: shown.get(id)?.skus ?? [] }
}

async function showRows(platform: Platform, sales: readonly Sale[], reader: Reader) {
  const ids = sales.map((sale) => sale.id as bigint)
  const [rows, whose, totals] = await Promise.all([
    showSaleRows(platform.db, sales, reader),
    whoseSales(platform, sales),
    sql.totalsOfSales(platform.db, ids),
  ])
  const totalsById = new Map(totals.map((row) => [row.sale_id, row]))
  return rows.map((row, index) => {
    const id = ids[index] as bigint
    const counted = totalsById.get(id)
    return {
      ...row,
      curator: whose.get(id)?.curator,
      communities: whose.get(id)?.communities,
      totals: {
        orders: counted?.orders ?? 0,
        paidOrders: counted?.paid_orders ?? 0,
        units: counted?.units ?? 0,
        goods: { amount: counted?.goods_fen ?? 0, currency: reader.currency },
      },
    }
  })
}

const readerOf = (platform: Platform, locale: Locale): Reader => ({
  locale,
  currency: platform.config.currency,
  at: platform.clock.now(),
})
