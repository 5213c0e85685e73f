/**
 * Commissions: ordered rules, what a line earns, accrual at payment, taking back with refunds. Handed lines by orders.
 *
 * Words: a *rule* is frozen on the order line with its version; *accrue* books it as frozen; *claw back* takes it back
 * pro rata. One paid level, the direct curator: no table here could hold another.
 * What is received *vests* when the return window is over: it becomes hers to withdraw. What a refund takes back after
 * she withdrew it is a *debt*, set off against what vests next.
 * Invariants: accrued − clawed back = f(net) per line · one accrual per line, for ever · nothing from oneself · a debt is an account, no
 * balance goes below zero. Says: commission.vested.
 */
import type { Queryable } from '../platform/db.ts'
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import type { RuleInForce } from './rule.ts'
import * as sql from './sql.ts'
import { vestDue } from './vest.ts'

export { accrue } from './accrue.ts'
export { clawBack, type RefundedLine } from './claw-back.ts'
export { payoutAsked, payoutBack, payoutDone } from './payout-journals.ts'
export { curatorsMoved, linesOfPeriod, type PeriodFen, periodOf } from './period.ts'
export { type AccrualLine, commissionOf, type FrozenRule, quoteCommission, type RuleInForce } from './rule.ts'
export { addRule } from './set-rules.ts'
export { accrualsOfOrders, markReceived } from './sql.ts'
export { earningState, walletOf } from './wallet.ts'

const VEST_EVERY_MS = 5_000

/** The rules that count at a moment, in the operator's order. */
export async function rulesInForce(q: Queryable, at: Date): Promise<RuleInForce[]> {
  return (await sql.rulesInForce(q, at)).map((row) => ({
    ruleId: row.id,
    ruleVersion: row.version,
    position: row.position,
    skuId: row.sku_id,
    category: row.category,
    stage: row.stage,
    rateBps: row.rate_bps,
    floorFen: row.floor_fen,
    capFen: row.cap_fen,
  }))
}

export const room: Room = {
  name: 'commissions',
  refusals,
  routes,
  checks,
  schedules: [{ name: 'commissions.vest', everyMs: VEST_EVERY_MS, run: vestDue }],
}
