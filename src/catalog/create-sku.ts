import { recordActivity } from '../people/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { SkuInput } from './contract.ts'
import * as sql from './sql.ts'

/** Adds what can be bought of a product. It is sold once it has a price. */
export async function createSku(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  productId: bigint,
  input: SkuInput,
): Promise<Id<'sku'>> {
  await sql.bumpVersion(tx)
  const [product] = await sql.findProduct(tx, productId)
  const [template] = await sql.freightTemplatesById(tx, [parseId('frt', input.freightTemplateId)])
  if (!product) throw new Refusal(platformRefusals.not_found)
  if (!template) throw new Refusal(platformRefusals.not_found, { field: 'freightTemplateId' })
  const id = platform.ids.next<'sku'>(0)
  await sql.insertSku(tx, id, productId, template.id, input)
  await recordActivity(tx, {
    actor,
    action: 'sku.created',
    subject: formatId('prd', productId),
    facts: { skuId: formatId('sku', id) },
  })
  return id
}
