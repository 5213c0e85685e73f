import { type Account, declareAccounts, HOUSE } from '../ledger/index.ts'

const kinds = declareAccounts({ tax_withheld: { code: 2501, type: 'liability', guarded: false } })

/** Kept back from payouts for the tax office. */
export const taxWithheld: Account = { kind: kinds.tax_withheld, owner: HOUSE }
