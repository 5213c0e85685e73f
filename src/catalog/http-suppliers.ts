import { route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import { PageQuery, page, strict } from '../platform/wire.ts'
import { FreightTemplate, FreightTemplateInput, Supplier, SupplierInput } from './contract.ts'
import { createFreightTemplate, createSupplier } from './keep-suppliers.ts'
import { showFreightTemplate, showSupplier } from './present-admin.ts'
import { listFreightTemplates, listSuppliers, readFreightTemplate, readSupplier } from './read-admin-products.ts'

const LIMIT = 20

export const supplierRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/suppliers',
    audience: 'admin',
    who: staff('scout', 'operator', 'service', 'finance'),
    summary: 'Growers and suppliers, newest first',
    query: strict(PageQuery),
    answer: page(Supplier),
    handle: async (platform, { query }) => {
      const limit = query.limit ?? LIMIT
      const rows = await listSuppliers(platform.db, query.cursor ? parseId('sup', query.cursor) : NEWEST, limit + 1)
      return pageOf(rows.map(showSupplier), limit, (last) => last.id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/suppliers',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Take a grower or supplier into the books',
    body: SupplierInput,
    moves: true,
    status: 201,
    answer: Supplier,
    handle: async (platform, { actor, body, once }) => {
      const { made } = await once(0, (tx) => createSupplier(platform, tx, actor, body))
      const row = await readSupplier(platform.db, made)
      return row && showSupplier(row)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/freight-templates',
    audience: 'admin',
    who: staff('scout', 'operator', 'service', 'finance'),
    summary: 'Freight templates, newest first',
    query: strict(PageQuery),
    answer: page(FreightTemplate),
    handle: async (platform, { query }) => {
      const limit = query.limit ?? LIMIT
      const rows = await listFreightTemplates(
        platform.db,
        query.cursor ? parseId('frt', query.cursor) : NEWEST,
        limit + 1,
      )
      const items = rows.map((row) => showFreightTemplate(platform.config.currency, row))
      return pageOf(items, limit, (last) => last.id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/freight-templates',
    audience: 'admin',
    who: staff('operator'),
    summary: 'A fee per order, and from how much of goods on it is not charged',
    body: FreightTemplateInput,
    moves: true,
    status: 201,
    answer: FreightTemplate,
    handle: async (platform, { actor, body, once }) => {
      const { made } = await once(0, (tx) => createFreightTemplate(platform, tx, actor, body))
      const row = await readFreightTemplate(platform.db, made)
      return row && showFreightTemplate(platform.config.currency, row)
    },
  }),
]
