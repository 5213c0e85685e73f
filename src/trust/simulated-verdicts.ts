import { readCommunity } from './community-reading.ts'
import type { Verdict } from './contract.ts'
import { type Random, seededRandom } from './random.ts'
import { type CommunityPlan, memberShares, simulateCommunity, type Truth } from './simulated-community.ts'
import { judge } from './verdict.ts'
import { weigh } from './weighing.ts'

export interface VerdictRuns {
  readonly truth: Truth
  readonly members: number
  readonly events: number
  /** Drawn anew for each run from what the truth stands for when absent. */
  readonly memberShare?: number
  readonly coverage?: number
  readonly alsoNamed?: number
  readonly activitySpread?: number
  readonly runs: number
  readonly seed: number
}

/** Shares of the runs that got each label. */
export interface VerdictShares {
  readonly mesh: number
  readonly forming: number
  readonly islands: number
  readonly star: number
  readonly tooEarly: number
}

/** Makes communities of a known truth and asks for their verdicts, through the same code as in production. */
export function simulateVerdicts(plan: VerdictRuns, onRun: (done: number) => void = () => {}): VerdictShares {
  const random = seededRandom(plan.seed)
  const counts = { mesh: 0, forming: 0, islands: 0, star: 0, tooEarly: 0 }
  for (let run = 0; run < plan.runs; run++) {
    const { label } = verdictOfSimulated({ ...plan, memberShare: memberShareOf(plan, random) }, random.fork())
    if (label in counts) counts[label as keyof typeof counts]++
    else counts.tooEarly++
    onRun(run + 1)
  }
  const share = (count: number) => (plan.runs > 0 ? count / plan.runs : 0)
  return {
    mesh: share(counts.mesh),
    forming: share(counts.forming),
    islands: share(counts.islands),
    star: share(counts.star),
    tooEarly: share(counts.tooEarly),
  }
}

export function verdictOfSimulated(plan: CommunityPlan, random: Random): Verdict {
  const community = simulateCommunity(plan, random)
  const weighed = weigh(community.evidence, { now: community.now })
  const reading = readCommunity(weighed, { owners: [community.owner], seed: random.word() })
  const { keptOrders, coveredOrders } = community
  return judge({ ...settled(plan.members, keptOrders), coveredOrders }, reading)
}

function memberShareOf(plan: VerdictRuns, random: Random): number {
  if (plan.memberShare !== undefined) return plan.memberShare
  const [low, high] = memberShares[plan.truth]
  return low + random.uniform() * (high - low)
}

/** A community of half a year in which people stay, come back and complain of little. */
function settled(members: number, keptOrders: number) {
  return {
    ageDays: 180,
    members,
    left: 0,
    keptOrders,
    orders: keptOrders,
    claims: 0,
    settledBuyers: members,
    returningBuyers: members,
  }
}
