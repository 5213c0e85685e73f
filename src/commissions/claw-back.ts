import { book, type Journal } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { contractCost, frozenOf } from './accounts.ts'
import { commissionOf } from './rule.ts'
import * as sql from './sql.ts'

/** Goods of a line that go back to the buyer, under the refund that returns them. */
export interface RefundedLine {
  readonly orderId: bigint
  readonly lineNo: number
  readonly refundId: bigint
  readonly goodsFen: number
}

/**
 * Takes commission back pro rata: what was earned less f(new net). From frozen, as long as nothing has vested; lines
 * that never earned are passed over. One refund at most per line and call.
 */
export async function clawBack(platform: Platform, tx: Tx, lines: readonly RefundedLine[]): Promise<void> {
  const rows = await sql.lockAccruals(tx, lines)
  const changes = rows.flatMap((row) => {
    const line = lines.find((one) => one.orderId === row.order_id && one.lineNo === row.line_no)
    if (!line) return []
    const net = row.goods_fen - row.refunded_fen - line.goodsFen
    const rule = { rateBps: row.rate_bps, floorFen: row.floor_fen, capFen: row.cap_fen }
    const clawFen = row.accrued_fen - row.clawed_fen - commissionOf(net, rule)
    return [{ id: row.id, refundedFen: line.goodsFen, clawFen, line, row }]
  })
  if (changes.length === 0) return
  await sql.clawAccruals(tx, changes)
  await book(
    platform,
    tx,
    changes.filter((change) => change.clawFen > 0).map(({ line, row, clawFen }) => journalOf(line, row, clawFen)),
  )
}

function journalOf(line: RefundedLine, row: sql.AccrualRow, clawFen: number): Journal {
  if (row.state === 'vested')
    throw new Error(`accrual ${row.id} has vested; taking back from available is settlements' door`)
  return {
    kind: 'commission_clawed',
    key: `claw:${formatId('rfd', line.refundId)}/${line.lineNo}`,
    cellId: row.cell_id,
    reference: line.orderId,
    actor: 'system:commissions',
    transfers: [{ debit: frozenOf(row.curator_person_id), credit: contractCost, amountFen: clawFen }],
  }
}
