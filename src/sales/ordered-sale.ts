import { Refusal } from '../platform/errors.ts'
import { sharedWord } from '../platform/shared-word.ts'
import { refusals } from './contract.ts'
import type { Sale } from './sale.ts'

/** What the database says of a sale that orders are placed in; moments in milliseconds. */
export interface SaleFacts extends Pick<Sale, 'id' | 'version' | 'kind' | 'title' | 'delivery' | 'pickupPointId'> {
  readonly opensMs: number
  readonly cutsOffMs: number
  readonly stoppedMs: number | null
  /** In any order, with how many of each one person may have; null without a limit. */
  readonly skus: readonly { readonly skuId: bigint; readonly perPerson: number | null }[]
}

/** Short numbers for the SKUs that sales offer: thousands of sales are kept in memory, each with a score of them. */
export class SkuNumbers {
  readonly #numbers = new Map<bigint, number>()

  of(skuId: bigint): number {
    const known = this.#numbers.get(skuId)
    if (known !== undefined) return known
    this.#numbers.set(skuId, this.#numbers.size)
    return this.#numbers.size - 1
  }

  find(skuId: bigint): number | undefined {
    return this.#numbers.get(skuId)
  }
}

/** A sale as an order needs it: its window, and what it offers. About 350 bytes. */
export class OrderedSale
  implements Pick<Sale, 'id' | 'kind' | 'title' | 'opensAt' | 'cutsOffAt' | 'delivery' | 'pickupPointId' | 'stoppedAt'>
{
  /** The mark of all sales at which it was known to be this. */
  asOf = ''
  readonly id: Sale['id']
  readonly version: number
  readonly kind: Sale['kind']
  readonly title: string
  readonly delivery: Sale['delivery']
  readonly pickupPointId: Sale['pickupPointId']
  readonly #opensMs: number
  readonly #cutsOffMs: number
  readonly #stoppedMs: number | null
  /** A number as two units: in a list of its own each would take twice that. */
  readonly #skus: string
  /** By place in the list of SKUs; absent where none has a limit. */
  readonly #perPerson: readonly (number | null)[] | undefined

  constructor(
    facts: SaleFacts,
    private readonly numbers: SkuNumbers,
  ) {
    this.id = facts.id
    this.version = facts.version
    this.kind = sharedWord(facts.kind)
    this.title = facts.title
    this.delivery = sharedWord(facts.delivery)
    this.pickupPointId = facts.pickupPointId
    this.#opensMs = facts.opensMs
    this.#cutsOffMs = facts.cutsOffMs
    this.#stoppedMs = facts.stoppedMs
    this.#skus = facts.skus.map(({ skuId }) => inTwoUnits(numbers.of(skuId))).join('')
    const hasLimit = facts.skus.some(({ perPerson }) => perPerson !== null)
    this.#perPerson = hasLimit ? facts.skus.map(({ perPerson }) => perPerson) : undefined
  }

  get opensAt(): Date {
    return new Date(this.#opensMs)
  }
  get cutsOffAt(): Date {
    return new Date(this.#cutsOffMs)
  }
  get stoppedAt(): Date | null {
    return this.#stoppedMs === null ? null : new Date(this.#stoppedMs)
  }

  /** How many of a SKU one person may have in this sale; null: no limit but the general one. Refuses `sku_not_in_sale`. */
  limitOf(skuId: bigint): number | null {
    const number = this.numbers.find(skuId)
    const place = number === undefined ? -1 : placeIn(this.#skus, number)
    if (place < 0) throw new Refusal(refusals.sku_not_in_sale)
    return this.#perPerson?.[place] ?? null
  }
}

const inTwoUnits = (number: number): string => String.fromCharCode(number >>> 16, number & 0xffff)

function placeIn(numbers: string, wanted: number): number {
  const high = wanted >>> 16
  const low = wanted & 0xffff
  for (let at = 0; at < numbers.length; at += 2)
    if (numbers.charCodeAt(at + 1) === low && numbers.charCodeAt(at) === high) return at / 2
  return -1
}
