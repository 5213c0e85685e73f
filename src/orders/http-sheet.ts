import type { PersonActor } from '../platform/actor.ts'
import { aCurator, type Incoming, route } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { csvOf, type Sheet, XLSX_TYPE, xlsxOf } from '../platform/sheet.ts'
import { idOf, strict, Type } from '../platform/wire.ts'
import { assertOwnSale } from './living-list.ts'
import { reconciliationSheet } from './reconciliation.ts'

const BySale = strict({ id: idOf('sal') })
const ByPoint = strict({ pickupPointId: Type.Optional(idOf('pkp')) })

interface Asked extends Pick<Incoming, 'actor' | 'locale' | 'header'> {
  readonly params: { readonly id: string }
  readonly query: { readonly pickupPointId?: string }
}

async function sheetOf(
  platform: Platform,
  { actor, params, query, locale, header }: Asked,
  ending: string,
): Promise<Sheet> {
  const saleId = parseId('sal', params.id)
  await assertOwnSale(platform, actor as PersonActor, saleId)
  header('content-disposition', `attachment; filename="${params.id}.${ending}"`)
  const point = query.pickupPointId === undefined ? null : parseId('pkp', query.pickupPointId)
  return reconciliationSheet(platform, saleId, point, locale)
}

/** What she checks against her wallet, as a file. */
export const sheetRoutes = [
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/reconciliation.csv',
    audience: 'curator',
    who: aCurator,
    summary: 'Every paid line of a sale with what it earned, as CSV; of one pick-up point, or all',
    params: BySale,
    query: ByPoint,
    contentType: 'text/csv; charset=utf-8',
    handle: async (platform, request) => csvOf(await sheetOf(platform, request as Asked, 'csv')),
  }),
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/reconciliation.xlsx',
    audience: 'curator',
    who: aCurator,
    summary: 'Every paid line of a sale with what it earned, as XLSX; of one pick-up point, or all',
    params: BySale,
    query: ByPoint,
    contentType: XLSX_TYPE,
    handle: async (platform, request) => xlsxOf(await sheetOf(platform, request as Asked, 'xlsx')),
  }),
]
