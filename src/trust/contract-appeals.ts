import {
  defineRefusals,
  idOf,
  oneOf,
  orNull,
  PageQuery,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'
import { verdictLabels } from './contract.ts'

/** A check-up is contested and answered. */

export const refusals = defineRefusals({
  appeal_waits: {
    status: 409,
    zh: '上一次申诉还在看，看完会在这里回你。',
    en: 'An appeal is already being looked at. The answer will stand here.',
  },
  appeal_answered: {
    status: 409,
    zh: '这条申诉已经答复过了。',
    en: 'This appeal has been answered already.',
  },
})

const MOST = 500
export const appealStates = ['waiting', 'stands', 'set_aside'] as const
export const appealOutcomes = ['stands', 'set_aside'] as const

export const AppealInput = strict({ words: text(MOST, 2) }, { examples: [{ words: '那周我在住院，群里靠李姐张罗。' }] })
export type AppealInput = Static<typeof AppealInput>

const said = {
  id: idOf('apl'),
  words: Type.String(),
  label: oneOf(...verdictLabels),
  labelWords: Type.String(),
  appealedAt: Timestamp,
  state: oneOf(...appealStates),
  answer: orNull(Type.String()),
  answeredAt: orNull(Timestamp),
}

export const Appeal = Type.Object(said)
export type Appeal = Static<typeof Appeal>

export const AppealAnswer = strict({ outcome: oneOf(...appealOutcomes), words: text(MOST, 2) })
export type AppealAnswer = Static<typeof AppealAnswer>

export const AdminAppeal = Type.Object({
  ...said,
  community: Type.Object({ id: idOf('com'), name: Type.String() }),
  person: Type.Object({ id: idOf('per'), nickname: Type.String() }),
  answeredBy: orNull(Type.String()),
  /** What the community reads as now, to judge by. */
  now: Type.Object({
    label: orNull(oneOf(...verdictLabels)),
    labelWords: orNull(Type.String()),
    ownerShare: orNull(Type.Number()),
    together: orNull(Type.Number()),
    activeMembers: Type.Integer(),
  }),
})
export type AdminAppeal = Static<typeof AdminAppeal>
export const AdminAppeals = page(AdminAppeal)
export const AppealsQuery = strict({ ...PageQuery, state: Type.Optional(oneOf('waiting', 'answered')) })
