import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import { refusals } from './contract.ts'
import * as sql from './sql-counts.ts'

/** What one order wants of limited SKUs (每人限购). Lines without a limit are not told; a direct order has no sale. */
export interface PersonWant {
  readonly saleId: bigint | null
  readonly communityId: bigint | null
  readonly personId: bigint
  /** In a flash sale the limit holds over all its communities. */
  readonly isFlash?: boolean
  readonly lines: readonly { readonly skuId: bigint; readonly quantity: number; readonly allowed: number }[]
}

/** What one order gives back. Lines of SKUs without a limit may be among them: nothing was counted for those. */
export interface PersonGive extends Omit<PersonWant, 'lines' | 'isFlash'> {
  readonly lines: readonly { readonly skuId: bigint; readonly quantity: number }[]
}

type Count = sql.CountKey & { readonly allowed: number; quantity: number; taken: number }

/**
 * Counts what a list of orders takes of limited SKUs, each order with a verdict of its own: all its lines are counted,
 * or none and `over_person_limit` (facts: skuId, left) comes back. Exact also when a person's orders come at once.
 */
export async function takePersonCounts(tx: Tx, wants: readonly PersonWant[]): Promise<(Refusal | undefined)[]> {
  const counts = await lockPersonCounts(tx, wants)
  const verdicts = wants.map((want) => {
    const over = whyOverLimit(want, counts)
    if (!over) countIn(want, counts)
    return over
  })
  keepPersonCounts(tx, counts)
  return verdicts
}

/** What was counted of limited SKUs so far, locked, for orders to be judged one after another. */
export type PersonCounts = ReadonlyMap<string, Count>

/** Writes what was counted in; sent with the commit, with the constraint `within_person_limit` behind it. */
export function keepPersonCounts(tx: Tx, counts: PersonCounts): void {
  const changed = [...counts.values()].filter((count) => count.taken > 0)
  const added = changed.map((count) => ({ ...count, quantity: count.taken }))
  const [ordinary, flash] = byTable(added)
  if (ordinary.length > 0) sql.sendToCounts(tx, ordinary)
  if (flash.length > 0) sql.sendToFlashCounts(tx, flash)
}

/** Gives back what orders that ended had taken. */
export async function givePersonCounts(tx: Tx, gives: readonly PersonGive[]): Promise<void> {
  const sums = new Map<string, sql.CountKey & { quantity: number }>()
  // Which kind of sale it was is not asked: in the other table there is nothing to give back to.
  for (const give of gives)
    for (const isFlash of [false, true])
      for (const { skuId, quantity } of give.lines) {
        const key = countKey({ ...give, isFlash }, skuId)
        if (!key) continue
        const before = sums.get(keyText(key))?.quantity ?? 0
        sums.set(keyText(key), { ...key, quantity: before - quantity })
      }
  if (sums.size === 0) return
  const [ordinary, flash] = byTable([...sums.values()])
  await Promise.all([sql.lockKnownCounts(tx, ordinary), sql.lockKnownFlashCounts(tx, flash)])
  sql.sendToCounts(tx, ordinary)
  sql.sendToFlashCounts(tx, flash)
}

/** Locks the counts of a list of orders; those that did not exist are made. */
export async function lockPersonCounts(tx: Tx, wants: readonly PersonWant[]): Promise<PersonCounts> {
  const counts = new Map<string, Count>()
  for (const want of wants)
    for (const { skuId, allowed } of want.lines) {
      const key = countKey(want, skuId)
      if (key) counts.set(keyText(key), { ...key, allowed, quantity: 0, taken: 0 })
    }
  if (counts.size === 0) return counts
  const [ordinary, flash] = byTable([...counts.values()].sort(inKeyOrder))
  const locked = await Promise.all([
    ordinary.length > 0 ? sql.lockCounts(tx, ordinary) : [],
    flash.length > 0 ? sql.lockFlashCounts(tx, flash) : [],
  ])
  for (const row of locked.flat()) {
    const key = { saleId: row.sale_id, skuId: row.sku_id, personId: row.person_id, communityId: row.community_id }
    const count = counts.get(keyText(key))
    if (count) count.quantity = row.quantity
  }
  return counts
}

/** `over_person_limit` when one of its lines is over; nothing is counted yet. */
export function whyOverLimit(want: PersonWant, counts: PersonCounts): Refusal | undefined {
  const wanted = new Map<Count, number>()
  for (const line of want.lines) {
    const key = countKey(want, line.skuId)
    const count = key && counts.get(keyText(key))
    if (!count) continue
    const quantity = (wanted.get(count) ?? 0) + line.quantity
    const left = count.allowed - count.quantity - count.taken
    if (quantity > left)
      return new Refusal(refusals.over_person_limit, { skuId: formatId('sku', line.skuId), left: Math.max(0, left) })
    wanted.set(count, quantity)
  }
  return undefined
}

/** Counts an order that is let in: all its lines. What a refused order would have taken stays for the next. */
export function countIn(want: PersonWant, counts: PersonCounts): void {
  for (const line of want.lines) {
    const key = countKey(want, line.skuId)
    const count = key && counts.get(keyText(key))
    if (count) count.taken += line.quantity
  }
}

/** Limits hold in a sale and a community, or in the whole of a flash sale; a direct order has neither. */
function countKey(
  { saleId, communityId, personId, isFlash }: Omit<PersonWant, 'lines'>,
  skuId: bigint,
): sql.CountKey | null {
  if (saleId === null || communityId === null) return null
  return { saleId, skuId, personId, communityId: isFlash ? null : communityId }
}

/** Ordinary limits lie with their communities, those of flash sales in a table of their own; locked in this order. */
const byTable = <Key extends sql.CountKey>(keys: readonly Key[]): [Key[], Key[]] => [
  keys.filter((key) => key.communityId !== null),
  keys.filter((key) => key.communityId === null),
]

const keyText = (key: sql.CountKey): string => `${key.saleId}:${key.skuId}:${key.personId}:${key.communityId}`

/** Every batch locks in this order, so two of them never wait in a circle. */
function inKeyOrder(a: sql.CountKey, b: sql.CountKey): number {
  for (const part of ['saleId', 'skuId', 'personId', 'communityId'] as const) {
    const [one, other] = [a[part] ?? 0n, b[part] ?? 0n]
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
