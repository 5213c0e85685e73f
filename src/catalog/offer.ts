/** A price of a SKU over a period, in fen. `endsAt` is the first moment at which it is no longer charged. */
export interface OfferPeriod {
  readonly offerId: bigint
  readonly directFen: number
  readonly communityFen: number
  readonly passFen: number | null
  readonly floorFen: number
  readonly startsAt: Date
  readonly endsAt: Date | null
}

export type Prices = Pick<OfferPeriod, 'directFen' | 'communityFen' | 'passFen' | 'floorFen'>

/** How far a client's clock may lag behind ours and still mean "from now on". */
const SAME_MOMENT_MS = 60_000

/** Direct ≥ community ≥ pass ≥ floor; without a pass price community ≥ floor. The database enforces the same. */
export function pricesInOrder(prices: Prices): boolean {
  const lowest = prices.passFen ?? prices.communityFen
  return prices.directFen >= prices.communityFen && prices.communityFen >= lowest && lowest >= prices.floorFen
}

/** The moment from which a new price is charged; undefined when it was asked to start in the past. */
export function startOfOffer(asked: Date | undefined, at: Date): Date | undefined {
  if (asked === undefined) return at
  if (asked.getTime() < at.getTime() - SAME_MOMENT_MS) return undefined
  return asked > at ? asked : at
}

/** The price in force at a moment. Periods of one SKU do not overlap, so there is at most one. */
export function offerAt<T extends OfferPeriod>(offers: readonly T[], at: Date): T | undefined {
  // In numbers: comparing two dates asks each how it would like to be compared.
  const ms = at.getTime()
  return offers.find(({ startsAt, endsAt }) => startsAt.getTime() <= ms && (endsAt === null || endsAt.getTime() > ms))
}
