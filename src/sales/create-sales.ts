import { readSkus } from '../catalog/index.ts'
import { communitiesByIds, mayCurate, membersOf, pairKey, pickupPointsByIds } from '../communities/index.ts'
import { curatorsByIds, whyNotSelling } from '../curators/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, cellOf, formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals, type SaleInput } from './contract.ts'
import { readTime } from './read-time.ts'
import { assertWindow, MAX_OPEN_SALES, nextSecond, type Sale, saleState } from './sale.ts'
import * as sql from './sql.ts'

/** What one person may have of a SKU in a flash sale where its curator says nothing else. */
const FLASH_PER_PERSON = 1

/**
 * Opens a sale, now or later. Refuses `not_a_curator`, `curator_resting`, `not_found` for a community where she may not
 * sell, `community_sells_nothing`, `sku_not_for_sale` (facts: skuIds), `pickup_point_needed`, `pickup_point_not_here`,
 * `too_many_open_sales`, and a window that cannot be kept (see `assertWindow`).
 */
export async function createSale(platform: Platform, tx: Tx, actor: PersonActor, input: SaleInput): Promise<Sale> {
  const curator = (await curatorsByIds(tx, [actor.personId])).get(actor.personId)
  const refusal = whyNotSelling(curator)
  if (refusal) throw refusal
  const communityIds = input.communityIds.map((id) => parseId('com', id))
  await assertHerCommunities(tx, actor, communityIds)
  const pickupPointId = await choosePickupPoint(tx, input, communityIds)
  const kind = input.kind ?? 'ordinary'
  const soonest = kind === 'flash' ? nextSecond(tx.at) : tx.at
  const opensAt = laterOf(soonest, input.opensAt === undefined ? tx.at : readTime(input.opensAt))
  const window = { kind, opensAt, cutsOffAt: readTime(input.cutsOffAt), arrivesOn: input.arrivesOn }
  assertWindow(window, tx.at, platform.config.timeZone)
  const skus = await chooseSkus(tx, input)
  const [open] = await sql.countUnended(tx, actor.personId, tx.at)
  if ((open?.n ?? 0) >= MAX_OPEN_SALES) throw new Refusal(refusals.too_many_open_sales)
  const sale: Sale = {
    id: platform.ids.next<'sal'>(cellByHash(actor.personId)),
    curatorPersonId: actor.personId,
    title: input.title?.trim() ?? skus.firstName,
    word: input.word ?? '',
    ...window,
    delivery: input.delivery,
    pickupPointId,
    stoppedAt: null,
    version: 1,
    state: saleState({ ...window, stoppedAt: null }, tx.at),
    skus: skus.chosen,
    communityIds,
  }
  await sql.insertSale(tx, sale)
  await sql.insertSkus(tx, sale)
  await sql.insertCommunities(tx, sale)
  saySale(tx, actor, 'sale.created', sale)
  return sale
}

export function saySale(
  tx: Tx,
  actor: PersonActor,
  name: 'sale.created' | 'sale.changed' | 'sale.stopped',
  sale: Sale,
): void {
  const data = {
    curatorPersonId: formatId('per', sale.curatorPersonId),
    communityIds: sale.communityIds.map((id) => formatId('com', id)),
  }
  tx.say({ name, cellId: cellOf(sale.id), subject: sale.id, actor: actorName(actor), data })
}

/** Each must be one where she is owner or curator, open, and made for selling. */
async function assertHerCommunities(tx: Tx, actor: PersonActor, ids: readonly Id<'com'>[]): Promise<void> {
  const communities = await communitiesByIds(tx, ids)
  const pairs = ids.map((communityId) => ({ communityId, personId: actor.personId }))
  const members = await membersOf(tx, pairs)
  for (const id of ids) {
    const community = communities.get(id)
    if (!community || !mayCurate(members.get(pairKey(id, actor.personId))))
      throw new Refusal(platformRefusals.not_found, { communityId: formatId('com', id) })
    if (!community.maySell || community.state === 'closed')
      throw new Refusal(refusals.community_sells_nothing, { communityId: formatId('com', id) })
  }
}

async function choosePickupPoint(
  tx: Tx,
  input: SaleInput,
  communityIds: readonly Id<'com'>[],
): Promise<Id<'pkp'> | null> {
  if (input.delivery === 'parcel') {
    if (input.pickupPointId !== undefined) throw new Refusal(platformRefusals.invalid_request)
    return null
  }
  if (input.pickupPointId === undefined) throw new Refusal(refusals.pickup_point_needed)
  const id = parseId('pkp', input.pickupPointId)
  const point = (await pickupPointsByIds(tx, [id])).get(id)
  if (!point || point.isClosed || !communityIds.includes(point.communityId))
    throw new Refusal(refusals.pickup_point_not_here)
  return id
}

/** Only what is published and has a price now. Each SKU once. */
async function chooseSkus(tx: Tx, input: SaleInput) {
  const usual = input.kind === 'flash' ? FLASH_PER_PERSON : null
  const chosen = input.skus.map((sku) => ({ skuId: parseId('sku', sku.skuId), perPerson: sku.perPerson ?? usual }))
  const ids = chosen.map((sku) => sku.skuId)
  if (new Set(ids).size < ids.length) throw new Refusal(platformRefusals.invalid_request)
  const known = await readSkus(tx, ids, tx.at)
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length > 0)
    throw new Refusal(refusals.sku_not_for_sale, { skuIds: missing.map((id) => formatId('sku', id)) })
  return { chosen, firstName: known.get(ids[0] as bigint)?.productNameZh ?? '' }
}

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b)
