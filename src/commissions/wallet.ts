import { balanceOf } from '../ledger/index.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import { availableKind } from './accounts.ts'
import * as sql from './sql.ts'

/** The four numbers, in fen: estimated until received, pending through the return window, available, withdrawn. */
export async function walletOf(q: Queryable, curator: bigint) {
  const [sums] = await sql.walletSums(q, curator)
  const availableFen = await balanceOf(q, availableKind, curator)
  return { estimatedFen: sums?.estimated ?? 0, pendingFen: sums?.pending ?? 0, availableFen, withdrawnFen: 0 }
}

/** Every line that earned her something, newest first: a statement line for every fen. */
export async function entriesOf(q: Queryable, curator: bigint, before: bigint, limit: number, currency: string) {
  const money = (amount: number) => ({ amount, currency })
  return (await sql.entriesOf(q, curator, before, limit)).map((row) => ({
    id: formatId('acc', row.id),
    orderId: formatId('ord', row.order_id),
    lineNo: row.line_no,
    goods: money(row.goods_fen),
    refunded: money(row.refunded_fen),
    rateBps: row.rate_bps,
    earned: money(row.accrued_fen - row.clawed_fen),
    state: earningState(row),
    createdAt: row.created_at.toISOString(),
  }))
}

/** Where an earning stands: estimated until received, pending through the return window, vested, or taken back whole. */
export function earningState(row: sql.AccrualRow): 'estimated' | 'pending' | 'vested' | 'taken_back' {
  if (row.accrued_fen === row.clawed_fen && row.refunded_fen > 0) return 'taken_back'
  if (row.state === 'vested') return 'vested'
  return row.received_at ? 'pending' : 'estimated'
}
