import { book, type Journal, lockBalances, type Transfer } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { sweep } from '../platform/sweep.ts'
import { availableOf, commissionExpense, contractCost, debtOf, frozenOf } from './accounts.ts'
import * as sql from './sql.ts'
import { planVesting, type Vesting, vestsWhenReceivedBefore } from './vesting.ts'

/**
 * The sweep: what was received long enough ago becomes hers to withdraw, a thousand lines at a time. Two at once take
 * different lines. When a line cannot vest, the others of its list do: one bad row stops nobody else.
 */
export function vestDue(platform: Platform): Promise<number> {
  const receivedBefore = vestsWhenReceivedBefore(platform.clock.now())
  return sweep<sql.DueRow>({
    read: (after, limit) => sql.accrualsToVest(platform.db, receivedBefore, after, limit),
    take: (due) =>
      platform.db.inTransaction(platform, async (tx) => {
        const lines = await sql.lockAccrualsToVest(tx, due)
        await vest(platform, tx, lines)
        return lines.length
      }),
    failed: ({ id }, error) =>
      platform.log.error({ room: 'commissions', subject: formatId('acc', id), error }, 'a line could not vest'),
  })
}

/** Frozen becomes available, commission becomes an expense; what she owes is set off first. The rows are locked. */
async function vest(platform: Platform, tx: Tx, lines: readonly sql.AccrualRow[]): Promise<void> {
  if (lines.length === 0) return
  await sql.markVested(tx, lines)
  const earning = lines.filter((line) => line.accrued_fen > line.clawed_fen)
  const curators = [...new Set(earning.map((line) => line.curator_person_id))]
  const debts = await lockBalances(tx, curators.map(debtOf))
  const journals = curators.flatMap((curator) => {
    const mine = earning.filter((line) => line.curator_person_id === curator)
    const owed = debts.get(`receivable_from_curator/${curator}`) ?? 0
    const plan = planVesting(
      mine.map((line) => line.accrued_fen - line.clawed_fen),
      owed,
    )
    return mine.map((line, index) => journalOf(line, plan[index] as Vesting))
  })
  const booked = await book(platform, tx, journals)
  // A journal of this line that is there already would leave it vested in name only.
  if (booked.includes(false)) throw new Error('a line that has not vested is in the books as vested')
  for (const line of earning)
    tx.say({
      name: 'commission.vested',
      cellId: line.cell_id,
      subject: line.curator_person_id,
      actor: 'system:commissions',
      data: {
        orderId: formatId('ord', line.order_id),
        lineNo: line.line_no,
        amountFen: line.accrued_fen - line.clawed_fen,
      },
    })
}

function journalOf(line: sql.AccrualRow, { fen, setOffFen }: Vesting): Journal {
  const curator = line.curator_person_id
  const transfers: Transfer[] = [
    { debit: commissionExpense, credit: contractCost, amountFen: fen },
    { debit: frozenOf(curator), credit: availableOf(curator), amountFen: fen },
  ]
  if (setOffFen > 0) transfers.push({ debit: availableOf(curator), credit: debtOf(curator), amountFen: setOffFen })
  return {
    kind: 'commission_vested',
    key: `vest:${formatId('ord', line.order_id)}/${line.line_no}`,
    cellId: line.cell_id,
    reference: line.order_id,
    actor: 'system:commissions',
    transfers,
  }
}
