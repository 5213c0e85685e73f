import type { KnownLink } from '../attribution/index.ts'
import type { SkuLookup } from '../catalog/index.ts'
import type { RuleInForce } from '../commissions/index.ts'
import type { HowSheStands } from '../communities/index.ts'
import type { Seller } from '../curators/index.ts'
import type { AddressesForOrders, MaskedAddress } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { isRefusal, type Refusal } from '../platform/errors.ts'
import type { Claim } from '../platform/idempotency.ts'
import type { OrderedSale } from '../sales/index.ts'
import type { PlaceInput } from './contract.ts'
import type { Binding, Draft, WantedLine } from './order.ts'

export interface Placing {
  readonly actor: PersonActor
  readonly claim: Claim
  readonly input: PlaceInput
}

/** A placing with its ids read; what cannot be read is refused before anything is asked. */
export interface Asked {
  readonly placing: Placing
  /** null: a direct order. */
  readonly linkId: bigint | null
  readonly known: KnownLink | null
  readonly addressId: bigint | null
  readonly lines: readonly WantedLine[]
  /** The id that the order will have, in the cell where it belongs. */
  readonly orderId: bigint
  readonly cellId: number
}

/** One order on its way through the batch: what was read for it and what has been decided so far. */
export interface Candidate {
  readonly asked: Asked
  readonly link: KnownLink | null
  readonly sale: OrderedSale | null
  readonly curator: Seller | undefined
  readonly entrance: Entrance
  readonly binding: Binding | null
  readonly draft: Draft
  readonly address: MaskedAddress | null
  readonly pickupPointId: bigint | null
  /** How many of each line's goods one person may have in this sale; null: no limit. Empty for a direct order. */
  readonly limits: readonly (number | null)[]
}

/** Everything that a list of orders is decided by, as of one transaction. */
export interface Reading {
  readonly revoked: ReadonlySet<bigint>
  readonly sales: ReadonlyMap<bigint, OrderedSale>
  readonly curators: ReadonlyMap<bigint, Seller>
  readonly communityNames: ReadonlyMap<bigint, string>
  /** Of those who are not active members. */
  readonly standings: ReadonlyMap<string, HowSheStands>
  readonly skus: SkuLookup
  readonly rules: readonly RuleInForce[]
  readonly addresses: AddressesForOrders
}

/** How a buyer stands in the community of a link: let in, waiting for the door, or not needed (a direct order). */
export type Entrance = 'active' | 'waiting' | 'direct'

/** A refusal as a verdict in its place; anything else is thrown on. */
export function tryRefusal<T>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}
