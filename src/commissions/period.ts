import { flowsWithin, movesWithin, ownersMoved, type Span } from '../ledger/index.ts'
import type { Queryable } from '../platform/db.ts'
import { walletKinds } from './accounts.ts'

/** What a span of business days did to what a curator may withdraw, less what she owes. All read from the books. */
export interface PeriodFen {
  readonly openingFen: number
  readonly vestedFen: number
  readonly clawedFen: number
  /** Arrived with her. */
  readonly paidFen: number
  readonly taxFen: number
  readonly closingFen: number
}

/** Hers by now, whether she may withdraw it, withdraws it, or owes it; what is frozen is not hers yet. */
const settled = [walletKinds.curator_available, walletKinds.curator_withdrawing, walletKinds.receivable_from_curator]
const names = new Set<string>(settled.map((kind) => kind.name))
const LINES = 5_000

/** Curators whose settled money moved in the span. */
export const curatorsMoved = (q: Queryable, span: Span): Promise<bigint[]> => ownersMoved(q, settled, span)

/** What moved between her own accounts changes nothing; the rest is vesting, claw-back, payout and tax. */
export async function periodOf(q: Queryable, curator: bigint, span: Span): Promise<PeriodFen> {
  const before = await flowsWithin(q, settled, curator, { from: '0001-01-01', through: dayBefore(span.from) })
  const within = (await flowsWithin(q, settled, curator, span)).filter((flow) => !names.has(flow.other))
  const net = (flows: typeof within) => flows.reduce((sum, flow) => sum + flow.credit_fen - flow.debit_fen, 0)
  const outOf = (others: readonly string[]) => -net(within.filter((flow) => others.includes(flow.other)))
  const openingFen = net(before.filter((flow) => !names.has(flow.other)))
  return {
    openingFen,
    vestedFen: 0 - outOf(['curator_frozen']),
    clawedFen: outOf(['commission']),
    paidFen: outOf(['bank']),
    taxFen: outOf(['tax_withheld']),
    closingFen: openingFen + net(within),
  }
}

/** The journals behind it, oldest first. */
export async function linesOfPeriod(q: Queryable, curator: bigint, span: Span) {
  const moves = await movesWithin(q, settled, curator, span, LINES)
  const journals = [...new Set(moves.map((move) => move.journal_id))]
  return journals.flatMap((journalId) => {
    const mine = moves.filter((move) => move.journal_id === journalId)
    const [first] = mine as [(typeof mine)[number]]
    const fen = mine.reduce(
      (sum, move) => sum + (move.account === 'receivable_from_curator' ? -1 : 1) * move.change_fen,
      0,
    )
    return fen === 0 ? [] : [{ journalId, kind: first.kind, key: first.key, bookedAt: first.booked_at, fen }]
  })
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10)
