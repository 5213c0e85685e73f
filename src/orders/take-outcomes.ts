import { rememberBuyers } from '../attribution/index.ts'
import { type AccrualLine, accrue } from '../commissions/index.ts'
import { bookNew, holdDay, type Journal } from '../ledger/index.ts'
import { type Intent, type OutcomeHandler, type PaidIntent, pspClearing, type Taken } from '../payments/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { orderDeposit } from './accounts.ts'
import { refusals } from './contract.ts'
import { endOrdersOfSecondPersons, PAYER_PAID_FOR_ANOTHER } from './flash-payers.ts'
import { hasEnded } from './order.ts'
import * as sql from './sql.ts'
import * as sqlPaid from './sql-paid.ts'

/** What orders do with a payment's outcome, inside the payments transaction. Registered in the wiring. */
export const orderOutcomes: OutcomeHandler = { paid: takePaid, refuseStart }

/**
 * Paid: for those that still wait, the order, the journal and the accrual in one transaction. An order that has ended
 * meanwhile does not want the money: it goes back.
 */
async function takePaid(platform: Platform, tx: Tx, paid: readonly PaidIntent[]): Promise<Taken[]> {
  const references = paid.map(({ intent }) => intent.reference)
  const [locked, allLines, day] = await Promise.all([
    sqlPaid.lockOrdersToPay(tx, references),
    sqlPaid.earningLinesOf(tx, references),
    holdDay(platform, tx),
  ])
  const orders = new Map(locked.map((order) => [order.id, order]))
  const waits = paid.map(({ intent }) => {
    const order = orders.get(intent.reference)
    return order !== undefined && order.intent_id === intent.id && order.state === 'awaiting_payment'
  })
  const refused = await endOrdersOfSecondPersons(
    platform,
    tx,
    paid.filter((_, index) => waits[index]),
    orders,
  )
  const wanted = paid.map(({ intent }, index): Taken => {
    if (refused.has(intent.reference)) return { backBecause: PAYER_PAID_FOR_ANOTHER }
    return waits[index] as boolean
  })
  const taken = paid.filter((_, index) => wanted[index] === true)
  if (taken.length === 0) return wanted
  const ids = taken.map(({ intent }) => intent.reference)
  const wantedIds = new Set(ids)
  const lines = allLines.filter((line) => wantedIds.has(line.order_id))
  sqlPaid.markPaid(
    tx,
    taken.map(({ intent, fact }) => ({ id: intent.reference, paidAt: fact.paidAt })),
  )
  const accrued = accrue(
    platform,
    tx,
    lines.map((line) => accrualOf(line, orders.get(line.order_id)?.buyer_person_id ?? 0n)),
  )
  // The locked intents were not paid and the locked orders waited: neither event can be in the books.
  bookNew(platform, tx, day, [...taken.map(({ intent }) => payJournal(intent)), ...accrued])
  rememberBuyers(
    tx,
    ids.flatMap((id) => {
      const order = orders.get(id)
      const personId = order?.buyer_person_id
      return order?.community_id && personId ? [{ communityId: order.community_id, personId }] : []
    }),
  )
  for (const { intent } of taken) sayPaid(tx, intent, orders.get(intent.reference) as sqlPaid.OrderToPay)
  return wanted
}

async function refuseStart(platform: Platform, intent: Intent) {
  const [order] = await sql.findOrders(platform.db, [intent.reference])
  if (order?.state === 'waiting_for_door') return refusals.waiting_for_door
  return order && hasEnded(order.state) ? refusals.order_ended : undefined
}

const payJournal = (intent: Intent): Journal => ({
  kind: 'order_paid',
  key: `pay:${formatId('pay', intent.id)}`,
  cellId: intent.cellId,
  reference: intent.reference,
  actor: 'system:payments',
  transfers: [{ debit: pspClearing, credit: orderDeposit, amountFen: intent.amountFen }],
})

const accrualOf = (line: sqlPaid.EarningLine, buyerPersonId: bigint): AccrualLine => ({
  orderId: line.order_id,
  lineNo: line.line_no,
  cellId: line.cell_id,
  curatorPersonId: line.curator_person_id,
  buyerPersonId,
  goodsFen: line.goods_fen,
  rule: {
    ruleId: line.rule_id,
    ruleVersion: line.rule_version,
    rateBps: line.rate_bps,
    floorFen: line.commission_floor_fen ?? 0,
    capFen: line.commission_cap_fen,
  },
})

function sayPaid(tx: Tx, intent: Intent, order: sqlPaid.OrderToPay): void {
  tx.say({
    name: 'order.paid',
    cellId: order.cell_id,
    subject: order.id,
    actor: 'system:payments',
    data: {
      orderId: formatId('ord', order.id),
      paymentId: formatId('pay', intent.id),
      saleId: order.sale_id === null ? null : formatId('sal', order.sale_id),
      communityId: order.community_id === null ? null : formatId('com', order.community_id),
      totalFen: order.total_fen,
    },
  })
}
