import { idOf, orNull, type Static, strict, Type } from '../platform/wire.ts'

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
