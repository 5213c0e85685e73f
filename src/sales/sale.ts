import { dateIn } from '../platform/clock.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import { refusals, type SaleKind, type SaleState } from './contract.ts'

/** 团: some SKUs in one or more communities, until a cut-off, with a promised arrival. */
export interface Sale {
  readonly id: Id<'sal'>
  /** `flash` (秒杀): opens at a second, limits count over all its communities, a payer account pays for one person. */
  readonly kind: SaleKind
  readonly curatorPersonId: Id<'per'>
  readonly title: string
  readonly word: string
  readonly opensAt: Date
  readonly cutsOffAt: Date
  /** The promised day, in the installation's zone. */
  readonly arrivesOn: string
  readonly delivery: 'parcel' | 'pickup'
  readonly pickupPointId: Id<'pkp'> | null
  readonly stoppedAt: Date | null
  readonly version: number
  /** Where it stood at the moment for which it was read. */
  readonly state: SaleState
  readonly skus: readonly SaleSku[]
  readonly communityIds: readonly Id<'com'>[]
}

export interface SaleSku {
  readonly skuId: Id<'sku'>
  /** At most so many per person in this sale and community, in a flash sale over all of them; null: no limit but the general one. */
  readonly perPerson: number | null
}

const DAY_MS = 86_400_000
const MAX_DAYS = 30
const MAX_FLASH_MS = DAY_MS
const MAX_DAYS_TO_ARRIVAL = 60
export const MAX_OPEN_SALES = 50

/** Where a sale stands at a moment. It takes orders from its opening until just before its cut-off, unless stopped. */
export function saleState(sale: Pick<Sale, 'opensAt' | 'cutsOffAt' | 'stoppedAt'>, at: Date): SaleState {
  if (sale.stoppedAt) return 'stopped'
  // In numbers: comparing two dates asks each how it would like to be compared.
  if (at.getTime() >= sale.cutsOffAt.getTime()) return 'ended'
  return at.getTime() < sale.opensAt.getTime() ? 'planned' : 'open'
}

/** Why the sale takes no order at a moment: `sale_not_open`, `sale_closed`, `sale_stopped`; undefined when it does. */
export function whyNoOrders(sale: Pick<Sale, 'opensAt' | 'cutsOffAt' | 'stoppedAt'>, at: Date): Refusal | undefined {
  switch (saleState(sale, at)) {
    case 'planned':
      return new Refusal(refusals.sale_not_open, { opensAt: sale.opensAt.toISOString() })
    case 'ended':
      return new Refusal(refusals.sale_closed)
    case 'stopped':
      return new Refusal(refusals.sale_stopped)
    case 'open':
      return undefined
  }
}

type Window = Pick<Sale, 'kind' | 'opensAt' | 'cutsOffAt' | 'arrivesOn'>

/**
 * Refuses a window that cannot be kept: `cut_off_in_the_past`, `sale_too_long`, `arrival_before_cut_off`,
 * `arrival_too_far`, and of a flash sale `flash_opens_at_a_second`, `flash_too_long`. Dates are those of the installation's zone.
 */
export function assertWindow({ kind, opensAt, cutsOffAt, arrivesOn }: Window, at: Date, timeZone: string): void {
  if (!(cutsOffAt > opensAt && cutsOffAt > at)) throw new Refusal(refusals.cut_off_in_the_past)
  const tooLong = cutsOffAt.getTime() - opensAt.getTime() > MAX_DAYS * DAY_MS
  const tooFar = opensAt.getTime() - at.getTime() > MAX_DAYS * DAY_MS
  if (tooLong || tooFar) throw new Refusal(refusals.sale_too_long)
  if (kind === 'flash') assertFlashWindow(opensAt, cutsOffAt)
  if (arrivesOn < dateIn(timeZone, cutsOffAt)) throw new Refusal(refusals.arrival_before_cut_off)
  const latest = new Date(cutsOffAt.getTime() + MAX_DAYS_TO_ARRIVAL * DAY_MS)
  if (arrivesOn > dateIn(timeZone, latest)) throw new Refusal(refusals.arrival_too_far)
}

/** When a flash sale opens that was given no time: the next full second. */
export const nextSecond = (at: Date): Date => new Date(Math.ceil(at.getTime() / 1000) * 1000)

function assertFlashWindow(opensAt: Date, cutsOffAt: Date): void {
  if (opensAt.getTime() % 1000 !== 0) throw new Refusal(refusals.flash_opens_at_a_second)
  if (cutsOffAt.getTime() - opensAt.getTime() > MAX_FLASH_MS) throw new Refusal(refusals.flash_too_long)
}
