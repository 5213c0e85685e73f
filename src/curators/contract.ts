import { line } from '../communities/contract.ts'
import {
  defineRefusals,
  idOf,
  oneOf,
  orNull,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const refusals = defineRefusals({
  already_applied: {
    status: 409,
    zh: '你已经申请过了，等回音吧。',
    en: 'You have applied already. Please wait for us.',
  },
  already_curator: { status: 409, zh: '你已经是甄选师了。', en: 'You are a curator already.' },
  already_decided: { status: 409, zh: '这份申请已经有结果了。', en: 'This application has been decided already.' },
  not_a_curator: { status: 403, zh: '要先成为甄选师。', en: 'Only curators may do this.' },
  curator_resting: {
    status: 409,
    zh: '甄选师休市中，暂不接单。',
    en: 'The curator is resting and takes no orders now.',
  },
})

export const stages = ['novice', 'skilled', 'professional'] as const
export type Stage = (typeof stages)[number]
export const curatorStates = ['applied', 'active', 'resting', 'closed', 'declined'] as const

/** 阶段: 新手 · 熟手 · 专业. Never a level in a hierarchy. */
export const stageLabels: Readonly<Record<Stage, { readonly zh: string; readonly en: string }>> = {
  novice: { zh: '新手', en: 'Novice' },
  skilled: { zh: '熟手', en: 'Skilled' },
  professional: { zh: '专业', en: 'Professional' },
}

export const Curator = Type.Object({
  personId: idOf('per'),
  displayName: Type.String(),
  introduction: Type.String(),
  stage: oneOf(...stages),
  state: oneOf(...curatorStates),
  appliedAt: Timestamp,
  decidedAt: orNull(Timestamp),
  /** What the staff told her with the decision. */
  decisionNote: Type.String(),
  version: Type.Integer(),
})
export type Curator = Static<typeof Curator>
export const Profile = Type.Object({ profile: orNull(Curator) })
export const Curators = page(Curator)

export const Application = strict({ displayName: line(30), introduction: Type.Optional(text(500, 0)) })
export type Application = Static<typeof Application>
export const ProfileChange = strict({
  displayName: Type.Optional(line(30)),
  introduction: Type.Optional(text(500, 0)),
  version: Type.Integer({ minimum: 1 }),
})
export type ProfileChange = Static<typeof ProfileChange>
export const Decision = strict({ decision: oneOf('approve', 'decline'), note: Type.Optional(text(300, 0)) })
export type Decision = Static<typeof Decision>
export const StageInput = strict({ stage: oneOf(...stages) })

/** What this room says; the subject is the person. */
export const events = {
  'curator.applied': Type.Object({}),
  'curator.approved': Type.Object({}),
  'curator.declined': Type.Object({}),
  'curator.rested': Type.Object({}),
  'curator.returned': Type.Object({}),
  'curator.closed': Type.Object({}),
  'curator.stage_changed': Type.Object({ stage: oneOf(...stages) }),
}
