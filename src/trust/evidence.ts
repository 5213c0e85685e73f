/**
 * Evidence is what somebody did inside Leaven on somebody else's word. The pure core reads it from the outbox's facts;
 * it never guesses: an order that came by a plain link and whose buyer named nobody has no word (it is *uncovered*).
 */

/** Whatever names a person: an id in the product, a plain number in a simulation. */
export type Person = bigint | number | string

export type EvidenceKind = 'order' | 'group_join' | 'invitation' | 'response'

export interface Evidence {
  /** The order, seat, invitation or response that this is; arcs point back to it. */
  readonly id: string
  readonly kind: EvidenceKind
  /** Who acted. */
  readonly actor: Person
  /** When she acted, in ms. */
  readonly at: number
  /** On whose word: named at checkout (up to three, the owner may be one), else the share's author; empty = uncovered. */
  readonly words: readonly Person[]
  /** How we know: she named them, she came through a share, she joined, she was invited, she answered. */
  readonly known: 'named' | 'share' | 'joined' | 'invited' | 'answered' | 'link'
  /**
   * From when on it counts, in ms. For an order or a seat the close of its return window; for an invitation or a response
   * the actor's first kept order, so that accounts which never bought anything lend nobody weight. Null when it never
   * will (returned, refunded, cancelled).
   */
  readonly keptFrom: number | null
  /** The category, so that trust on skin care is not trust on crabs. */
  readonly field?: string
  /** The product, for cascades. */
  readonly product?: string
}

export const dayMs = 86_400_000

/** How evidence is weighed. The numbers are part of the published method; change them with a decision. */
export const weighing = {
  base: { order: 3, group_join: 2, invitation: 1, response: 0.5 } satisfies Record<EvidenceKind, number>,
  windowMs: 90 * dayMs,
  halfLifeMs: 30 * dayMs,
  /** The effect of one person on another faded after two or three times (Leskovec, Adamic & Huberman 2007). */
  freshTimes: 3,
  fatigueWindowMs: 30 * dayMs,
  fatigue: 0.5,
  namesAtCheckout: 3,
} as const

/** Half after thirty days, a quarter after sixty. */
export function decayOf(ageMs: number): number {
  return Math.exp((-Math.LN2 * ageMs) / weighing.halfLifeMs)
}
