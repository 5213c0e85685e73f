import { book, type Journal, lockBalances, type Transfer } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { availableOf, commissionExpense, contractCost, debtOf, frozenOf } from './accounts.ts'
import { commissionOf } from './rule.ts'
import * as sql from './sql.ts'
import { planClawBack, type TakenBack } from './vesting.ts'

/** Goods of a line that go back to the buyer, under the refund that returns them. */
export interface RefundedLine {
  readonly orderId: bigint
  readonly lineNo: number
  readonly refundId: bigint
  readonly goodsFen: number
}

/**
 * Takes commission back pro rata: what was earned less f(new net). From frozen while the line has not vested, else from
 * what she can withdraw, and the rest becomes a debt. Lines that never earned are passed over. One refund at most per
 * line and call.
 */
export async function clawBack(platform: Platform, tx: Tx, lines: readonly RefundedLine[]): Promise<void> {
  const rows = await sql.lockAccruals(tx, lines)
  const changes = rows.flatMap((row) => {
    const line = lines.find((one) => one.orderId === row.order_id && one.lineNo === row.line_no)
    if (!line || line.goodsFen === 0) return []
    const net = row.goods_fen - row.refunded_fen - line.goodsFen
    const rule = { rateBps: row.rate_bps, floorFen: row.floor_fen, capFen: row.cap_fen }
    const clawFen = row.accrued_fen - row.clawed_fen - commissionOf(net, rule)
    return [{ refundedFen: line.goodsFen, clawFen, line, row }]
  })
  if (changes.length === 0) return
  await sql.clawAccruals(tx, changes)
  const taken = changes.filter((change) => change.clawFen > 0)
  const vested = [...new Set(taken.flatMap(({ row }) => (row.state === 'vested' ? [row.curator_person_id] : [])))]
  const balances =
    vested.length > 0
      ? await lockBalances(tx, [...vested.map(availableOf), ...vested.map(debtOf)])
      : new Map<string, number>()
  const curators = [...new Set(taken.map(({ row }) => row.curator_person_id))]
  const journals = curators.flatMap((curator) => {
    const mine = taken.filter(({ row }) => row.curator_person_id === curator)
    const plan = planClawBack(
      mine.map(({ clawFen, row }) => ({ clawFen, isVested: row.state === 'vested' })),
      balances.get(`curator_available/${curator}`) ?? 0,
    )
    return mine.map(({ line, row }, index) => journalOf(line, row, plan[index] as TakenBack))
  })
  await book(platform, tx, journals)
}

function journalOf(line: RefundedLine, row: sql.AccrualRow, { frozenFen, availableFen, debtFen }: TakenBack): Journal {
  const curator = row.curator_person_id
  const back = row.state === 'vested' ? commissionExpense : contractCost
  const transfers: Transfer[] = [
    { debit: frozenOf(curator), credit: back, amountFen: frozenFen },
    { debit: availableOf(curator), credit: back, amountFen: availableFen },
    { debit: debtOf(curator), credit: back, amountFen: debtFen },
  ].filter(({ amountFen }) => amountFen > 0)
  return {
    kind: 'commission_clawed',
    key: `claw:${formatId('rfd', line.refundId)}/${line.lineNo}`,
    cellId: row.cell_id,
    reference: line.orderId,
    actor: 'system:commissions',
    transfers,
  }
}
