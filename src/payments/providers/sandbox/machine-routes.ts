import type { FastifyInstance } from 'fastify'
import type { OwnedClock } from '../../../platform/clock.ts'
import { chinaTime, tradeState } from './content.ts'
import type { Fault } from './faults.ts'
import { type Forgery, forge, forgeries } from './forgery.ts'
import { type Desk, pay } from './merchant-calls.ts'
import type { MerchantDesk } from './merchant-routes.ts'
import * as sql from './sql.ts'

/**
 * For tests, imports and rehearsals: do by one request what a person, an accident or an attacker would do. On the
 * sandbox's own port only; the shop forwards nothing but the cashier.
 */
export function machineRoutes(app: FastifyInstance, desk: MerchantDesk): void {
  app.get('/sandbox/health', () => ({ ok: true, at: desk.clock.now().toISOString() }))
  app.get('/sandbox/faults', () => ({ items: desk.faults.list() }))
  app.post('/sandbox/faults', (request, reply) => {
    try {
      for (const fault of [readJson<Fault | Fault[]>(request.body)].flat()) desk.faults.add(fault)
    } catch (error) {
      return reply.code(400).send({ error: (error as Error).message })
    }
    return { items: desk.faults.list() }
  })
  app.delete('/sandbox/faults', () => {
    desk.faults.clear()
    return { items: [] }
  })
  payRoutes(app, desk)
  notificationRoutes(app, desk)
  app.get<{ Querystring: { from: string; to: string } }>('/sandbox/statement', ({ query }) =>
    sql.readStatement(desk.db, new Date(query.from), new Date(query.to)),
  )
  app.post('/sandbox/clock', (request, reply) => {
    if (!('set' in desk.clock)) return reply.code(409).send({ error: 'this sandbox lives in real time' })
    const owned = desk.clock as OwnedClock
    owned.set(readJson<{ now: string }>(request.body).now)
    desk.wake()
    return { now: owned.now().toISOString() }
  })
}

function payRoutes(app: FastifyInstance, desk: Desk): void {
  app.get<{ Params: { number: string } }>('/sandbox/payments/:number', async ({ params }, reply) => {
    const row = await sql.findPayment(desk.db, params.number)
    return row ? shown(desk, row) : reply.code(404).send({ error: 'no such payment' })
  })
  app.post<{ Params: { number: string } }>('/sandbox/pay/:number', async ({ params, body }, reply) => {
    const { openid, state } = readJson<{ openid?: string; state?: 'USERPAYING' | 'PAYERROR' }>(body)
    const row = await sql.findPayment(desk.db, params.number)
    if (!row) return reply.code(404).send({ error: 'no such payment' })
    const done = state
      ? await sql.setUnpaidState(desk.db, row.out_trade_no, state, desk.clock.now())
      : await pay(desk, row, openid)
    const after = (await sql.findPayment(desk.db, row.out_trade_no)) as sql.PaymentRow
    return reply.code(done ? 200 : 409).send(shown(desk, after))
  })
}

function notificationRoutes(app: FastifyInstance, desk: MerchantDesk): void {
  app.get('/sandbox/forgeries', () => ({ items: Object.keys(forgeries) }))
  /** Says every notification of this order once more, also those that were accepted. */
  app.post<{ Params: { number: string } }>('/sandbox/resend/:number', async ({ params }) => {
    const resent = await sql.makeDue(desk.db, params.number, desk.clock.now())
    desk.wake()
    return { resent }
  })
  /** Sends the shop a forged "paid" for this order and tells what it answered. */
  app.post<{ Params: { number: string } }>('/sandbox/forge/:number', async ({ params, body }, reply) => {
    const { forgery } = readJson<{ forgery: Forgery }>(body)
    const row = await sql.findPayment(desk.db, params.number)
    if (!row || !forgeries[forgery]) return reply.code(404).send({ error: 'no such payment or forgery' })
    const forged = await forge(forgery, desk.keys, row, desk.clock.now())
    const headers = forged.headers as Record<string, string>
    const response = await fetch(row.notify_url, { method: 'POST', headers, body: forged.body, redirect: 'manual' })
    return { forgery, status: response.status }
  })
}

function shown(desk: Desk, row: sql.PaymentRow): object {
  return {
    outTradeNo: row.out_trade_no,
    prepayId: row.prepay_id,
    state: tradeState(row, desk.clock.now()),
    totalFen: row.total_fen,
    refundedFen: row.refunded_fen,
    transactionId: row.transaction_id,
    paidAt: row.paid_at && chinaTime(row.paid_at),
    payableUntil: chinaTime(row.payable_until),
  }
}

function readJson<T>(body: unknown): T {
  return Buffer.isBuffer(body) && body.length > 0 ? (JSON.parse(body.toString('utf8')) as T) : ({} as T)
}
