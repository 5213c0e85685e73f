import { findIntents } from '../payments/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import { Batcher } from '../platform/batcher.ts'
import { anyone, aPerson, type Incoming, route } from '../platform/http.ts'
import { hashInput } from '../platform/idempotency.ts'
import { cellByHash, formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, oneOf, PageQuery, strict, Type, text } from '../platform/wire.ts'
import { cancelOrder, closeAtProvider } from './cancel-orders.ts'
import { OrderPage, OrderShape, orderStates, Placed, PlaceInput, Quote, QuoteInput } from './contract.ts'
import type { PlacedOrder, Placing } from './place-orders.ts'
import { placeTogether } from './place-together.ts'
import { quote } from './quote.ts'
import { confirmReceipt } from './receive-orders.ts'
import { listOwnOrders, ownOrder, showOrder } from './show-order.ts'
import { writeMade } from './show-placed.ts'

const PLACE = 'POST /v1/store/orders'
const ById = strict({ id: idOf('ord') })

/**
 * Eight lists of 128: at 2,000 orders a second the last of them waits half a second. Who comes beyond them is told to come
 * again, so that those who wait are served within a second.
 */
export const MOST_WAITING_ORDERS = 1_024

const batchers = new WeakMap<Platform, Batcher<Placing, PlacedOrder>>()

/** One batcher a process: what concurrent requests bring goes through placeOrders together. */
export function orderBatcher(platform: Platform): Batcher<Placing, PlacedOrder> {
  let batcher = batchers.get(platform)
  if (!batcher) {
    batcher = new Batcher({
      name: 'orders',
      maxWaiting: MOST_WAITING_ORDERS,
      run: (placings) => placeTogether(platform, placings),
    })
    batchers.set(platform, batcher)
  }
  return batcher
}

const owners = new WeakMap<PersonActor, { readonly actor: string; readonly cellId: number }>()

/** A key belongs to the person, whatever community the order goes to: her own cell keeps it. */
function ownerOf(actor: PersonActor) {
  let owner = owners.get(actor)
  if (!owner) {
    owner = { actor: actorName(actor), cellId: cellByHash(actor.personId) }
    owners.set(actor, owner)
  }
  return owner
}

export const storeRoutes = [
  route({
    method: 'POST',
    path: '/v1/store/quotes',
    audience: 'store',
    who: anyone,
    summary: 'What an order would cost now, and what stands in its way',
    body: QuoteInput,
    moves: false,
    answer: Quote,
    handle: (platform, { actor, body, locale }) => quote(platform, actor, body, locale),
  }),
  route({
    method: 'POST',
    path: '/v1/store/orders',
    audience: 'store',
    who: aPerson,
    summary: 'Place an order; the total must equal expectedTotal',
    body: PlaceInput,
    moves: true,
    isFull: (platform) => orderBatcher(platform).isFull,
    status: 201,
    answer: Placed,
    handle: async (platform, request) => {
      const actor = request.actor as PersonActor
      const { actor: name, cellId } = ownerOf(actor)
      const claim = { actor: name, route: PLACE, cellId, key: request.key, inputHash: hashInput(request.body) }
      const placed = await orderBatcher(platform).submit({ actor, claim, input: request.body })
      if (placed.replayed) request.markReplayed()
      return placed.replayed
        ? showPlaced(platform, request, placed.orderId)
        : writeMade(platform, placed.made, request.locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/store/orders',
    audience: 'store',
    who: aPerson,
    summary: 'My orders, newest first',
    query: strict({ ...PageQuery, state: Type.Optional(oneOf(...orderStates)) }),
    answer: OrderPage,
    handle: (platform, { actor, query, locale }) => listOwnOrders(platform, actor as PersonActor, query, locale),
  }),
  route({
    method: 'GET',
    path: '/v1/store/orders/:id',
    audience: 'store',
    who: aPerson,
    summary: 'One order of mine',
    params: ById,
    answer: OrderShape,
    handle: async (platform, { actor, params, locale }) =>
      showOrder(platform, await ownOrder(platform, actor as PersonActor, parseId('ord', params.id)), locale),
  }),
  route({
    method: 'POST',
    path: '/v1/store/orders/:id/cancel',
    audience: 'store',
    who: aPerson,
    summary: 'Cancel before it is shipped; what was paid goes back through the provider',
    params: ById,
    body: strict({ reason: Type.Optional(text(80)) }),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const order = await ownOrder(platform, actor as PersonActor, parseId('ord', params.id))
      const { replayed } = await once(order.cell_id, (tx) =>
        cancelOrder(platform, tx, actor, order.id, body.reason ?? '买家取消'),
      )
      if (!replayed) await closeAtProvider(platform, order.id)
      return showOrder(platform, await ownOrder(platform, actor as PersonActor, order.id), locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/store/orders/:id/confirm-receipt',
    audience: 'store',
    who: aPerson,
    summary: 'It arrived',
    params: ById,
    body: strict({}),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, params, locale, once }) => {
      const order = await ownOrder(platform, actor as PersonActor, parseId('ord', params.id))
      await once(order.cell_id, (tx) => confirmReceipt(platform, tx, actor as PersonActor, order.id))
      return showOrder(platform, await ownOrder(platform, actor as PersonActor, order.id), locale)
    },
  }),
]

/** The answer to a key that has made its order before: the order as it stands now. */
export async function showPlaced(platform: Platform, request: Pick<Incoming, 'actor' | 'locale'>, orderId: bigint) {
  const order = await ownOrder(platform, request.actor as PersonActor, orderId)
  const [shown, intents] = await Promise.all([
    showOrder(platform, order, request.locale),
    findIntents(platform.db, [order.intent_id]),
  ])
  const intent = intents[0]
  return {
    order: shown,
    payment: {
      id: formatId('pay', order.intent_id),
      amount: { amount: order.total_fen, currency: platform.config.currency },
      state: intent?.state ?? 'created',
      expiresAt: order.expires_at.toISOString(),
    },
  }
}
