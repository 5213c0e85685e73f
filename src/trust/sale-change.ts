import { type Arc, arcsOf, type Piece } from './arcs.ts'
import { linkedOrdersOf, readFermentation } from './community-fermentation.ts'
import { readCommunity } from './community-reading.ts'
import type { CommunityReading, Fermentation, Interval } from './contract.ts'
import type { DelaySteps } from './delays.ts'
import { factsOf, type Standing } from './diagnosis.ts'
import { dayMs, type Person } from './evidence.ts'
import { type EvidenceRow, evidenceFrom } from './evidence-rows.ts'
import { judge } from './verdict.ts'
import { type Weighed, weigh } from './weighing.ts'

/** A sale in one community, as the mesh sees it. */
export interface SaleInCommunity {
  readonly orderIds: ReadonlySet<bigint>
  readonly opensAt: number
  /** Its cut-off or its stop; the present moment while it runs. */
  readonly endsAt: number
}

/** How a community stood at a moment, counted with what is known of its orders now. */
export interface MeshState {
  readonly keptOrders: number
  readonly coveredOrders: number
  /** Pairs of whom one acted on the other's word, and everybody in such a pair. */
  readonly pairs: number
  readonly people: number
  /** Null where there is too little to read OS and G from. */
  readonly reading: CommunityReading | null
}

export interface MovedPair {
  readonly from: Person
  readonly to: Person
  /** Nothing of theirs counted before the sale. */
  readonly isNew: boolean
  /** At least one order of the sale counts by now; else all of them may still go back. */
  readonly counts: boolean
  readonly because: readonly Piece[]
}

export interface SaleChange {
  /** Paid orders of the sale, by what became of them. */
  readonly orders: { readonly kept: number; readonly waiting: number; readonly returned: number }
  /** Of those not given back: on whose word they came is known. */
  readonly covered: number
  readonly before: MeshState
  readonly after: MeshState
  readonly pairs: readonly MovedPair[]
  readonly fermentation: Fermentation
}

/** One measure, before and after. */
export interface MeasureFacts {
  readonly before: number
  readonly after: number
  readonly interval: Interval | null
  readonly isClear: boolean
}

/**
 * What the mesh was when a sale opened, and what it is with the orders of that sale. Both sides are counted with today's
 * knowledge of what was kept; the two differ by everything that happened in between, the pairs by the sale's orders alone.
 * Pure: the same rows give the same answer.
 */
export function saleChange(
  rows: readonly EvidenceRow[],
  sale: SaleInCommunity,
  standing: Standing,
  now: number,
  platformDelays: DelaySteps | null = null,
) {
  const own = rows.filter((row) => row.kind === 'order' && sale.orderIds.has(row.id))
  const known = own.filter(({ fate }) => fate !== 'returned')
  const isKept = (row: EvidenceRow) => row.keptFrom !== null && row.keptFrom.getTime() <= now
  const kept = known.filter(isKept).length
  const earlier = rows.filter((row) => row.actedAt.getTime() <= sale.opensAt && !sale.orderIds.has(row.id))
  const lastPaid = Math.max(sale.endsAt, ...own.map(({ actedAt }) => actedAt.getTime()))
  const later = rows.filter((row) => row.actedAt.getTime() <= lastPaid)
  const before = sideAt(earlier, standing, sale.opensAt, now)
  const after = sideAt(later, standing, lastPaid, now)
  const linked = linkedOrdersOf(evidenceFrom(own), standing.owners, now, sale.endsAt)
  return {
    orders: { kept, waiting: known.length - kept, returned: own.length - known.length },
    covered: known.filter(({ words }) => words.length > 0).length,
    before: before.state,
    after: after.state,
    pairs: movedPairs(before.arcs, after.arcs, sale.orderIds),
    fermentation: readFermentation(linked, platformDelays).fermentation,
  } satisfies SaleChange
}

interface Side {
  readonly state: MeshState
  readonly arcs: readonly Arc[]
}

function sideAt(rows: readonly EvidenceRow[], standing: Standing, at: number, now: number): Side {
  const seen = rows.map((row) => asOf(row, now))
  const weighed = weigh(evidenceFrom(seen), { now: at })
  const arcs = arcsOf(weighed, at)
  const counting = arcs.filter(({ weight }) => weight > 0)
  const then = { ...standing, ageDays: standing.ageDays - (now - at) / dayMs }
  const facts = factsOf(seen, then, at)
  const state = {
    keptOrders: facts.keptOrders,
    coveredOrders: facts.coveredOrders,
    pairs: counting.length,
    people: new Set(counting.flatMap(({ from, to }) => [from, to])).size,
    reading: placed(facts, weighed, standing.owners),
  }
  return { state, arcs }
}

/** What is known to be kept by now counts from the day of the act, so that both sides are read with the same eyes. */
function asOf(row: EvidenceRow, now: number): EvidenceRow {
  return row.keptFrom !== null && row.keptFrom.getTime() <= now ? { ...row, keptFrom: row.actedAt } : row
}

/** OS and G only under the gates of the verdict: a label that rests on them. */
function placed(facts: ReturnType<typeof factsOf>, weighed: Weighed, owners: readonly Person[]) {
  const rough = readCommunity(weighed, { owners, bootstraps: 0 })
  if (['young', 'no_trust_yet', 'too_early'].includes(judge(facts, rough).label)) return null
  return readCommunity(weighed, { owners })
}

function movedPairs(before: readonly Arc[], after: readonly Arc[], orderIds: ReadonlySet<bigint>): MovedPair[] {
  const key = ({ from, to }: Pick<Arc, 'from' | 'to'>) => `${from} ${to}`
  const known = new Set(before.filter(({ weight }) => weight > 0).map(key))
  return after.flatMap((arc) => {
    const because = arc.because.filter(
      ({ evidenceId, kind, silent }) =>
        kind === 'order' && orderIds.has(BigInt(evidenceId)) && (silent === null || silent === 'not_kept_yet'),
    )
    if (because.length === 0) return []
    const counts = because.some(({ silent }) => silent === null)
    return [{ from: arc.from, to: arc.to, isNew: !known.has(key(arc)), counts, because }]
  })
}

/** OS and G, before and after; null while either side has too little to read them from. */
export function measuresOf({
  before,
  after,
}: Pick<SaleChange, 'before' | 'after'>): { ownerShare: MeasureFacts; together: MeasureFacts } | null {
  const [was, is] = [before.reading, after.reading]
  if (!was || !is) return null
  return {
    ownerShare: measure([was.ownerShare, is.ownerShare], [was.ownerShareInterval, is.ownerShareInterval]),
    together: measure([was.together, is.together], [was.togetherInterval, is.togetherInterval]),
  }
}

type Twice<T> = readonly [before: T | null, after: T | null]

/** Clear only when the two intervals lie apart: either side alone is as uncertain as the other. */
function measure([before, after]: Twice<number>, [was, is]: Twice<Interval>): MeasureFacts {
  const isClear = was !== null && is !== null && (was.high < is.low || was.low > is.high)
  return { before: before ?? 0, after: after ?? 0, interval: is, isClear }
}
