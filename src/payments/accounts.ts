import { type Account, declareAccounts, HOUSE } from '../ledger/index.ts'

const kinds = declareAccounts({
  psp_clearing: { code: 1001, type: 'asset', guarded: false },
  refund_payable: { code: 2101, type: 'liability', guarded: false },
})

/** What the payment provider holds for us until it settles. */
export const pspClearing: Account = { kind: kinds.psp_clearing, owner: HOUSE }
/** Owed back to payers until the provider says that it arrived. */
export const refundPayable: Account = { kind: kinds.refund_payable, owner: HOUSE }
