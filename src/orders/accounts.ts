import { type Account, declareAccounts, HOUSE } from '../ledger/index.ts'

const kinds = declareAccounts({
  order_deposit: { code: 2001, type: 'liability', guarded: false },
  output_tax: { code: 2201, type: 'liability', guarded: false },
  supplier_payable: { code: 2301, type: 'liability', guarded: false, ownerPrefix: 'sup' },
  sales: { code: 4001, type: 'income', guarded: false },
  freight: { code: 4002, type: 'income', guarded: false },
  refunds: { code: 5001, type: 'expense', guarded: false },
  cost_of_goods: { code: 5101, type: 'expense', guarded: false },
})

/** Paid but not yet received: owed as goods or as money back. */
export const orderDeposit: Account = { kind: kinds.order_deposit, owner: HOUSE }
export const salesIncome: Account = { kind: kinds.sales, owner: HOUSE }
export const freightIncome: Account = { kind: kinds.freight, owner: HOUSE }
/** Inside what was paid, owed to the tax office from receipt on. */
export const outputTax: Account = { kind: kinds.output_tax, owner: HOUSE }
/** What went back after it had been recognised as revenue, without its tax. */
export const refundsExpense: Account = { kind: kinds.refunds, owner: HOUSE }
export const costOfGoods: Account = { kind: kinds.cost_of_goods, owner: HOUSE }
export const payableTo = (supplierId: bigint): Account => ({ kind: kinds.supplier_payable, owner: supplierId })
