import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals } from './contract.ts'
import { missingForPublishing } from './dossier.ts'
import { offerAt } from './offer.ts'
import { periodOf } from './sellable.ts'
import * as sellable from './sellable-sql.ts'
import * as sql from './sql.ts'

/**
 * Puts a product on sale once its dossier answers for it. Publishing what is published changes nothing.
 * Refuses `dossier_incomplete` with `missing`.
 */
export async function publishProduct(tx: Tx, actor: Actor, productId: bigint): Promise<void> {
  await sql.bumpVersion(tx)
  const product = await findProduct(tx, productId)
  if (product.state === 'published') return
  const missing = await missingOf(tx, product, tx.at)
  if (missing.length > 0) throw new Refusal(refusals.dossier_incomplete, { missing })
  await sql.markPublished(tx, productId)
  await tell(tx, actor, productId, 'product.published')
}

/** Takes a product off sale, with a reason on record. Orders that were placed go on. Refuses `product_not_published`. */
export async function withdrawProduct(tx: Tx, actor: Actor, productId: bigint, reason: string): Promise<void> {
  await sql.bumpVersion(tx)
  const product = await findProduct(tx, productId)
  if (product.state !== 'published') throw new Refusal(refusals.product_not_published)
  await sql.markWithdrawn(tx, productId)
  await tell(tx, actor, productId, 'product.withdrawn', reason)
}

/** What publishing still asks for, by name. */
export async function missingOf(
  q: Queryable,
  product: Pick<sql.ProductRow, 'id' | 'return_class'>,
  at: Date,
): Promise<string[]> {
  const [facts, pictures, skus, periods] = await Promise.all([
    sellable.factsOfProduct(q, product.id),
    sellable.picturesOfProduct(q, product.id),
    sql.skusOfProduct(q, product.id),
    sql.offersOfProduct(q, product.id),
  ])
  const priced = skus.filter(
    (sku) => sku.state === 'active' && offerAt(periods.filter((one) => one.sku_id === sku.id).map(periodOf), at),
  )
  return missingForPublishing({
    returnClass: product.return_class,
    facts: new Set(facts.map((row) => row.fact)),
    pictures: pictures.length,
    skusWithOffer: priced.length,
  })
}

async function findProduct(tx: Tx, productId: bigint): Promise<sql.ProductRow> {
  const [product] = await sql.findProduct(tx, productId)
  if (!product) throw new Refusal(platformRefusals.not_found)
  return product
}

async function tell(
  tx: Tx,
  actor: Actor,
  productId: bigint,
  name: 'product.published' | 'product.withdrawn',
  reason?: string,
) {
  const subject = formatId('prd', productId)
  await recordActivity(tx, { actor, action: name, subject, ...(reason ? { reason } : {}) })
  tx.say({ name, cellId: 0, subject: productId, actor: actorName(actor), data: { productId: subject } })
}
