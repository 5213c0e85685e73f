import { type Account, declareAccounts, HOUSE } from '../ledger/index.ts'

const kinds = declareAccounts({
  commission_contract_cost: { code: 1101, type: 'asset', guarded: false },
  receivable_from_curator: { code: 1201, type: 'asset', guarded: true, ownerPrefix: 'per' },
  curator_frozen: { code: 2401, type: 'liability', guarded: false, ownerPrefix: 'per' },
  curator_available: { code: 2402, type: 'liability', guarded: true, ownerPrefix: 'per' },
  curator_withdrawing: { code: 2403, type: 'liability', guarded: true, ownerPrefix: 'per' },
  commission: { code: 5201, type: 'expense', guarded: false },
})

export const contractCost: Account = { kind: kinds.commission_contract_cost, owner: HOUSE }
export const frozenOf = (curator: bigint): Account => ({ kind: kinds.curator_frozen, owner: curator })
export const availableOf = (curator: bigint): Account => ({ kind: kinds.curator_available, owner: curator })
export const withdrawingOf = (curator: bigint): Account => ({ kind: kinds.curator_withdrawing, owner: curator })
/** What she owes because a refund took back what she had been paid. An account of its own, never a balance below zero. */
export const debtOf = (curator: bigint): Account => ({ kind: kinds.receivable_from_curator, owner: curator })
export const commissionExpense: Account = { kind: kinds.commission, owner: HOUSE }
export const walletKinds = kinds
