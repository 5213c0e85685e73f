import { type Account, type Journal, lockBalances, type Transfer } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { availableOf, debtOf, withdrawingOf } from './accounts.ts'

interface Payout {
  /** In text form: the key of its journals. */
  readonly id: string
  readonly cellId: number
  readonly reference: bigint
  readonly curator: bigint
  readonly grossFen: number
  readonly actor: string
}

const journal = (of: Payout, kind: string, key: string, transfers: readonly Transfer[]): Journal => ({
  ...{ kind, key, cellId: of.cellId, reference: of.reference, actor: of.actor },
  transfers,
})

/** Asked for: hers to withdraw no more, and not gone yet. */
export const payoutAsked = (of: Payout): Journal =>
  journal(of, 'payout_asked', `wd:${of.id}`, [
    { debit: availableOf(of.curator), credit: withdrawingOf(of.curator), amountFen: of.grossFen },
  ])

/** Arrived: the net left the bank, the tax is owed to the tax office from now. */
export const payoutDone = (
  of: Payout,
  parts: readonly { readonly to: Account; readonly amountFen: number }[],
): Journal =>
  journal(
    of,
    'payout_done',
    `wdok:${of.id}`,
    parts
      .filter(({ amountFen }) => amountFen > 0)
      .map(({ to, amountFen }) => ({ debit: withdrawingOf(of.curator), credit: to, amountFen })),
  )

/**
 * Did not arrive: hers again, once, whatever she came to owe meanwhile set off first. Balances are locked here, so the
 * payout's own row must be locked before.
 */
export async function payoutBack(tx: Tx, of: Payout): Promise<Journal> {
  const debt = debtOf(of.curator)
  const owed = (await lockBalances(tx, [debt])).get(`${debt.kind.name}/${of.curator}`) ?? 0
  const setOffFen = Math.min(owed, of.grossFen)
  const transfers: Transfer[] = [
    { debit: withdrawingOf(of.curator), credit: availableOf(of.curator), amountFen: of.grossFen },
  ]
  if (setOffFen > 0) transfers.push({ debit: availableOf(of.curator), credit: debt, amountFen: setOffFen })
  return journal(of, 'payout_back', `wdback:${of.id}`, transfers)
}
