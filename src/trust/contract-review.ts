import { defineRefusals, idOf, orNull, type Static, strict, Timestamp, Type, text } from '../platform/wire.ts'

/** What is worth a look by staff. Never public, never a verdict: each line leads to what it rests on. */

export const refusals = defineRefusals({
  looked_over_already: {
    status: 409,
    zh: '已经有同事看过，没有问题。',
    en: 'A colleague has looked at this person already and found everything in order.',
  },
})

const MOST = 500
const Count = Type.Integer({ minimum: 0 })
const Person = Type.Object({ id: idOf('per'), nickname: Type.String() })
const Community = Type.Object({ id: idOf('com'), name: Type.String() })
const Trouble = Type.Object({ orders: Count, returned: Count, claimed: Count, wrong: Count })

export const WorthALookAnswer = Type.Object({
  /** Trust on one person while more goes wrong: of the last four weeks against the nine before. */
  persona: Type.Array(
    Type.Object({
      community: Community,
      owner: orNull(Person),
      ownerShare: orNull(Type.Number()),
      recent: Trouble,
      earlier: Trouble,
      words: Type.String(),
      readAt: Timestamp,
    }),
  ),
  /** The last walk from people whom the platform knows; null before the first. */
  walk: orNull(Type.Object({ madeAt: Timestamp, people: Count, acts: Count, audited: Count, isWhole: Type.Boolean() })),
  /** Whom little of it reached, the least first: an order of looking, not a judgement. */
  people: Type.Array(
    Type.Object({ person: Person, reach: Type.Number(), moved: Count, circle: Count, words: Type.String() }),
  ),
})
export type WorthALookAnswer = Static<typeof WorthALookAnswer>

export const LookRequest = strict({ reason: text(200, 2) })

const Sentences = Type.Array(Type.Object({ at: Timestamp, words: Type.String(), counts: Type.Boolean() }))
export const PersonEvidenceAnswer = Type.Object({
  person: Person,
  communities: Type.Array(
    Type.Object({
      community: Community,
      /** What she did on others' word, and what others did on hers, newest first. */
      acted: Sentences,
      moved: Sentences,
      /** Pairs in which each acted on the other's word. */
      mutual: Count,
    }),
  ),
})
export type PersonEvidenceAnswer = Static<typeof PersonEvidenceAnswer>

export const LookedOver = strict({ words: text(MOST, 2) })
export type LookedOver = Static<typeof LookedOver>
