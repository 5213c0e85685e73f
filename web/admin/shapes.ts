import type * as catalog from '../../src/catalog/contract.ts'
import type * as taxes from '../../src/catalog/contract-tax.ts'
import type * as commissions from '../../src/commissions/contract.ts'
import type * as communities from '../../src/communities/contract.ts'
import type * as curators from '../../src/curators/contract.ts'
import type * as ledger from '../../src/ledger/contract.ts'
import type * as orders from '../../src/orders/contract.ts'
import type * as payments from '../../src/payments/contract.ts'
import type * as bills from '../../src/payments/contract-bills.ts'
import type * as people from '../../src/people/contract.ts'
import type { Static } from '../../src/platform/wire.ts'
import type * as sales from '../../src/sales/contract.ts'
import type * as settlements from '../../src/settlements/contract.ts'
import type * as periods from '../../src/settlements/contract-periods.ts'
import type * as stock from '../../src/stock/contract.ts'

/** What the admin routes answer, taken from the rooms' contracts: a change there is an error here. */

export type { Money } from '../../src/platform/wire.ts'

import type { Money } from '../../src/platform/wire.ts'
import type { AdminAppeal as Appealed } from '../../src/trust/contract-appeals.ts'
import type { PersonEvidenceAnswer, WorthALookAnswer } from '../../src/trust/contract-review.ts'
import type { TrustMapAnswer } from '../../src/trust/contract-screens.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export type Staff = people.Staff
export type StaffRole = Staff['roles'][number]
export type StaffRow = people.StaffRow
export type StaffMade = Static<typeof people.StaffMade>
export type ApiKey = people.ApiKey
export type ApiKeyMade = Static<typeof people.ApiKeyMade>
export type Activity = people.Activity
export type PersonRow = people.PersonRow

export type OrderState = orders.OrderState
export type OrderRow = Static<typeof orders.AdminOrderRow>
export type AdminOrder = Static<typeof orders.AdminOrder>
export type Order = orders.OrderShape
export type Journal = AdminOrder['journals'][number]
export type Transfer = Journal['transfers'][number]

export type AccountStatement = ledger.AccountStatement
export type StatementLine = ledger.StatementLine
export type LedgerDay = ledger.LedgerDay

export type SettlementPeriod = periods.SettlementPeriod
export type SettlementPeriodDetail = periods.SettlementPeriodDetail
export type CuratorSettlement = periods.CuratorSettlement
export type SupplierSettlement = periods.SupplierSettlement
export type SupplierStatement = periods.SupplierStatement
export type TaxRate = Static<typeof taxes.TaxRate>
export type Payout = settlements.AdminPayout
export type Payment = Static<typeof payments.AdminPayment>
export type Refund = Static<typeof payments.AdminRefund>
export type BillDay = bills.BillDay
export type BillPosition = bills.BillPosition
export type BillLine = bills.BillLineShape
export type Difference = bills.Difference
export type Notification = bills.Notification
export type PaymentState = payments.IntentState

export type ProductRow = Static<typeof catalog.AdminProductRow>
export type Product = catalog.AdminProduct
export type ProductState = catalog.ProductState
export type ReturnClass = catalog.ReturnClass
export type FactName = catalog.FactName
export type Fact = Product['facts'][number]
export type ProductSku = Product['skus'][number]
export type Offer = Static<typeof catalog.Offer>
export type ProductLot = Product['lots'][number]
export type ProductPicture = Product['pictures'][number]
export type Supplier = Static<typeof catalog.Supplier>
export type FreightTemplate = Static<typeof catalog.FreightTemplate>
export type Warehouse = Static<typeof stock.Warehouse>
export type StockRow = Static<typeof stock.StockRow>

export type Community = Static<typeof communities.AdminCommunity>
export type CarrierKind = communities.CarrierKind
export type Curator = curators.Curator
export type CuratorState = Curator['state']
export type Stage = curators.Stage
export type Rule = commissions.Rule
export type CuratorWithWallet = Static<typeof commissions.CuratorWithWallet>
export type WalletEntry = Static<typeof commissions.WalletEntry>
export type Member = Static<typeof communities.Member>
export type MemberState = Member['state']
export type SaleRow = Static<typeof sales.AdminSaleRow>
export type Sale = Static<typeof sales.AdminSale>
export type SaleState = sales.SaleState
export type Today = Static<typeof orders.AdminToday>

/** The rooms orders, ledger and the wiring keep these outside their contracts. */
export interface SoldDay {
  readonly date: string
  readonly orders: number
  readonly amount: Money
}
export interface ShipVerdict {
  readonly orderId: string
  readonly ok: boolean
  readonly code: string | null
  readonly title: string | null
}
export interface FullAddress {
  readonly recipient: string
  readonly phone: string
  readonly region: string
  readonly street: string
}
export interface TrialBalance {
  readonly rows: readonly {
    readonly code: number
    readonly name: string
    readonly type: string
    readonly debit: Money
    readonly credit: Money
  }[]
  readonly difference: Money
}
export interface AuditResult {
  readonly ok: boolean
  readonly ranAt: string
  readonly checks: readonly {
    readonly name: string
    readonly looked: number
    readonly found: number
    /** The first rows found, as text. */
    readonly rows: readonly string[]
  }[]
}

export type TrustMap = TrustMapAnswer
export type WorthALook = WorthALookAnswer
export type PersonEvidence = PersonEvidenceAnswer
export type AdminAppeal = Appealed
