import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import { dateIn } from '../platform/clock.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals, type Static } from '../platform/wire.ts'
import { type TaxRateInput, taxRefusals } from './contract-tax.ts'
import { findSku } from './sql.ts'
import * as sql from './sql-tax.ts'
import { taxRateFor } from './tax-rate.ts'

/**
 * Sets a rate of output tax from a day on. What was received before keeps what it was counted with. Refuses
 * `tax_rate_of_the_past`, `not_found` for a SKU that is not there, `invalid_request` for a SKU and a category together.
 */
export async function setTaxRate(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  input: Static<typeof TaxRateInput>,
): Promise<Id<'txr'>> {
  if (input.skuId !== undefined && input.category !== undefined)
    throw new Refusal(platformRefusals.invalid_request, { field: 'category' })
  if (input.fromDay < dateIn(platform.config.timeZone, tx.at)) throw new Refusal(taxRefusals.tax_rate_of_the_past)
  const skuId = input.skuId === undefined ? null : parseId('sku', input.skuId)
  if (skuId !== null && (await findSku(tx, skuId)).length === 0) throw new Refusal(platformRefusals.not_found)
  const id = platform.ids.next<'txr'>(0)
  await sql.insertTaxRate(tx, {
    ...{ id, sku_id: skuId, category: input.category ?? null, rate_bps: input.rateBps },
    ...{ from_day: input.fromDay, note: input.note, set_by: actorName(actor) },
  })
  await recordActivity(tx, {
    actor,
    action: 'tax_rate.set',
    subject: formatId('txr', id),
    reason: input.note,
    facts: { rateBps: input.rateBps, category: input.category ?? null, skuId: input.skuId ?? null },
  })
  return id
}

/** The rate that counts for each of these SKUs on a day. Throws when none does: goods are never untaxed by accident. */
export async function taxRatesOn(q: Queryable, skuIds: readonly bigint[], day: string): Promise<Map<bigint, number>> {
  const [rows, categories] = await Promise.all([sql.taxRatesOf(q, skuIds, day), sql.categoriesOf(q, skuIds)])
  const rates = rows.map((row) => ({
    ...{ skuId: row.sku_id, category: row.category, rateBps: row.rate_bps, fromDay: row.from_day },
  }))
  return new Map(
    categories.map(({ id, category }) => {
      const rateBps = taxRateFor(rates, { skuId: id, category }, day)
      if (rateBps === undefined) throw new Error(`no tax rate counts for ${formatId('sku', id)} on ${day}`)
      return [id, rateBps]
    }),
  )
}
