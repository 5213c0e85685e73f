import type { PersonActor } from '../platform/actor.ts'
import { aCurator, route } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, strict, Type, text } from '../platform/wire.ts'
import { ListRow, LivingList, Pickup, SaleTotals } from './contract.ts'
import {
  assertOwnSale,
  ownPickup,
  readLivingList,
  readPickup,
  readTotals,
  rowOf,
  streamLivingList,
} from './living-list.ts'
import { handOver } from './ship-orders.ts'
import { CuratorToday, readToday } from './today.ts'

const BySale = strict({ id: idOf('sal') })

export const curatorRoutes = [
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/orders',
    audience: 'curator',
    who: aCurator,
    summary: 'The living list (接龙) of a sale with its totals',
    params: BySale,
    answer: LivingList,
    handle: async (platform, { actor, params, locale }) => {
      const saleId = parseId('sal', params.id)
      await assertOwnSale(platform, actor as PersonActor, saleId)
      return readLivingList(platform, saleId, locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/totals',
    audience: 'curator',
    who: aCurator,
    summary: 'Orders, goods and 预计赚 of a sale: what is paid, and beside it what is not',
    params: BySale,
    answer: SaleTotals,
    handle: async (platform, { actor, params }) => {
      const saleId = parseId('sal', params.id)
      await assertOwnSale(platform, actor as PersonActor, saleId)
      return readTotals(platform, saleId)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/orders/live',
    audience: 'curator',
    who: aCurator,
    summary: 'Changes of the living list as they happen: event "order" with {row, totals}',
    params: BySale,
    live: streamLivingList,
  }),
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/pickups',
    audience: 'curator',
    who: aCurator,
    summary: 'Who has picked up and who has not',
    params: BySale,
    answer: Type.Object({ items: Type.Array(ListRow) }),
    handle: async (platform, { actor, params, locale }) => {
      const saleId = parseId('sal', params.id)
      await assertOwnSale(platform, actor as PersonActor, saleId)
      const { items } = await readLivingList(platform, saleId, locale)
      return {
        items: items.filter(
          (item) => item.delivery === 'pickup' && (item.state === 'paid' || item.state === 'received'),
        ),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/pickups/:code',
    audience: 'curator',
    who: aCurator,
    summary: 'The order behind a pick-up code, before it is handed over',
    params: strict({ code: text(40, 8) }),
    answer: Pickup,
    handle: (platform, { actor, params, locale }) => readPickup(platform, actor as PersonActor, params.code, locale),
  }),
  route({
    method: 'POST',
    path: '/v1/curator/handovers',
    audience: 'curator',
    who: aCurator,
    summary: 'Hand an order over at the pick-up point by its code',
    body: strict({ pickupCode: text(40, 8) }),
    moves: true,
    answer: ListRow,
    handle: async (platform, { actor, body, locale, once }) => {
      const { orderId, cellId, sale } = await ownPickup(platform, actor as PersonActor, body.pickupCode)
      await once(cellId, (tx) => handOver(platform, tx, actor, orderId))
      return rowOf(platform, sale.id, orderId, locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/today',
    audience: 'curator',
    who: aCurator,
    summary: 'What to do today, most valuable first, and the numbers under it',
    answer: CuratorToday,
    handle: (platform, { actor, locale }) => readToday(platform, actor as PersonActor, locale),
  }),
]
