import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { FactInput } from './contract.ts'
import * as sql from './sql.ts'

/** Adds an entry to a dossier. The page shows the latest of each fact; what was said before stays, with who said it. */
export async function recordFact(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  productId: bigint,
  input: FactInput,
): Promise<void> {
  await sql.bumpVersion(tx)
  const [product] = await sql.findProduct(tx, productId)
  if (!product) throw new Refusal(platformRefusals.not_found)
  await sql.insertFact(tx, platform.ids.next(0), productId, input, actorName(actor))
}
