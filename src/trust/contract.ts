import { oneOf, orNull, type Static, strict, Type } from '../platform/wire.ts'

/** What trust says to others. Shares are numbers from 0 to 1, times in days where a name says so. */

const Share = Type.Number({ minimum: 0, maximum: 1 })
const Count = Type.Integer({ minimum: 0 })

/** The middle 90 % of what the data allow, unless a field says otherwise. */
export const Interval = strict({ low: Type.Number(), high: Type.Number() })
export type Interval = Static<typeof Interval>

export const verdictLabels = ['mesh', 'forming', 'islands', 'star', 'no_trust_yet', 'young', 'too_early'] as const
export type VerdictLabel = (typeof verdictLabels)[number]

/** What can be measured of one community; the verdict reads it, the page shows it. */
export const CommunityReading = strict({
  /** Members who did something in the window, or on whose word something was done; owners not counted. */
  activeMembers: Count,
  /** Events that count, per active member. */
  eventsPerMember: Type.Number({ minimum: 0 }),
  /** Share of active members who acted on anybody's word and kept what they bought. */
  actingShare: Share,
  /** OS: share of the evidence's weight that touches an owner. Null without evidence. */
  ownerShare: orNull(Share),
  ownerShareInterval: orNull(Interval),
  /** OS is below this with 99 % confidence. */
  ownerShareAtMost: orNull(Share),
  /** G: share of active members who hang together without the owner, at 3 events a member. */
  together: orNull(Share),
  togetherInterval: orNull(Interval),
  /** Sizes of the circles of three and more without the owner, largest first. */
  circles: Type.Array(Count),
  /** Share of active members in the 2-core without the owner: no one person can cut them off. */
  twoCoreShare: Share,
  /** 1/Σp² of the weight by whose word it was, the owner included. */
  effectiveVoices: Type.Number({ minimum: 0 }),
  reciprocity: orNull(Share),
  transitivity: orNull(Share),
  centralisation: orNull(Type.Number()),
})
export type CommunityReading = Static<typeof CommunityReading>

export const reasonCodes = [
  'young',
  'few_return',
  'people_leave',
  'claims_high',
  'little_kept',
  'few_members',
  'few_events',
  'low_coverage',
  'owner_carries',
  'owner_may_carry',
  'hangs_together',
  'may_hang_together',
  'separate_circles',
] as const

/** One fact that led to the label: what was measured, the line it was held against, and how sure it is. */
export const Reason = strict({
  code: oneOf(...reasonCodes),
  value: Type.Number(),
  line: Type.Number(),
  interval: orNull(Interval),
})
export type Reason = Static<typeof Reason>

export const Verdict = strict({
  label: oneOf(...verdictLabels),
  reasons: Type.Array(Reason),
  /** Share of kept orders of which we know on whose word they came; null without orders. */
  coverage: orNull(Share),
  reading: CommunityReading,
})
export type Verdict = Static<typeof Verdict>

export const fermentationLabels = ['too_few', 'none', 'some', 'strong', 'check_self_orders'] as const

/** R: how many further orders one order brings, in one community. */
export const Fermentation = strict({
  label: oneOf(...fermentationLabels),
  /** Null under 30 orders: nothing is said. */
  r: orNull(Type.Number({ minimum: 0 })),
  interval: orNull(Interval),
  orders: Count,
  children: Count,
  coverage: orNull(Share),
})
export type Fermentation = Static<typeof Fermentation>

/** What notifying caused, by the hold-out. The interval is 95 %. */
export const Lift = strict({
  notified: Count,
  heldOut: Count,
  rateNotified: orNull(Share),
  rateHeldOut: orNull(Share),
  lift: orNull(Type.Number()),
  interval: orNull(Interval),
  /** The interval leaves 0 out: only then may a page say "caused". */
  certain: Type.Boolean(),
})
export type Lift = Static<typeof Lift>

/** k: first-purchase invitees per active member and cycle. */
export const Fission = strict({
  k: orNull(Type.Number({ minimum: 0 })),
  interval: orNull(Interval),
  activeMembers: Count,
  invitees: Count,
  /** How many people stand 0, 1, 2 … invitations away from a founder. */
  depths: Type.Array(Count),
  /** N₀/(1 − k): where it would end; null for k ≥ 1 or without k. */
  total: orNull(Type.Number()),
})
export type Fission = Static<typeof Fission>
