import type { CommunityReading } from './contract.ts'
import { dayMs } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { verdictRules } from './verdict.ts'

/**
 * A claim as trust hears it: the shape that the room of claims will say. Goods that rot, break or come late count here like
 * any other: a persona is at risk from what she sells, whoever is at fault.
 */
export interface ClaimFact {
  readonly orderId: bigint
  readonly at: number
  /** Refused claims are nobody's trouble. */
  readonly isUpheld: boolean
}

/** Orders of a span, and how many of them went wrong: cancelled or given back after paying, or with an upheld claim. */
export interface Trouble {
  readonly orders: number
  readonly returned: number
  readonly claimed: number
  /** Either, each order once. */
  readonly wrong: number
}

export interface PersonaRisk {
  readonly recent: Trouble
  readonly earlier: Trouble
  /** Most of the trust is on one person, and more goes wrong than chance would explain. */
  readonly isAtRisk: boolean
}

/** Part of the published method. */
export const personaRules = {
  recentMs: 28 * dayMs,
  earlierMs: 90 * dayMs,
  fewestOrders: 20,
  fewestWrong: 5,
  /** One-sided 99 %: of a hundred steady communities one is listed by chance. */
  z99: 2.3263,
} as const

/**
 * Trust on one person's image while the goods draw trouble. The last four weeks against the nine before them; the youngest
 * orders have had less time to go wrong, so the rise is rather understated. A sign to look, said of no one in public.
 */
export function personaRisk(
  rows: readonly EvidenceRow[],
  claims: readonly ClaimFact[],
  reading: CommunityReading,
  now: number,
): PersonaRisk {
  const claimed = new Set(claims.filter(({ isUpheld, at }) => isUpheld && at <= now).map(({ orderId }) => orderId))
  const span = (from: number, until: number) =>
    troubleOf(
      rows.filter(({ kind, actedAt }) => kind === 'order' && actedAt.getTime() > from && actedAt.getTime() <= until),
      claimed,
    )
  const { recentMs, earlierMs } = personaRules
  const recent = span(now - recentMs, now)
  const earlier = span(now - earlierMs, now - recentMs)
  const restsOnOne =
    reading.activeMembers >= verdictRules.activeMembers && (reading.ownerShare ?? 0) >= verdictRules.star
  return { recent, earlier, isAtRisk: restsOnOne && isRising(recent, earlier) }
}

function troubleOf(orders: readonly EvidenceRow[], claimed: ReadonlySet<bigint>): Trouble {
  const isReturned = (row: EvidenceRow) => row.fate === 'returned'
  return {
    orders: orders.length,
    returned: orders.filter(isReturned).length,
    claimed: orders.filter(({ id }) => claimed.has(id)).length,
    wrong: orders.filter((row) => isReturned(row) || claimed.has(row.id)).length,
  }
}

/** The lower end of the difference of two shares lies above 0 (Agresti & Caffo 2000: one success and one failure added). */
function isRising(recent: Trouble, earlier: Trouble): boolean {
  const { fewestOrders, fewestWrong, z99 } = personaRules
  if (recent.orders < fewestOrders || earlier.orders < fewestOrders || recent.wrong < fewestWrong) return false
  const share = ({ wrong, orders }: Trouble) => (wrong + 1) / (orders + 2)
  const variance = (trouble: Trouble) => (share(trouble) * (1 - share(trouble))) / (trouble.orders + 2)
  const difference = share(recent) - share(earlier)
  return difference - z99 * Math.sqrt(variance(recent) + variance(earlier)) > 0
}
