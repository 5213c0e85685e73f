/** What the shop's pages show, by the names they use here: the rooms' own contracts. */
export type { SaleCard, SalePage as Sale } from '../../src/attribution/contract.ts'
export type { Picture, Product, ProductCard, Sku } from '../../src/catalog/contract.ts'
export type { InvitationPage as Invitation } from '../../src/communities/contract.ts'

import type { SalePage } from '../../src/attribution/contract.ts'
import type { Product } from '../../src/catalog/contract.ts'

export type SaleSku = SalePage['skus'][number]
export type DossierFact = Product['facts'][number]
