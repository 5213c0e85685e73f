import type { PersonActor, StaffActor } from '../platform/actor.ts'
import { aCurator, type Incoming, route, staff, staffProvedAgain } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { csvOf, type Sheet, XLSX_TYPE, xlsxOf } from '../platform/sheet.ts'
import { idOf, PageQuery, page, strict } from '../platform/wire.ts'
import { closePeriod, settlePeriod } from './close-periods.ts'
import { CuratorSettlement, CuratorStatement, SettlementPeriod, SettlementPeriodDetail } from './contract-periods.ts'
import { foundPeriod, listCuratorSettlements, listPeriods, readCuratorSettlement, readPeriod } from './read-periods.ts'
import { curatorSheet } from './sheets.ts'

const ById = strict({ id: idOf('spr') })
const me = (actor: unknown) => (actor as PersonActor).personId

const adminRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/settlement-periods',
    audience: 'admin',
    who: staff('finance'),
    summary: 'Periods of settlement, newest first',
    query: strict(PageQuery),
    answer: page(SettlementPeriod),
    handle: (platform, { query }) => listPeriods(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/settlement-periods/:id',
    audience: 'admin',
    who: staff('finance'),
    summary: 'One period with what each curator and each supplier comes to',
    params: ById,
    answer: SettlementPeriodDetail,
    handle: (platform, { params }) => readPeriod(platform, parseId('spr', params.id)),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/settlement-periods/:id/close',
    audience: 'admin',
    who: staffProvedAgain('finance'),
    summary: 'Close a period that is over: everybody is settled, once; then nothing of it changes any more',
    params: ById,
    body: strict({}),
    moves: true,
    answer: SettlementPeriodDetail,
    handle: async (platform, { actor, params, once }) => {
      const id = parseId('spr', params.id)
      await once(0, (tx) => closePeriod(platform, tx, actor as StaffActor, id))
      // What waits here, for a day that is not closed yet, the worker goes on with.
      await settlePeriod(platform, await foundPeriod(platform, id))
      return readPeriod(platform, id)
    },
  }),
]

interface Asked extends Pick<Incoming, 'actor' | 'locale' | 'header'> {
  readonly params: { readonly id: string }
}

async function sheetOf(platform: Platform, asked: Asked, ending: string): Promise<Sheet> {
  const statement = await readCuratorSettlement(platform, me(asked.actor), parseId('spr', asked.params.id))
  asked.header('content-disposition', `attachment; filename="settlement-${statement.firstDay}.${ending}"`)
  return curatorSheet(statement, asked.locale)
}

const curatorRoutes = [
  route({
    method: 'GET',
    path: '/v1/curator/settlements',
    audience: 'curator',
    who: aCurator,
    summary: 'Her settlements, period by period, newest first',
    query: strict(PageQuery),
    answer: page(CuratorSettlement),
    handle: (platform, { actor, query }) => listCuratorSettlements(platform, me(actor), query),
  }),
  route({
    method: 'GET',
    path: '/v1/curator/settlements/:id',
    audience: 'curator',
    who: aCurator,
    summary: 'One period of hers with every journal behind it',
    params: ById,
    answer: CuratorStatement,
    handle: (platform, { actor, params }) => readCuratorSettlement(platform, me(actor), parseId('spr', params.id)),
  }),
  route({
    method: 'GET',
    path: '/v1/curator/settlements/:id/statement.csv',
    audience: 'curator',
    who: aCurator,
    summary: 'The same as CSV',
    params: ById,
    contentType: 'text/csv; charset=utf-8',
    handle: async (platform, request) => csvOf(await sheetOf(platform, request as Asked, 'csv')),
  }),
  route({
    method: 'GET',
    path: '/v1/curator/settlements/:id/statement.xlsx',
    audience: 'curator',
    who: aCurator,
    summary: 'The same as XLSX',
    params: ById,
    contentType: XLSX_TYPE,
    handle: async (platform, request) => xlsxOf(await sheetOf(platform, request as Asked, 'xlsx')),
  }),
]

export const periodRoutes = [...adminRoutes, ...curatorRoutes]
