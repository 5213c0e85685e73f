import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals, type SaleChange } from './contract.ts'
import { saySale } from './create-sales.ts'
import { toSale } from './read-sales.ts'
import { readTime } from './read-time.ts'
import { assertWindow, type Sale, saleState } from './sale.ts'
import * as sql from './sql.ts'

/**
 * Changes the words, the cut-off or the promised arrival of a sale that has not ended. Refuses `version_changed` (facts:
 * current), `sale_closed`, `sale_stopped`, a window that cannot be kept, and `not_found` for a sale that is not hers.
 */
export async function changeSale(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  id: Id<'sal'>,
  change: SaleChange,
): Promise<void> {
  const sale = await lockOwnSale(tx, actor, id)
  if (sale.version !== change.version) throw new Refusal(platformRefusals.version_changed, { current: sale.version })
  assertNotOver(sale, tx.at)
  const changed: Sale = {
    ...sale,
    title: change.title?.trim() ?? sale.title,
    word: change.word ?? sale.word,
    cutsOffAt: change.cutsOffAt === undefined ? sale.cutsOffAt : readTime(change.cutsOffAt),
    arrivesOn: change.arrivesOn ?? sale.arrivesOn,
  }
  assertWindow(changed, tx.at, platform.config.timeZone)
  await sql.updateSale(tx, changed)
  saySale(tx, actor, 'sale.changed', changed)
}

/** Stops a sale at once and for good; orders that were taken stay. Twice is once. Refuses `sale_closed`, `not_found`. */
export async function stopSale(tx: Tx, actor: PersonActor, id: Id<'sal'>): Promise<void> {
  const sale = await lockOwnSale(tx, actor, id)
  if (sale.stoppedAt) return
  assertNotOver(sale, tx.at)
  await sql.stopSale(tx, id)
  saySale(tx, actor, 'sale.stopped', sale)
}

async function lockOwnSale(tx: Tx, actor: PersonActor, id: Id<'sal'>): Promise<Sale> {
  const [row] = await sql.lockSale(tx, id, actor.personId)
  if (!row) throw new Refusal(platformRefusals.not_found)
  return toSale(row, tx.at)
}

function assertNotOver(sale: Sale, at: Date): void {
  const state = saleState(sale, at)
  if (state === 'stopped') throw new Refusal(refusals.sale_stopped)
  if (state === 'ended') throw new Refusal(refusals.sale_closed)
}
