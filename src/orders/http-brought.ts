import { createHash } from 'node:crypto'
import { curatorLinkIn } from '../attribution/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import { Batcher } from '../platform/batcher.ts'
import { isRefusal } from '../platform/errors.ts'
import { aCurator, anyone, aPerson, type Locale, route } from '../platform/http.ts'
import { hashInput } from '../platform/idempotency.ts'
import { cellOf, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, strict, Type, text } from '../platform/wire.ts'
import { type Bringing, type Brought, bringOrders } from './bring-orders.ts'
import { readPayToken } from './brought.ts'
import { Placed } from './contract.ts'
import { BringInput, BroughtList, BroughtOrder, PastedList, PayLink, ReadList, TakeInput } from './contract-brought.ts'
import { showPlaced } from './http-store.ts'
import { ownSale } from './living-list.ts'
import { openBroughtOf, readListFor, showBrought, showPayLink } from './show-brought.ts'
import { takeBrought } from './take-brought.ts'

const LOCK_TIMEOUT_MS = 500
const BRING = 'POST /v1/curator/sales/:id/orders/list'
const BySale = strict({ id: idOf('sal') })
const ByToken = strict({ token: text(64) })

const batchers = new WeakMap<Platform, Batcher<Bringing, Brought>>()

function broughtBatcher(platform: Platform): Batcher<Bringing, Brought> {
  let batcher = batchers.get(platform)
  if (!batcher) {
    batcher = new Batcher({
      name: 'brought',
      run: (list) => platform.db.inTransaction(platform, (tx) => bringOrders(platform, tx, list), LOCK_TIMEOUT_MS),
    })
    batchers.set(platform, batcher)
  }
  return batcher
}

export const broughtRoutes = [
  route({
    method: 'POST',
    path: '/v1/curator/sales/:id/orders/preview',
    audience: 'curator',
    who: aCurator,
    summary: 'How a pasted 接龙 reads, row by row; places nothing',
    params: BySale,
    body: PastedList,
    moves: false,
    answer: ReadList,
    handle: async (platform, { actor, params, body, locale }) =>
      readListFor(
        platform,
        await ownSale(platform, actor as PersonActor, parseId('sal', params.id)),
        body.text,
        locale,
      ),
  }),
  route({
    method: 'POST',
    path: '/v1/curator/sales/:id/orders/list',
    audience: 'curator',
    who: aCurator,
    summary: 'Bring a list of up to 40 orders; each row its own verdict, and a pay link for its person',
    params: BySale,
    body: BringInput,
    moves: true,
    isFull: (platform) => broughtBatcher(platform).isFull,
    answer: BroughtList,
    handle: async (platform, { actor, params, body, key, locale }) => {
      const curator = actor as PersonActor
      const sale = await ownSale(platform, curator, parseId('sal', params.id))
      const link = await curatorLinkIn(platform, sale, parseId('com', body.communityId))
      const verdicts = await Promise.allSettled(
        body.orders.map((row, index) =>
          broughtBatcher(platform).submit({
            actor: curator,
            link,
            row,
            claim: {
              actor: actorName(curator),
              route: BRING,
              cellId: cellOf(link.communityId),
              key: createHash('sha256').update(`${key}\n${index}`).digest('base64url'),
              inputHash: hashInput([params.id, body.communityId, row]),
            },
          }),
        ),
      )
      return { items: await present(platform, verdicts, locale) }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/sales/:id/orders/brought',
    audience: 'curator',
    who: aCurator,
    summary: 'Brought orders that wait for their person, with their pay links',
    params: BySale,
    answer: Type.Object({ items: Type.Array(BroughtOrder) }),
    handle: async (platform, { actor, params, locale }) => {
      const sale = await ownSale(platform, actor as PersonActor, parseId('sal', params.id))
      return { items: await openBroughtOf(platform, sale.id, locale) }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/store/pay-links/:token',
    audience: 'store',
    who: anyone,
    summary: 'The order behind a pay link',
    params: ByToken,
    answer: PayLink,
    handle: (platform, { actor, params, locale }) =>
      showPayLink(platform, actor, readPayToken(platform.keys, params.token), locale),
  }),
  route({
    method: 'POST',
    path: '/v1/store/pay-links/:token/take',
    audience: 'store',
    who: aPerson,
    summary: 'It is mine: take the order behind a pay link, to pay for it',
    params: ByToken,
    body: TakeInput,
    moves: true,
    answer: Placed,
    handle: async (platform, request) => {
      const { actor, params, body, once } = request
      const orderId = readPayToken(platform.keys, params.token)
      await once(cellOf(orderId), (tx) => takeBrought(platform, tx, actor as PersonActor, orderId, body))
      return showPlaced(platform, request, orderId)
    },
  }),
]

/** A refusal stands in its row's place; anything else failed for the whole list and is thrown on. */
async function present(platform: Platform, verdicts: readonly PromiseSettledResult<Brought>[], locale: Locale) {
  const failed = verdicts.find((one) => one.status === 'rejected' && !isRefusal(one.reason))
  if (failed?.status === 'rejected') throw failed.reason
  const ids = verdicts.flatMap((one) => (one.status === 'fulfilled' ? [one.value.orderId] : []))
  const shown = new Map((await showBrought(platform, ids, locale)).map((order, at) => [ids[at], order]))
  return verdicts.map((one) => {
    if (one.status === 'fulfilled') return { order: shown.get(one.value.orderId) ?? null, problem: null }
    const { refusal, facts } = one.reason
    const { code } = refusal
    return { order: null, problem: { code, title: locale === 'en' ? refusal.en : refusal.zh, facts: facts ?? {} } }
  })
}
