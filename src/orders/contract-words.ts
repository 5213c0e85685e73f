import { idOf, oneOf, orNull, type Static, strict, Timestamp, Type } from '../platform/wire.ts'

/** 谁让你动心的? for one order: what was answered, or whom one may name. */
export const WordsQuestion = Type.Object({
  canAnswer: Type.Boolean(),
  given: orNull(Type.Array(Type.Object({ nickname: Type.String() }))),
  choices: Type.Array(Type.Object({ memberId: idOf('mem'), nickname: Type.String() })),
})
export type WordsQuestion = Static<typeof WordsQuestion>

export const WordsInput = strict(
  { memberIds: Type.Array(idOf('mem'), { minItems: 1, maxItems: 3 }) },
  { examples: [{ memberIds: ['mem_01hqzk3v5x8ab'] }] },
)

/** Who of the platform looked at what belongs to me, and why, as they wrote it. */
export const Looks = Type.Object({
  items: Type.Array(
    Type.Object({
      at: Timestamp,
      who: Type.String(),
      what: oneOf('phone', 'address', 'trust'),
      reason: orNull(Type.String()),
      orderId: orNull(idOf('ord')),
    }),
  ),
})
export type Looks = Static<typeof Looks>
