import { idOf, LocalDate, oneOf, orNull, type Static, Timestamp, Type } from '../platform/wire.ts'
import { CommunityReading, Fermentation, Fission, Lift, verdictLabels } from './contract.ts'
import { Appeal } from './contract-appeals.ts'

/** What the screens read. Sentences are made on the server, in the reader's language, so that all say the same. */

const Named = Type.Object({ memberId: orNull(idOf('mem')), nickname: Type.String() })

export const CheckUpAnswer = Type.Object({
  communityId: idOf('com'),
  readAt: Timestamp,
  label: oneOf(...verdictLabels),
  labelWords: Type.String(),
  /** What is strong first, then why, then one step for this week. */
  words: Type.String(),
  reasons: Type.Array(Type.String()),
  step: Type.String(),
  coverage: orNull(Type.String()),
  struck: orNull(Type.String()),
  promise: Type.String(),
  /** The last appeal, and whether somebody of the platform set this conclusion aside: then nothing is concluded here. */
  appeal: orNull(Appeal),
  isSetAside: Type.Boolean(),
  reading: CommunityReading,
  keptOrders: Type.Integer(),
  coveredOrders: Type.Integer(),
  /** Members by whose word others acted, most trusted first, with how many people that were. No score. */
  voices: Type.Array(Type.Object({ ...Named.properties, moved: Type.Integer() })),
  fermentation: Type.Object({ ...Fermentation.properties, words: Type.String() }),
  fission: Type.Object({ ...Fission.properties, words: Type.String() }),
  lift: Lift,
  /** Its own past only, oldest first. */
  weeks: Type.Array(
    Type.Object({
      weekOn: LocalDate,
      label: oneOf(...verdictLabels),
      labelWords: Type.String(),
      ownerShare: orNull(Type.Number()),
      together: orNull(Type.Number()),
      activeMembers: Type.Integer(),
      keptOrders: Type.Integer(),
    }),
  ),
})
export type CheckUpAnswer = Static<typeof CheckUpAnswer>

export const MeshAnswer = Type.Object({
  people: Type.Array(
    Type.Object({
      memberId: idOf('mem'),
      nickname: Type.String(),
      isOwner: Type.Boolean(),
      moved: Type.Integer(),
      circle: orNull(Type.Integer()),
    }),
  ),
  /** From whose word to who acted; `weight` is for drawing only, and 0 while all acts of an arc are waiting. */
  arcs: Type.Array(
    Type.Object({
      from: idOf('mem'),
      to: idOf('mem'),
      weight: Type.Number(),
      acts: Type.Integer(),
      waiting: Type.Integer(),
    }),
  ),
  /** Acts on their way or in the return window, and acts that never count: given back, or on one’s own word. */
  waiting: Type.Integer(),
  neverCount: Type.Integer(),
  /** Acts of people who are not in the community any more are counted, not drawn. */
  leftOut: Type.Integer(),
})
export type MeshAnswer = Static<typeof MeshAnswer>

export const ArcAnswer = Type.Object({
  from: Type.String(),
  to: Type.String(),
  because: Type.Array(Type.Object({ at: Timestamp, words: Type.String(), counts: Type.Boolean() })),
})
export type ArcAnswer = Static<typeof ArcAnswer>

export const FriendsAnswer = Type.Object({
  /** Members of my communities who bought it; first those on whose word I have acted, directly or through others. */
  items: Type.Array(
    Type.Object({
      nickname: Type.String(),
      communityName: Type.String(),
      orders: Type.Integer(),
      isTrusted: Type.Boolean(),
    }),
  ),
})
export type FriendsAnswer = Static<typeof FriendsAnswer>

export const MyTrustAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      communityId: idOf('com'),
      communityName: Type.String(),
      /** Acts of mine on others' word, and of others on mine; only numbers, who it was is theirs to tell. */
      actedOnOthers: Type.Integer(),
      othersActedOnMine: Type.Integer(),
      /** On whose word I acted in the last 90 days, the weightiest first, and each act in a sentence. */
      iTrust: Type.Array(
        Type.Object({
          /** Null for somebody who is not in this community any more. */
          nickname: orNull(Type.String()),
          counts: Type.Boolean(),
          because: Type.Array(
            Type.Object({
              at: Timestamp,
              words: Type.String(),
              counts: Type.Boolean(),
              /** The order whose answer can be taken back; null where nothing was answered. */
              takeBackOrderId: orNull(idOf('ord')),
            }),
          ),
        }),
      ),
      /** Whoever sells in this community sees on whose word I acted. */
      seenBy: Type.Array(Type.String()),
    }),
  ),
})
export type MyTrustAnswer = Static<typeof MyTrustAnswer>

export const TrustMapAnswer = Type.Object({
  /** Communities with a label that rests on G and OS, and all others as counts. */
  communities: Type.Array(
    Type.Object({
      id: idOf('com'),
      name: Type.String(),
      label: oneOf(...verdictLabels),
      labelWords: Type.String(),
      ownerShare: orNull(Type.Number()),
      together: orNull(Type.Number()),
      activeMembers: Type.Integer(),
      readAt: Timestamp,
      /** Against the reading of four weeks ago; null where there is none. */
      ownerShareBefore: orNull(Type.Number()),
      togetherBefore: orNull(Type.Number()),
    }),
  ),
  counts: Type.Array(
    Type.Object({ label: oneOf(...verdictLabels), labelWords: Type.String(), communities: Type.Integer() }),
  ),
  /** Whose place has moved since last week by more than chance would, furthest first. */
  movers: Type.Array(
    Type.Object({
      id: idOf('com'),
      name: Type.String(),
      label: oneOf(...verdictLabels),
      labelWords: Type.String(),
      labelBefore: oneOf(...verdictLabels),
      labelWordsBefore: Type.String(),
      ownerShare: Type.Number(),
      together: Type.Number(),
      ownerShareBefore: Type.Number(),
      togetherBefore: Type.Number(),
    }),
  ),
  /** The week that they are held against. */
  moversSince: LocalDate,
  /** More communities than are listed. */
  more: Type.Integer(),
})
export type TrustMapAnswer = Static<typeof TrustMapAnswer>
