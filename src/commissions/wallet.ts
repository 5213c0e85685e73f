import { flowsOf, movesOf } from '../ledger/index.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { NEWEST } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { walletKinds } from './accounts.ts'
import * as sql from './sql.ts'

export interface WalletFen {
  readonly estimatedFen: number
  readonly pendingFen: number
  readonly availableFen: number
  readonly withdrawingFen: number
  readonly withdrawnFen: number
  readonly debtFen: number
}

const places = Object.values(walletKinds).filter((kind) => kind.ownerPrefix === 'per')

/**
 * Where her money is, in fen: estimated until received, pending through the return window, available, on its way,
 * withdrawn (tax withheld included), and what she owes. All but the first two are read from the books themselves.
 */
export async function walletOf(q: Queryable, curator: bigint): Promise<WalletFen> {
  const [sums] = await sql.walletSums(q, curator)
  const flows = await flowsOf(q, places, curator)
  const net = (kind: string) =>
    flows.reduce((sum, flow) => (flow.kind === kind ? sum + flow.credit_fen - flow.debit_fen : sum), 0)
  const withdrawn = flows.filter((flow) => flow.kind === 'curator_withdrawing' && flow.other !== 'curator_available')
  return {
    estimatedFen: sums?.estimated ?? 0,
    pendingFen: sums?.pending ?? 0,
    availableFen: net('curator_available'),
    withdrawingFen: net('curator_withdrawing'),
    withdrawnFen: withdrawn.reduce((sum, flow) => sum + flow.debit_fen - flow.credit_fen, 0),
    debtFen: 0 - net('receivable_from_curator'),
  }
}

/** Her statement: every journal that moved her money, newest first, with what it did to each place. */
export async function statementOf(platform: Platform, curator: bigint, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? 20
  const moves = await movesOf(platform.db, places, curator, query.cursor ? parseId('jrn', query.cursor) : NEWEST, limit)
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const journals = [...new Set(moves.map((move) => move.journal_id))]
  const items = journals.map((journalId) => {
    const mine = moves.filter((move) => move.journal_id === journalId)
    const [first] = mine as [(typeof mine)[number]]
    const change = (account: string) => money(mine.find((move) => move.account === account)?.change_fen ?? 0)
    return {
      id: formatId('jrn', journalId),
      kind: first.kind,
      orderId:
        /ord_[0-9a-z]{13}/.exec(first.key)?.[0] ??
        (first.kind === 'commission_clawed' ? formatId('ord', first.reference) : null),
      at: first.booked_at.toISOString(),
      frozen: change('curator_frozen'),
      available: change('curator_available'),
      withdrawing: change('curator_withdrawing'),
      debt: change('receivable_from_curator'),
    }
  })
  return { items, nextCursor: items.length === limit ? (items.at(-1)?.id ?? null) : null }
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
