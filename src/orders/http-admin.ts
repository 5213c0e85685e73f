import { addressOf, recordActivity } from '../people/index.ts'
import { isRefusal, Refusal } from '../platform/errors.ts'
import { route, staff, staffProvedAgain } from '../platform/http.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import { problemOf } from '../platform/problem.ts'
import { idOf, oneOf, orNull, PageQuery, page, platformRefusals, strict, Type, text } from '../platform/wire.ts'
import { AdminSale, AdminSaleRow, AdminSalesQuery } from '../sales/index.ts'
import { cancelOrder, closeAtProvider } from './cancel-orders.ts'
import { AdminOrder, AdminOrderRow, AdminToday, OrderShape, orderStates } from './contract.ts'
import { readPickupCode } from './pickup-code.ts'
import { adminOrder, found, listOrders, readAdminToday } from './read-admin.ts'
import { listSales, saleForAdmin } from './read-admin-sales.ts'
import { handOver, shipOrder } from './ship-orders.ts'
import { showOrder } from './show-order.ts'

const ById = strict({ id: idOf('ord') })
const ShipInput = { carrier: text(40), trackingNo: Type.String({ pattern: '^[A-Za-z0-9-]{4,40}$' }) }
const operators = staff('operator', 'service')

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/orders',
    audience: 'admin',
    who: staff('operator', 'service', 'finance'),
    summary: 'Orders, newest first; search takes an order id, a phone number, or the start of a nickname',
    query: strict({
      ...PageQuery,
      state: Type.Optional(oneOf(...orderStates)),
      delivery: Type.Optional(oneOf('parcel', 'pickup')),
      saleId: Type.Optional(idOf('sal')),
      communityId: Type.Optional(idOf('com')),
      buyerId: Type.Optional(idOf('per')),
      search: Type.Optional(text(60)),
    }),
    answer: page(AdminOrderRow),
    handle: (platform, { query, locale }) => listOrders(platform, query, locale),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/orders/:id',
    audience: 'admin',
    who: staff('operator', 'service', 'finance'),
    summary: 'An order with its evidence: attribution, payment, refunds, journals',
    params: ById,
    answer: AdminOrder,
    handle: async (platform, { params, locale }) => adminOrder(platform, await found(platform, params.id), locale),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/orders/:id/ship',
    audience: 'admin',
    who: operators,
    summary: 'Pack and ship: lots first expired first, parcel with tracking number',
    params: ById,
    body: strict(ShipInput),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const order = await found(platform, params.id)
      await once(order.cell_id, (tx) => shipOrder(platform, tx, actor, { orderId: order.id, ...body }))
      return showOrder(platform, await found(platform, params.id), locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/orders/ship-many',
    audience: 'admin',
    who: operators,
    summary: 'Ship up to 100 orders; each has its own verdict, one mistake loses none',
    body: strict({ items: Type.Array(strict({ orderId: idOf('ord'), ...ShipInput }), { minItems: 1, maxItems: 100 }) }),
    moves: true,
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          orderId: idOf('ord'),
          ok: Type.Boolean(),
          code: orNull(Type.String()),
          title: orNull(Type.String()),
        }),
      ),
    }),
    handle: async (platform, { actor, body, locale }) => ({
      items: await Promise.all(
        body.items.map(async ({ orderId, carrier, trackingNo }) => {
          try {
            await platform.db.inTransaction(platform, (tx) =>
              shipOrder(platform, tx, actor, { orderId: parseId('ord', orderId), carrier, trackingNo }),
            )
            return { orderId, ok: true, code: null, title: null }
          } catch (error) {
            if (!isRefusal(error)) throw error
            return { orderId, ok: false, code: error.refusal.code, title: problemOf(error.refusal, locale, '').title }
          }
        }),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/handovers',
    audience: 'admin',
    who: operators,
    summary: 'Hand an order over at a pick-up point by its code',
    body: strict({ pickupCode: text(40, 8) }),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, body, locale, once }) => {
      const order = await found(platform, formatId('ord', readPickupCode(platform.keys, body.pickupCode)))
      await once(order.cell_id, (tx) => handOver(platform, tx, actor, order.id))
      return showOrder(platform, await found(platform, formatId('ord', order.id)), locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/orders/:id/cancel',
    audience: 'admin',
    // What was paid goes back: money asks for a fresh proof.
    who: staffProvedAgain('operator', 'service'),
    summary: 'Cancel for the shopper, with a reason on record',
    params: ById,
    body: strict({ reason: text(80) }),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const order = await found(platform, params.id)
      const { replayed } = await once(order.cell_id, (tx) => cancelOrder(platform, tx, actor, order.id, body.reason))
      if (!replayed) await closeAtProvider(platform, order.id)
      return showOrder(platform, await found(platform, params.id), locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/orders/:id/address',
    audience: 'admin',
    who: operators,
    summary: 'The whole address for the label; the look is on record',
    params: ById,
    answer: Type.Object({
      recipient: Type.String(),
      phone: Type.String(),
      region: Type.String(),
      street: Type.String(),
    }),
    handle: async (platform, { actor, params }) => {
      const order = await found(platform, params.id)
      if (order.address_id === null) throw new Refusal(platformRefusals.not_found)
      await platform.db.inTransaction(platform, (tx) =>
        recordActivity(tx, { actor, action: 'order.look_at_address', subject: params.id }),
      )
      const { recipient, phone, region, street } = await addressOf(
        platform,
        platform.db,
        order.buyer_person_id as Id<'per'>,
        order.address_id as Id<'adr'>,
      )
      return { recipient, phone, region, street }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/today',
    audience: 'admin',
    who: staff('operator', 'service', 'finance', 'scout'),
    summary: 'What waits for the platform team, and seven days of sales',
    answer: AdminToday,
    handle: (platform) => readAdminToday(platform),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/sales',
    audience: 'admin',
    who: staff('operator', 'service', 'finance'),
    summary:
      'Sales of all curators with what came of them, newest first; search takes a sale’s id or a part of its title',
    query: AdminSalesQuery,
    answer: page(AdminSaleRow),
    handle: (platform, { query, locale }) => listSales(platform, query, locale),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/sales/:id',
    audience: 'admin',
    who: staff('operator', 'service', 'finance'),
    summary: 'One sale with its goods and what came of it',
    params: strict({ id: idOf('sal') }),
    answer: AdminSale,
    handle: (platform, { params, locale }) => saleForAdmin(platform, parseId('sal', params.id), locale),
  }),
]
