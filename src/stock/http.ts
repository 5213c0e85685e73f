import {
  listProducts,
  type ProductOnSale,
  readProductPage,
  readWholeProduct,
  showAdminProduct,
  showCard,
  showProduct,
} from '../catalog/index.ts'
import { Refusal } from '../platform/errors.ts'
import { anyone, route, staff } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, PageQuery, page, platformRefusals, strict } from '../platform/wire.ts'
import {
  Lot,
  LotInput,
  Product,
  ProductCard,
  ProductQuery,
  ProductWithStock,
  StockQuery,
  StockRows,
  Warehouse,
  WarehouseInput,
  WriteOffInput,
} from './contract.ts'
import { listStock, listWarehouses, lotBalances, readLot, readWarehouse, unitsOf } from './read-stock.ts'
import { createWarehouse, receiveLot } from './receive-lot.ts'
import { leftOf } from './reserve-stock.ts'
import { writeOff } from './write-off.ts'

const LIMIT = 20

export const routes = [
  route({
    method: 'GET',
    path: '/v1/store/products',
    audience: 'store',
    who: anyone,
    summary: 'What is on sale, with both prices and what is left',
    query: ProductQuery,
    answer: page(ProductCard),
    handle: async (platform, { query, locale }) => {
      const filter = { ...query, limit: query.limit ?? LIMIT }
      const { items, nextCursor } = await listProducts(platform.db, filter, platform.clock.now())
      const left = await leftOfProducts(platform, items)
      const reader = { locale, currency: platform.config.currency }
      return { items: items.map((item) => showCard(reader, item, left)), nextCursor }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/store/products/:id',
    audience: 'store',
    who: anyone,
    summary: 'The page of a product: its story, its prices, what is left',
    params: strict({ id: idOf('prd') }),
    answer: Product,
    handle: async (platform, { params, locale }) => {
      const found = await readProductPage(platform.db, parseId('prd', params.id), platform.clock.now())
      if (!found) throw new Refusal(platformRefusals.not_found)
      const left = await leftOfProducts(platform, [found])
      return showProduct({ locale, currency: platform.config.currency }, found, left)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/products/:id',
    audience: 'admin',
    who: staff('scout', 'operator', 'service', 'finance'),
    summary: 'All that is known of a product: facts with history, prices, lots with their balances',
    params: strict({ id: idOf('prd') }),
    answer: ProductWithStock,
    handle: async (platform, { params, locale }) => {
      const whole = await readWholeProduct(platform.db, parseId('prd', params.id), platform.clock.now())
      const balances = await lotBalances(
        platform.db,
        whole.lots.map((lot) => lot.id),
      )
      const shown = showAdminProduct({ locale, currency: platform.config.currency }, whole)
      const lots = shown.lots.map((lot) => ({
        ...lot,
        balances: (balances.get(parseId('lot', lot.id)) ?? []).map((balance) => ({
          itemId: formatId('itm', balance.item_id),
          warehouseName: balance.warehouse_name,
          ...unitsOf(balance),
        })),
      }))
      return { ...shown, lots }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/skus/:id/lots',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Goods came in: the lot is written down and may be sold from now on',
    params: strict({ id: idOf('sku') }),
    body: LotInput,
    moves: true,
    status: 201,
    answer: Lot,
    handle: async (platform, { actor, params, body, once }) => {
      const { made } = await once(0, (tx) => receiveLot(platform, tx, actor, parseId('sku', params.id), body))
      return readLot(platform.db, platform.config.currency, made)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/lots/:id/write-offs',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Write spoiled or missing goods off a lot, with a reason on record',
    params: strict({ id: idOf('lot') }),
    body: WriteOffInput,
    moves: true,
    status: 201,
    answer: Lot,
    handle: async (platform, { actor, params, body, once }) => {
      const id = parseId('lot', params.id)
      await once(0, async (tx) => {
        await writeOff(platform, tx, actor, id, body)
        return id
      })
      return readLot(platform.db, platform.config.currency, id)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/warehouses',
    audience: 'admin',
    who: staff('scout', 'operator', 'service', 'finance'),
    summary: 'Warehouses, newest first',
    query: strict(PageQuery),
    answer: page(Warehouse),
    handle: async (platform, { query }) => {
      const limit = query.limit ?? LIMIT
      const rows = await listWarehouses(platform.db, query.cursor ? parseId('whs', query.cursor) : NEWEST, limit + 1)
      return pageOf(rows.map(showWarehouse), limit, (last) => last.id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/warehouses',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Open a warehouse',
    body: WarehouseInput,
    moves: true,
    status: 201,
    answer: Warehouse,
    handle: async (platform, { actor, body, once }) => {
      const { made } = await once(0, (tx) => createWarehouse(platform, tx, actor, body))
      const row = await readWarehouse(platform.db, made)
      return row && showWarehouse(row)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/stock',
    audience: 'admin',
    who: staff('scout', 'operator', 'service', 'finance'),
    summary: 'What is there of every SKU in every warehouse',
    query: StockQuery,
    answer: StockRows,
    handle: async (platform, { query }) => {
      const limit = query.limit ?? LIMIT
      const before = query.cursor ? parseId('itm', query.cursor) : NEWEST
      const items = await listStock(platform.db, { before, limit: limit + 1, search: query.search ?? '' })
      return pageOf(items, limit, (last) => last.itemId)
    },
  }),
]

const leftOfProducts = (platform: Platform, items: readonly ProductOnSale[]) =>
  leftOf(
    platform.db,
    items.flatMap((item) => item.skus.map((sku) => sku.skuId)),
  )

const showWarehouse = (row: { id: bigint; name: string; created_at: Date }) => ({
  id: formatId('whs', row.id),
  name: row.name,
  createdAt: row.created_at.toISOString(),
})
