import { type Account, declareAccounts, HOUSE } from '../ledger/index.ts'

const kinds = declareAccounts({
  receivable_from_supplier: { code: 1202, type: 'asset', guarded: true, ownerPrefix: 'sup' },
  supplier_due: { code: 2302, type: 'liability', guarded: true, ownerPrefix: 'sup' },
  tax_withheld: { code: 2501, type: 'liability', guarded: false },
})

/** Kept back from payouts for the tax office. */
export const taxWithheld: Account = { kind: kinds.tax_withheld, owner: HOUSE }
/** Claims and fees that a supplier bears, until a settlement sets them off. */
export const receivableFrom = (supplierId: bigint): Account => ({
  kind: kinds.receivable_from_supplier,
  owner: supplierId,
})
/** Settled and not paid yet: never more is paid than this. */
export const dueTo = (supplierId: bigint): Account => ({ kind: kinds.supplier_due, owner: supplierId })
