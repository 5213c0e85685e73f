import type * as attribution from '../../src/attribution/contract.ts'
import type * as commissions from '../../src/commissions/contract.ts'
import type * as communities from '../../src/communities/contract.ts'
import type * as curators from '../../src/curators/contract.ts'
import type * as orders from '../../src/orders/contract.ts'
import type * as brought from '../../src/orders/contract-brought.ts'
import type * as people from '../../src/people/contract.ts'
import type { Static } from '../../src/platform/wire.ts'
import type * as sales from '../../src/sales/contract.ts'
import type * as settlements from '../../src/settlements/contract.ts'
import type * as periods from '../../src/settlements/contract-periods.ts'
import type * as trustSales from '../../src/trust/contract-sales.ts'
import type * as trust from '../../src/trust/contract-screens.ts'

/** What the curator's routes answer, taken from the rooms' contracts: a change there is an error here. */

export type { Money } from '../../src/platform/wire.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string | null
}

export type Person = people.Person
export type Me = Static<typeof people.Me>
export type CodeSent = Static<typeof people.CodeSent>
export type Curator = curators.Curator
export type Community = communities.Community
export type Member = Static<typeof communities.Member>
export type Invitation = Static<typeof communities.Invitation>
export type PickupPoint = Static<typeof communities.PickupPoint>
export type CarrierKind = communities.CarrierKind
export type Wallet = Static<typeof commissions.Wallet>
export type Payout = settlements.Payout
export type PayoutQuote = settlements.PayoutQuote
export type PayoutIdentity = Static<typeof settlements.Identity>
export type Settlement = periods.CuratorSettlement
export type WalletMove = Static<typeof commissions.WalletMove>
export type WalletEntry = Static<typeof commissions.WalletEntry>
export type Goods = Static<typeof sales.Goods>
export type GoodsSku = Goods['skus'][number]
export type Preview = Static<typeof sales.Preview>
export type SaleRow = Static<typeof sales.SaleRow>
export type Delivery = SaleRow['delivery']
export type Totals = Static<typeof orders.SaleTotals>
/** One row of the living list (接龙). */
export type ListedOrder = orders.ListRow
export type OrderState = orders.OrderState
export type ReadList = brought.ReadList
export type ReadRow = ReadList['items'][number]
export type BroughtOrder = brought.BroughtOrder
export type BroughtList = brought.BroughtList
export type Pickup = Static<typeof orders.Pickup>
export type LivingList = Static<typeof orders.LivingList>
/** What the stream of a living list says. */
export interface ListNews {
  readonly row: ListedOrder
  readonly totals: Totals
}

/** With the link of each community: `text` is ready to be pasted where that community lives. */
export type Sale = Static<typeof attribution.SaleWithLinks>
export type SaleCommunity = Sale['communities'][number]

/** The room orders keeps this shape outside its contract. */
export interface Today {
  readonly tasks: readonly Task[]
  readonly numbers: Wallet
}
export interface Task {
  readonly kind: 'let_in' | 'closing_soon' | 'open_sale' | 'hand_over' | 'unpaid'
  readonly title: string
  readonly detail: string
  readonly href: string
}

export type CheckUp = trust.CheckUpAnswer
export type Mesh = trust.MeshAnswer
export type MeshPerson = Mesh['people'][number]
export type MeshArc = Mesh['arcs'][number]
export type ArcWords = trust.ArcAnswer
export type SaleChange = trustSales.SaleChangeAnswer
export type SaleChanges = trustSales.SaleChangesAnswer
