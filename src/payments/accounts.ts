import { type Account, declareAccounts, HOUSE } from '../ledger/index.ts'

const kinds = declareAccounts({
  psp_clearing: { code: 1001, type: 'asset', guarded: false },
  bank: { code: 1002, type: 'asset', guarded: false },
  // Held at the provider for a split. The house does not split (docs/decisions/0066): no journal moves it, and a check says so.
  psp_split_frozen: { code: 1003, type: 'asset', guarded: false },
  suspense: { code: 1901, type: 'asset', guarded: false },
  provider_fee: { code: 5401, type: 'expense', guarded: false },
  unexplained: { code: 5901, type: 'expense', guarded: false },
  refund_payable: { code: 2101, type: 'liability', guarded: false },
})

/** What the payment provider holds for us until it settles. */
export const pspClearing: Account = { kind: kinds.psp_clearing, owner: HOUSE }
/** Owed back to payers until the provider says that it arrived. */
export const refundPayable: Account = { kind: kinds.refund_payable, owner: HOUSE }
/** The house's own account at its bank. */
export const bank: Account = { kind: kinds.bank, owner: HOUSE }
/** What nobody can place yet; a person settles it with a reason. */
export const suspense: Account = { kind: kinds.suspense, owner: HOUSE }
/** What the provider keeps of payments. */
export const providerFee: Account = { kind: kinds.provider_fee, owner: HOUSE }
/** Differences with the provider that a person took as our own loss, or as gain (then it is below zero). */
export const unexplained: Account = { kind: kinds.unexplained, owner: HOUSE }
