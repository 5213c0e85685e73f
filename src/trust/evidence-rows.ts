import type { OrderFacts } from '../orders/index.ts'
import type { Id } from '../platform/ids.ts'
import { dayMs, type Evidence, weighing } from './evidence.ts'

/**
 * From what happened to what is stored, and from what is stored to what is weighed. An order is written anew from its
 * facts whenever news of it comes, so the order in which news arrives does not matter and nothing counts twice.
 */

/** After a receipt, in ms; one number for all goods, fresh ones too, because what is wrong with them shows in the first days. */
export const returnWindowMs = 7 * dayMs

export type Fate = 'waiting' | 'kept' | 'returned' | 'by_first_order'

/** One row of `trust.evidence`. */
export interface EvidenceRow {
  readonly id: bigint
  readonly communityId: Id<'com'>
  readonly kind: 'order' | 'invitation'
  readonly actorPersonId: bigint
  readonly actedAt: Date
  readonly known: Evidence['known']
  readonly words: readonly bigint[]
  readonly productIds: readonly bigint[]
  readonly field: string | null
  readonly fate: Fate
  readonly keptFrom: Date | null
}

/**
 * The evidence of an order. Whom its buyer named comes first, else who passed the link on to her; by the curator's own
 * link and without an answer it has no word. Null until it is paid, and outside communities.
 */
export function evidenceOfOrder(facts: OrderFacts, named: readonly bigint[], field: string | null): EvidenceRow | null {
  if (facts.communityId === null || facts.paidAt === null || facts.productIds.length === 0) return null
  const others = named.filter((person) => person !== facts.buyerPersonId).slice(0, weighing.namesAtCheckout)
  const via = facts.viaPersonId !== null && facts.viaPersonId !== facts.buyerPersonId ? [facts.viaPersonId] : []
  const isReturned = facts.state === 'cancelled' || facts.state === 'expired' || facts.isGivenBack
  return {
    id: facts.id,
    communityId: facts.communityId,
    kind: 'order',
    actorPersonId: facts.buyerPersonId,
    actedAt: facts.paidAt,
    known: others.length > 0 ? 'named' : via.length > 0 ? 'share' : 'link',
    words: others.length > 0 ? others : via,
    productIds: facts.productIds,
    field,
    ...(isReturned ? { fate: 'returned', keptFrom: null } : fateOf(facts.receivedAt)),
  }
}

function fateOf(receivedAt: Date | null): Pick<EvidenceRow, 'fate' | 'keptFrom'> {
  if (receivedAt === null) return { fate: 'waiting', keptFrom: null }
  return { fate: 'kept', keptFrom: new Date(receivedAt.getTime() + returnWindowMs) }
}

/** What is weighed. An invitation counts from its guest's first kept order among these rows (decision 103). */
export function evidenceFrom(rows: readonly EvidenceRow[]): Evidence[] {
  const firstKept = new Map<bigint, number>()
  for (const { kind, actorPersonId, keptFrom } of rows) {
    if (kind !== 'order' || keptFrom === null) continue
    const before = firstKept.get(actorPersonId) ?? Number.POSITIVE_INFINITY
    firstKept.set(actorPersonId, Math.min(before, keptFrom.getTime()))
  }
  return rows.map((row) => ({
    id: String(row.id),
    kind: row.kind,
    actor: row.actorPersonId,
    at: row.actedAt.getTime(),
    words: row.words,
    known: row.known,
    keptFrom: keptFromOf(row, firstKept),
    ...(row.field !== null && { field: row.field }),
    ...(row.productIds[0] !== undefined && { product: String(row.productIds[0]) }),
  }))
}

/** Infinity: not yet, and nobody knows when. */
function keptFromOf(row: EvidenceRow, firstKept: ReadonlyMap<bigint, number>): number | null {
  if (row.fate === 'returned') return null
  if (row.fate === 'by_first_order') return firstKept.get(row.actorPersonId) ?? Number.POSITIVE_INFINITY
  return row.keptFrom?.getTime() ?? Number.POSITIVE_INFINITY
}

/** The next moment at which one of these begins to count; undefined when none will without further news. */
export function nextKeptAt(rows: readonly EvidenceRow[], now: Date): Date | undefined {
  let next: Date | undefined
  for (const { keptFrom } of rows)
    if (keptFrom !== null && keptFrom > now && (next === undefined || keptFrom < next)) next = keptFrom
  return next
}
