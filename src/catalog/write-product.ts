import { recordActivity } from '../people/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type ProductChange, type ProductInput, refusals } from './contract.ts'
import * as sql from './sql.ts'
import { assertScout } from './staff-names.ts'

export interface CreateOptions {
  /** Made by a demo or a rehearsal; marked for ever. */
  readonly isSynthetic?: boolean
}

/** Opens a dossier: a draft that a scout answers for. Refuses `scout_needed`, `not_found` for an unknown supplier. */
export async function createProduct(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  input: ProductInput,
  options: CreateOptions = {},
): Promise<Id<'prd'>> {
  await sql.bumpVersion(tx)
  const id = platform.ids.next<'prd'>(0)
  const words: sql.ProductWords = {
    category: input.category,
    name_zh: input.nameZh,
    name_en: input.nameEn ?? '',
    word_zh: input.wordZh ?? '',
    word_en: input.wordEn ?? '',
    scout_id: await scoutOf(tx, actor, input.scoutId),
    supplier_id: await supplierOf(tx, input.supplierId),
    return_class: input.returnClass,
    promise_zh: input.promiseZh ?? '',
    promise_en: input.promiseEn ?? '',
  }
  await sql.insertProduct(tx, id, words, options.isSynthetic ?? false)
  await recordActivity(tx, { actor, action: 'product.created', subject: formatId('prd', id) })
  return id
}

/** Changes what is said of a product. Refuses `version_changed` with the current version when it was changed meanwhile. */
export async function changeProduct(tx: Tx, actor: Actor, id: bigint, change: ProductChange): Promise<void> {
  await sql.bumpVersion(tx)
  const [before] = await sql.findProduct(tx, id)
  if (!before) throw new Refusal(platformRefusals.not_found)
  const words: sql.ProductWords = {
    category: change.category ?? before.category,
    name_zh: change.nameZh ?? before.name_zh,
    name_en: change.nameEn ?? before.name_en,
    word_zh: change.wordZh ?? before.word_zh,
    word_en: change.wordEn ?? before.word_en,
    scout_id: change.scoutId ? await scoutOf(tx, actor, change.scoutId) : before.scout_id,
    supplier_id: change.supplierId ? await supplierOf(tx, change.supplierId) : before.supplier_id,
    return_class: change.returnClass ?? before.return_class,
    promise_zh: change.promiseZh ?? before.promise_zh,
    promise_en: change.promiseEn ?? before.promise_en,
  }
  const [changed] = await sql.updateProduct(tx, id, change.version, words)
  if (!changed) throw new Refusal(platformRefusals.version_changed, { current: before.version })
  const { version, ...facts } = change
  await recordActivity(tx, {
    actor,
    action: 'product.changed',
    subject: formatId('prd', id),
    facts: { version, ...facts },
  })
}

async function scoutOf(tx: Tx, actor: Actor, asked: string | undefined): Promise<bigint> {
  if (asked !== undefined) return assertScout(tx, parseId('stf', asked))
  if (actor.kind !== 'staff') throw new Refusal(refusals.scout_needed)
  return actor.staffId
}

async function supplierOf(tx: Tx, asked: string): Promise<bigint> {
  const [supplier] = await sql.findSupplier(tx, parseId('sup', asked))
  if (!supplier) throw new Refusal(platformRefusals.not_found, { field: 'supplierId' })
  return supplier.id
}
