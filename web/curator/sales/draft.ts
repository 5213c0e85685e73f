import type { Delivery, Sale } from '../shapes.ts'
import { cutOffChoices, instantOfInput, localInput } from '../times.ts'

/** A sale while it is being put together. Plain data, kept on the phone until it is posted. */
export interface Draft {
  readonly communityIds: readonly string[]
  readonly skus: readonly { readonly skuId: string; readonly perPerson: number | null }[]
  /** Local times of the installation's zone, as the inputs hold them: 2026-11-22T22:00. Empty opensAt: now. */
  readonly opensAt: string
  readonly cutsOffAt: string
  readonly arrivesOn: string
  /** 秒杀; missing in a draft that was kept by an earlier build. */
  readonly isFlash?: boolean
  readonly delivery: Delivery
  readonly pickupPointId: string
  /** Empty: named after its goods. */
  readonly title: string
  readonly word: string
}

export const steps = ['communities', 'goods', 'times', 'confirm'] as const
export type Step = (typeof steps)[number]

const DAY_MS = 86_400_000
export const MAX_SKUS = 30
export const MAX_PER_PERSON = 99
export const TITLE_LENGTH = 60
export const WORD_LENGTH = 500

export function newDraft(now: number, zone: string): Draft {
  const choices = cutOffChoices(now, zone)
  // Ten in the evening is when most groups close.
  const first = choices.find((at) => localInput(at, zone).endsWith('22:00')) ?? choices[0]
  return {
    communityIds: [],
    skus: [],
    opensAt: '',
    cutsOffAt: first ? localInput(first, zone) : '',
    arrivesOn: '',
    delivery: 'parcel',
    pickupPointId: '',
    title: '',
    word: '',
  }
}

/** The same goods, groups and way of delivery as an earlier sale, with new times. */
export function draftLike(sale: Sale, now: number, zone: string): Draft {
  return {
    ...newDraft(now, zone),
    communityIds: sale.communities.map(({ id }) => id),
    skus: sale.skus.map(({ skuId, perPerson }) => ({ skuId, perPerson })),
    isFlash: sale.kind === 'flash',
    delivery: sale.delivery,
    pickupPointId: sale.pickupPoint?.id ?? '',
    title: sale.title,
    word: sale.word,
  }
}

/** What keeps a step from being done, by field: the key of the words to say. Empty when it may go on. */
export function missingIn(draft: Draft, step: Step, now: number, zone: string): Readonly<Record<string, string>> {
  if (step === 'communities') return draft.communityIds.length === 0 ? { communityIds: 'need_community' } : {}
  if (step === 'goods') return draft.skus.length === 0 ? { skus: 'need_goods' } : {}
  return step === 'times' ? missingTimes(draft, now, zone) : {}
}

/** The first step that is not done yet; `confirm` when all are. */
export function firstOpenStep(draft: Draft, now: number, zone: string): Step {
  return steps.find((step) => Object.keys(missingIn(draft, step, now, zone)).length > 0) ?? 'confirm'
}

export function withSku(draft: Draft, skuId: string, isIn: boolean): Draft {
  const others = draft.skus.filter((sku) => sku.skuId !== skuId)
  return { ...draft, skus: isIn ? [...others, { skuId, perPerson: null }].slice(0, MAX_SKUS) : others }
}

export function withLimit(draft: Draft, skuId: string, perPerson: number | null): Draft {
  return { ...draft, skus: draft.skus.map((sku) => (sku.skuId === skuId ? { ...sku, perPerson } : sku)) }
}

export function withCommunity(draft: Draft, id: string, isIn: boolean): Draft {
  const others = draft.communityIds.filter((other) => other !== id)
  const communityIds = isIn ? [...others, id] : others
  // A pick-up point belongs to one community.
  return { ...draft, communityIds, pickupPointId: '' }
}

/** The request that opens the sale. `fallbackTitle` is used where she wrote none. */
export function bodyOf(draft: Draft, fallbackTitle: string, zone: string): Record<string, unknown> {
  const opensAt = instantOfInput(draft.opensAt, zone)
  const title = draft.title.trim() || fallbackTitle
  return {
    ...(title ? { title: title.slice(0, TITLE_LENGTH) } : {}),
    ...(draft.word.trim() ? { word: draft.word.trim() } : {}),
    ...(draft.isFlash ? { kind: 'flash' } : {}),
    communityIds: draft.communityIds,
    skus: draft.skus.map(({ skuId, perPerson }) => (perPerson === null ? { skuId } : { skuId, perPerson })),
    ...(opensAt ? { opensAt: opensAt.toISOString() } : {}),
    cutsOffAt: instantOfInput(draft.cutsOffAt, zone)?.toISOString(),
    arrivesOn: draft.arrivesOn,
    delivery: draft.delivery,
    ...(draft.delivery === 'pickup' ? { pickupPointId: draft.pickupPointId } : {}),
  }
}

function missingTimes(draft: Draft, now: number, zone: string): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {}
  const opensAt = instantOfInput(draft.opensAt, zone)?.getTime() ?? now
  const cutsOffAt = instantOfInput(draft.cutsOffAt, zone)
  if (!cutsOffAt) missing['cutsOffAt'] = 'need_cut_off'
  else if (cutsOffAt.getTime() <= now) missing['cutsOffAt'] = 'cut_off_passed'
  else if (cutsOffAt.getTime() <= opensAt) missing['cutsOffAt'] = 'cut_off_before_opening'
  else if (draft.isFlash && cutsOffAt.getTime() - opensAt > DAY_MS) missing['cutsOffAt'] = 'flash_a_day'
  if (!draft.arrivesOn) missing['arrivesOn'] = 'need_arrival'
  else if (cutsOffAt && draft.arrivesOn < localInput(cutsOffAt, zone).slice(0, 10))
    missing['arrivesOn'] = 'arrival_before_cut_off'
  if (draft.delivery === 'pickup' && !draft.pickupPointId) missing['pickupPointId'] = 'need_point'
  return missing
}
