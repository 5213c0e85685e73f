import type { StaffActor } from '../platform/actor.ts'
import { type Incoming, route, staff, staffProvedAgain } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { csvOf, type Sheet, XLSX_TYPE, xlsxOf } from '../platform/sheet.ts'
import { idOf, PageQuery, page, strict, Type, text } from '../platform/wire.ts'
import { DeductionInput, SupplierPaymentInput, SupplierSettlement, SupplierStatement } from './contract-periods.ts'
import { approveSupplierPayment, paySupplier, rejectSupplierPayment } from './pay-suppliers.ts'
import { listSupplierSettlements, readSupplierStatement } from './read-suppliers.ts'
import { recordDeduction } from './settle-suppliers.ts'
import { supplierSheet } from './sheets.ts'
import { findSupplierPayment } from './sql-suppliers.ts'

const finance = staffProvedAgain('finance')
const ById = strict({ id: idOf('sst') })
const ByPayment = strict({ id: idOf('spy') })

interface Asked extends Pick<Incoming, 'locale' | 'header'> {
  readonly params: { readonly id: string }
}

async function sheetOf(platform: Platform, { params, locale, header }: Asked, ending: string): Promise<Sheet> {
  const statement = await readSupplierStatement(platform, parseId('sst', params.id), locale)
  header('content-disposition', `attachment; filename="supplier-${params.id}.${ending}"`)
  return supplierSheet(statement, locale)
}

async function statementOfPayment(platform: Platform, id: bigint, locale: Incoming['locale']) {
  const [payment] = await findSupplierPayment(platform.db, id)
  if (!payment) throw new Error('a payment that was just decided is gone')
  return readSupplierStatement(platform, payment.settlement_id, locale)
}

export const supplierRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/supplier-settlements',
    audience: 'admin',
    who: staff('finance'),
    summary: 'Statements of suppliers, newest first',
    query: strict({ ...PageQuery, supplierId: Type.Optional(idOf('sup')) }),
    answer: page(SupplierSettlement),
    handle: (platform, { query }) => listSupplierSettlements(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/supplier-settlements/:id',
    audience: 'admin',
    who: staff('finance'),
    summary: 'One statement: deliveries, deductions, payments',
    params: ById,
    answer: SupplierStatement,
    handle: (platform, { params, locale }) => readSupplierStatement(platform, parseId('sst', params.id), locale),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/supplier-settlements/:id/statement.csv',
    audience: 'admin',
    who: staff('finance'),
    summary: 'The same as CSV',
    params: ById,
    contentType: 'text/csv; charset=utf-8',
    handle: async (platform, request) => csvOf(await sheetOf(platform, request as Asked, 'csv')),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/supplier-settlements/:id/statement.xlsx',
    audience: 'admin',
    who: staff('finance'),
    summary: 'The same as XLSX',
    params: ById,
    contentType: XLSX_TYPE,
    handle: async (platform, request) => xlsxOf(await sheetOf(platform, request as Asked, 'xlsx')),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/suppliers/:id/deductions',
    audience: 'admin',
    who: finance,
    summary: 'Write down a claim or a fee that a supplier bears; the next settlement sets it off',
    params: strict({ id: idOf('sup') }),
    body: DeductionInput,
    moves: true,
    status: 201,
    answer: Type.Object({ id: idOf('ded') }),
    handle: async (platform, { actor, params, body, once }) => {
      const supplierId = parseId('sup', params.id)
      const { made } = await once(0, (tx) => recordDeduction(platform, tx, actor as StaffActor, supplierId, body))
      return { id: formatId('ded', made) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/supplier-settlements/:id/payments',
    audience: 'admin',
    who: finance,
    summary: 'Pay what is due by a statement; from the limit on a second person must agree',
    params: ById,
    body: SupplierPaymentInput,
    moves: true,
    status: 201,
    answer: SupplierStatement,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const id = parseId('sst', params.id)
      await once(0, (tx) => paySupplier(platform, tx, actor as StaffActor, id, body))
      return readSupplierStatement(platform, id, locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/supplier-payments/:id/approve',
    audience: 'admin',
    who: finance,
    summary: 'The second person agrees, and it is booked',
    params: ByPayment,
    body: strict({}),
    moves: true,
    answer: SupplierStatement,
    handle: async (platform, { actor, params, locale, once }) => {
      const id = parseId('spy', params.id)
      await once(0, (tx) => approveSupplierPayment(platform, tx, actor as StaffActor, id))
      return statementOfPayment(platform, id, locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/supplier-payments/:id/reject',
    audience: 'admin',
    who: finance,
    summary: 'It is not paid, with a reason; what it would have taken is due as before',
    params: ByPayment,
    body: strict({ reason: text(200, 4) }),
    moves: true,
    answer: SupplierStatement,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const id = parseId('spy', params.id)
      await once(0, (tx) => rejectSupplierPayment(tx, actor as StaffActor, id, body.reason))
      return statementOfPayment(platform, id, locale)
    },
  }),
]
