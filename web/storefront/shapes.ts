/** What the shop's pages show, as /v1/store answers it. Times are RFC 3339, dates are the installation's. */

export interface Money {
  readonly amount: number
  readonly currency: string
}

export interface Picture {
  /** At most 1200 px on its longer side; `smallUrl` at most 480. */
  readonly url: string
  readonly smallUrl: string
  readonly alt: string
  readonly width: number
  readonly height: number
}

export interface ProductCard {
  readonly id: string
  readonly name: string
  readonly word: string
  readonly category: string
  readonly categoryName: string
  readonly picture: Picture | null
  readonly directPrice: Money
  readonly communityPrice: Money
  readonly left: number | null
  readonly unit: string
}

export interface Sku {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly directPrice: Money
  readonly communityPrice: Money
  readonly passPrice: Money | null
  readonly left: number
}

export interface DossierFact {
  readonly fact: string
  readonly label: string
  readonly words: string
}

export interface Lot {
  readonly code: string
  readonly pickedOn: string | null
  readonly origin: string
}

export interface Product {
  readonly id: string
  readonly name: string
  readonly word: string
  readonly category: string
  readonly scout: { readonly name: string }
  readonly supplier: { readonly name: string; readonly place: string; readonly kind: string }
  readonly pictures: readonly Picture[]
  readonly promise: string
  readonly returnClass: string
  readonly facts: readonly DossierFact[]
  readonly skus: readonly Sku[]
  readonly lot: Lot | null
}

export type Delivery = 'parcel' | 'pickup'

export interface PickupPoint {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly hours: string
}

export interface SaleSku {
  readonly skuId: string
  readonly productId: string
  readonly name: string
  readonly unit: string
  readonly word: string
  readonly picture: Picture | null
  readonly communityPrice: Money
  readonly directPrice: Money
  readonly left: number
  readonly perPerson: number | null
}

export type SaleState = 'planned' | 'open' | 'ended' | 'stopped'

export interface Sale {
  readonly saleId: string
  readonly title: string
  readonly word: string
  readonly state: SaleState
  readonly opensAt: string
  readonly cutsOffAt: string
  readonly arrivesOn: string
  readonly delivery: Delivery
  readonly pickupPoint: PickupPoint | null
  readonly curator: { readonly displayName: string }
  readonly from: { readonly nickname: string } | null
  readonly community: { readonly id: string; readonly name: string; readonly carrier: { readonly kind: string } | null }
  readonly skus: readonly SaleSku[]
  readonly me: { readonly membership: 'none' | 'waiting' | 'active' | 'banned' }
}

/** A sale as its community's page lists it. */
export interface SaleCard {
  readonly id: string
  readonly token: string
  readonly title: string
  readonly word: string
  readonly cutsOffAt: string
  readonly arrivesOn: string
  readonly curator: { readonly displayName: string }
  readonly picture: Picture | null
  readonly fromPrice: Money
}

export interface Invitation {
  readonly community: {
    readonly name: string
    readonly purpose: string
    readonly rules: string
    readonly memberCount: number
    readonly cap: number
    readonly carrier: { readonly kind: string; readonly name: string } | null
  }
  readonly inviter: { readonly nickname: string }
  readonly expiresAt: string
}
