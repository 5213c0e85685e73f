import { recordActivity } from '../people/index.ts'
import { type Actor, actorName, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals, type WriteOffInput } from './contract.ts'
import type { Place } from './reservation.ts'
import { callHome } from './share-stock.ts'
import * as sql from './sql.ts'

const EXPIRED_AT_ONCE = 100
const EXPIRED = '过了保质期'

/**
 * Writes spoiled or missing goods off a lot, with a reason on record. What is promised to orders cannot be written off:
 * those orders are cancelled first. Refuses `not_found`, `more_than_left`.
 */
export async function writeOff(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  lotId: bigint,
  { quantity, reason }: WriteOffInput,
): Promise<void> {
  const lot = await lockLot(tx, lotId)
  if (!lot) throw new Refusal(platformRefusals.not_found)
  if (quantity > lot.left) throw new Refusal(refusals.more_than_left, { left: lot.left })
  await takeOff(platform, tx, actor, lot, quantity, reason)
}

/**
 * Writes off what is left of lots past their date, as far as it is not promised to orders: it would be counted as
 * sellable, and then nobody could pack it. @returns how many lots were looked at
 */
export async function writeOffExpired(platform: Platform): Promise<number> {
  const expired = await sql.expiredLots(platform.db, platform.clock.now(), EXPIRED_AT_ONCE)
  for (const { lot_id } of expired) {
    await platform.db.inTransaction(platform, async (tx) => {
      const lot = await lockLot(tx, lot_id)
      if (lot && lot.left > 0) await takeOff(platform, tx, systemActor('stock'), lot, lot.left, EXPIRED)
    })
  }
  return expired.length
}

/** A lot whose item is locked: `left` is what of it is neither packed, nor written off, nor promised. */
interface LockedLot extends Place {
  readonly lotId: bigint
  readonly left: number
}

async function lockLot(tx: Tx, lotId: bigint): Promise<LockedLot | undefined> {
  const [known] = await sql.balancesOfLots(tx, [lotId])
  if (!known) return undefined
  const home = await callHome(tx, known.item_id)
  // Read again: only under the lock do the numbers stand still.
  const [balance] = await sql.balancesOfLots(tx, [lotId])
  if (!home || !balance) throw new Error('a lot lies in an item without a cell')
  const leftOfLot = balance.received - balance.packed - balance.written_off
  const { stockItemId, stockCellId, available } = home
  return { stockItemId, stockCellId, lotId, left: Math.min(available, leftOfLot) }
}

async function takeOff(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  lot: LockedLot,
  quantity: number,
  reason: string,
): Promise<void> {
  const { lotId, stockItemId, stockCellId } = lot
  const moved = [
    ...(await sql.takeAvailable(tx, { stockItemId, stockCellId, quantity })),
    ...(await sql.addWrittenOff(tx, lotId, stockItemId, quantity)),
  ]
  if (moved.length !== 2) throw new Error('a write-off did not find what was left under lock')
  const id = platform.ids.next(stockCellId)
  const movedBy = actorName(actor)
  await sql.insertMovement(tx, { id, stockItemId, stockCellId, lotId, kind: 'written_off', quantity, reason, movedBy })
  const subject = formatId('lot', lotId)
  await recordActivity(tx, { actor, action: 'lot.written_off', subject, reason, facts: { quantity } })
  const data = { lotId: subject, quantity }
  tx.say({ name: 'lot.written_off', cellId: stockCellId, subject: lotId, actor: movedBy, data })
}
