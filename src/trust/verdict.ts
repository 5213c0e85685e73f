import type { CommunityReading, Interval, Reason, Verdict, VerdictLabel } from './contract.ts'

/** What other rooms know of a community, for its verdict. Counts are of the last 90 days unless a name says otherwise. */
export interface CommunityFacts {
  readonly ageDays: number
  readonly members: number
  readonly left: number
  readonly keptOrders: number
  /** Kept orders of which we know on whose word they came. */
  readonly coveredOrders: number
  /** Delivered orders, without those of lots that were stopped and made good: a struck community is helped, not judged. */
  readonly orders: number
  readonly claims: number
  /** Buyers whose first order here is 30 days old or more, and how many of them came back. */
  readonly settledBuyers: number
  readonly returningBuyers: number
}

/** Part of the published method; change with a decision. */
export const verdictRules = {
  youngDays: 56,
  activeMembers: 20,
  eventsPerMember: 3,
  coverage: 0.3,
  star: 0.75,
  mesh: 0.5,
  islands: 0.25,
  /** No trust yet: three of the four, claims among them, on at least so many orders and settled buyers. */
  returning: 0.2,
  leaving: 0.15,
  claims: 0.1,
  acting: 0.25,
  ordersJudged: 20,
  buyersJudged: 10,
} as const

/**
 * The check-up's label with its reasons, in the order of the specification: young, no trust yet, too early, star, then
 * islands, mesh or forming. A community begins as a star, so it is one until OS lies below the line with 99 % confidence;
 * where the interval of G straddles a line it is forming (docs/decisions/0100-trust-verdict.md).
 */
export function judge(facts: CommunityFacts, reading: CommunityReading): Verdict {
  const coverage = facts.keptOrders > 0 ? facts.coveredOrders / facts.keptOrders : null
  const { label, reasons } = judged(facts, reading, coverage)
  return { label, reasons, coverage, reading }
}

interface Judged {
  readonly label: VerdictLabel
  readonly reasons: Reason[]
}

function judged(facts: CommunityFacts, reading: CommunityReading, coverage: number | null): Judged {
  const rules = verdictRules
  if (facts.ageDays < rules.youngDays) return because('young', reason('young', facts.ageDays, rules.youngDays))
  const distrust = signsOfNoTrust(facts, reading)
  if (distrust) return { label: 'no_trust_yet', reasons: distrust }
  const missing: Reason[] = []
  const { activeMembers, eventsPerMember } = reading
  if (activeMembers < rules.activeMembers) missing.push(reason('few_members', activeMembers, rules.activeMembers))
  if (eventsPerMember < rules.eventsPerMember)
    missing.push(reason('few_events', eventsPerMember, rules.eventsPerMember))
  if (coverage !== null && coverage < rules.coverage) missing.push(reason('low_coverage', coverage, rules.coverage))
  if (missing.length > 0) return { label: 'too_early', reasons: missing }
  return shape(reading)
}

/** Three of four, claims among them; each only on enough cases to mean something. */
function signsOfNoTrust(facts: CommunityFacts, reading: CommunityReading): Reason[] | null {
  const rules = verdictRules
  if (facts.orders < rules.ordersJudged || facts.claims / facts.orders < rules.claims) return null
  const signs = [reason('claims_high', facts.claims / facts.orders, rules.claims)]
  const returning = facts.returningBuyers / Math.max(1, facts.settledBuyers)
  if (facts.settledBuyers >= rules.buyersJudged && returning < rules.returning) {
    signs.push(reason('few_return', returning, rules.returning))
  }
  const leaving = facts.left / Math.max(1, facts.members + facts.left)
  if (leaving >= rules.leaving) signs.push(reason('people_leave', leaving, rules.leaving))
  if (reading.actingShare < rules.acting) signs.push(reason('little_kept', reading.actingShare, rules.acting))
  return signs.length >= 3 ? signs : null
}

function shape(reading: CommunityReading): Judged {
  const { star, mesh, islands } = verdictRules
  const ownerShare = reading.ownerShare ?? 1
  const together = reading.together ?? 0
  const owner = reading.ownerShareInterval ?? pointed(ownerShare)
  const group = reading.togetherInterval ?? pointed(together)
  if (ownerShare >= star) return because('star', reason('owner_carries', ownerShare, star, owner))
  if (group.high < islands) return because('islands', reason('separate_circles', together, islands, group))
  if ((reading.ownerShareAtMost ?? 1) >= star) {
    // Between 95 and 99 % sure that the owner does not carry it, and sure that members hang together: neither of the two.
    const neither = owner.high < star && group.low >= mesh
    return because(neither ? 'forming' : 'star', reason('owner_may_carry', ownerShare, star, owner))
  }
  if (group.low >= mesh) return because('mesh', reason('hangs_together', together, mesh, group))
  return because('forming', reason('may_hang_together', together, mesh, group))
}

const pointed = (value: number): Interval => ({ low: value, high: value })

const because = (label: VerdictLabel, ...reasons: Reason[]): Judged => ({ label, reasons })

function reason(code: Reason['code'], value: number, line: number, interval: Interval | null = null): Reason {
  return { code, value, line, interval }
}
