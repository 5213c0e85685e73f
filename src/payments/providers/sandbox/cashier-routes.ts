import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { renderCashier, stateOf } from './cashier-page.ts'
import { cashierStyle } from './cashier-style.ts'
import { chooseLanguage } from './cashier-words.ts'
import { type Desk, pay } from './merchant-calls.ts'
import { findPayment, type PaymentRow } from './sql.ts'

export interface CashierDesk extends Desk {
  merchantName: string | null
}

interface CashierRequest {
  Params: { number: string }
  Querystring: { redirect_url?: string; lang?: string }
}

const LONGEST_RETURN_URL = 2_000

/** The only part of the sandbox that a payer's browser sees; the shop forwards it under its own port. */
export function cashierRoutes(app: FastifyInstance, desk: CashierDesk): void {
  app.get('/sandbox/assets/cashier.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(cashierStyle),
  )
  app.get<CashierRequest>('/sandbox/cashier/:number', async (request, reply) => {
    const payment = await findPayment(desk.db, request.params.number)
    return show(desk, request, reply, payment)
  })
  app.post<CashierRequest>('/sandbox/cashier/:number/pay', async (request, reply) => {
    const payment = await findPayment(desk.db, request.params.number)
    if (!payment) return show(desk, request, reply, null)
    const took = await pay(desk, payment, payerOf(request) ?? undefined)
    const returnUrl = returnUrlOf(desk, request, payment)
    // Paid already is as good as paid now: a second tap must end at the same place.
    const paid =
      took || stateOf((await findPayment(desk.db, payment.out_trade_no)) as PaymentRow, desk.clock.now()) === 'paid'
    return reply.redirect(paid && returnUrl ? returnUrl : `../${payment.prepay_id}?${queryOf(request)}`, 303)
  })
}

function show(
  desk: CashierDesk,
  request: FastifyRequest<CashierRequest>,
  reply: FastifyReply,
  payment: PaymentRow | null,
) {
  const { merchantName, clock } = desk
  const language = chooseLanguage(request.query.lang, request.headers['accept-language'])
  const returnUrl = payment && returnUrlOf(desk, request, payment)
  if (!payerOf(request)) reply.header('set-cookie', newPayer())
  const page = { language, merchantName, payment, now: clock.now(), returnUrl, query: queryOf(request) }
  return reply
    .code(payment ? 200 : 404)
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-language': language,
      'referrer-policy': 'no-referrer',
      // form-action must name the shop too: Chromium applies it to where the answer to the form redirects.
      'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self'${originOf(returnUrl)}; base-uri 'none'; frame-ancestors 'none'`,
      vary: 'accept-language',
    })
    .send(renderCashier(page))
}

/** One browser is one payer account, as one phone is: this is its name, and it knows nothing of who signed in where. */
const PAYER = 'sandbox_payer'
const PAYER_FORM = /(?:^|;\s*)sandbox_payer=(oSANDBOX[0-9a-f]{20})(?:;|$)/

const payerOf = ({ headers }: FastifyRequest): string | null => PAYER_FORM.exec(headers.cookie ?? '')?.[1] ?? null

const newPayer = (): string =>
  `${PAYER}=oSANDBOX${randomBytes(10).toString('hex')}; Path=/sandbox/; HttpOnly; SameSite=Lax`

function queryOf({ query }: FastifyRequest<CashierRequest>): URLSearchParams {
  const kept = new URLSearchParams()
  if (query.lang) kept.set('lang', query.lang)
  if (query.redirect_url) kept.set('redirect_url', query.redirect_url)
  return kept
}

/**
 * WeChat Pay sends payers only to hosts that the merchant registered; here to this machine, to the host that asks, or
 * to the one that is notified. Anything else would make a shop's own address lead wherever a link says.
 */
function returnUrlOf(desk: CashierDesk, request: FastifyRequest<CashierRequest>, payment: PaymentRow): string | null {
  const asked = request.query.redirect_url
  if (typeof asked !== 'string' || asked.length > LONGEST_RETURN_URL) return null
  if (/^\/(?![/\\])/.test(asked)) return asked
  const url = URL.canParse(asked) ? new URL(asked) : null
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const hosts = [
    request.headers.host,
    request.headers['x-forwarded-host'],
    hostOf(payment.notify_url),
    hostOf(desk.publicBase),
  ]
  const known = hosts.includes(url.host) || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  return known ? url.href : null
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}

function originOf(returnUrl: string | null): string {
  return returnUrl && URL.canParse(returnUrl) ? ` ${new URL(returnUrl).origin}` : ''
}
