import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import { type curatorStates, refusals, type Stage } from './contract.ts'

/** A person who chooses and sells for commission, and signs for it. */
export interface Curator {
  readonly personId: Id<'per'>
  readonly displayName: string
  readonly introduction: string
  readonly stage: Stage
  readonly state: (typeof curatorStates)[number]
  readonly appliedAt: Date
  readonly decidedAt: Date | null
  readonly decisionNote: string
  readonly version: number
}

/** Her open sales take orders: she neither applies, nor rests (休市), nor is gone. */
export const isActive = (curator: Pick<Curator, 'state'> | undefined): boolean => curator?.state === 'active'

/** Has the workbench: a curator who rests still prepares, packs and reads her numbers. */
export const isAppointed = (curator: Curator | undefined): boolean =>
  curator?.state === 'active' || curator?.state === 'resting'

/** Why she may not sell, and why her open sales take no orders now; undefined when they do. */
export function whyNotSelling(curator: Pick<Curator, 'state'> | undefined): Refusal | undefined {
  if (isActive(curator)) return undefined
  return new Refusal(curator?.state === 'resting' ? refusals.curator_resting : refusals.not_a_curator)
}

/** Who was declined, or went, may apply again. Refuses `already_applied`, `already_curator`. */
export function assertMayApply(before: Curator | undefined): void {
  if (before?.state === 'applied') throw new Refusal(refusals.already_applied)
  if (isAppointed(before)) throw new Refusal(refusals.already_curator)
}

/** 休市 on and off. Refuses `not_a_curator` for everyone who is not appointed. */
export function restingState(before: Curator | undefined, rests: boolean): 'active' | 'resting' {
  if (!isAppointed(before)) throw new Refusal(refusals.not_a_curator)
  return rests ? 'resting' : 'active'
}
