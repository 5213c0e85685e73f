import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { record, text } from '../wechatpay/answers.ts'
import { type BillDesk, fundBill, tradeBill } from './bills.ts'
import type { Fault } from './faults.ts'
import type { SandboxKeys } from './keys.ts'
import { closePayment, type Desk, prepay, queryPayment, queryRefund, refund } from './merchant-calls.ts'
import { checkSignature } from './merchant-requests.ts'
import { type Said, sign } from './platform-voice.ts'
import { querySharing, queryTakeBack, share, takeBack, unfreeze, unsplitAmount } from './sharing.ts'
import { queryTransfer, transfer } from './transfers.ts'
import { WechatError } from './wechat-error.ts'

export interface MerchantDesk extends BillDesk {
  keys: SandboxKeys
  onError: (what: string, error: unknown) => void
}

interface Call {
  body: unknown
  number: string
  mchid: string | null
  /** The platform key that the merchant names. */
  serial: string | null
  query: Readonly<Record<string, string | undefined>>
  /** How the merchant reaches us. */
  base: string
}

interface Outcome {
  status: number
  body: string
}

/** What a held connection is kept open for at most, so that a forgotten fault does not fill the table of sockets. */
const HOLD_AT_MOST_MS = 60_000

/** The part of https://api.mch.weixin.qq.com that a shop of its own needs. */
export function merchantRoutes(app: FastifyInstance, desk: MerchantDesk): void {
  const answer = (work: (call: Call) => Promise<object | null>) => (request: FastifyRequest, reply: FastifyReply) =>
    answerMerchant(desk, request, reply, work)
  app.post(
    '/v3/pay/transactions/jsapi',
    answer(({ body }) => prepay(desk, 'JSAPI', body)),
  )
  app.post(
    '/v3/pay/transactions/h5',
    answer(({ body }) => prepay(desk, 'MWEB', body)),
  )
  app.post(
    '/v3/pay/transactions/native',
    answer(({ body }) => prepay(desk, 'NATIVE', body)),
  )
  app.get(
    '/v3/pay/transactions/out-trade-no/:number',
    answer((call) => ours(desk, call) && queryPayment(desk, call.number)),
  )
  app.post(
    '/v3/pay/transactions/out-trade-no/:number/close',
    answer((call) => ours(desk, call) && closePayment(desk, call.number)),
  )
  app.post(
    '/v3/refund/domestic/refunds',
    answer(({ body }) => refund(desk, body)),
  )
  app.get(
    '/v3/refund/domestic/refunds/:number',
    answer(({ number }) => queryRefund(desk, number)),
  )
  app.post(
    '/v3/fund-app/mch-transfer/transfer-bills',
    answer(({ body, serial }) => transfer(desk, body, serial)),
  )
  app.get(
    '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/:number',
    answer(({ number }) => queryTransfer(desk, number)),
  )
  sharingRoutes(app, desk, answer)
  app.get(
    '/v3/bill/tradebill',
    answer(({ query, base }) => tradeBill(desk, base, query)),
  )
  app.get(
    '/v3/bill/fundflowbill',
    answer(({ query, base }) => fundBill(desk, base, query)),
  )
}

type Answer = (
  work: (call: Call) => Promise<object | null>,
) => (request: FastifyRequest, reply: FastifyReply) => unknown

function sharingRoutes(app: FastifyInstance, desk: MerchantDesk, answer: Answer): void {
  app.post(
    '/v3/profitsharing/orders',
    answer(({ body, serial }) => share(desk, body, serial)),
  )
  app.post(
    '/v3/profitsharing/orders/unfreeze',
    answer(({ body }) => unfreeze(desk, body)),
  )
  app.get(
    '/v3/profitsharing/orders/:number',
    answer(({ number, query }) => querySharing(desk, number, query.transaction_id)),
  )
  app.post(
    '/v3/profitsharing/return-orders',
    answer(({ body }) => takeBack(desk, body)),
  )
  app.get(
    '/v3/profitsharing/return-orders/:number',
    answer(({ number, query }) => queryTakeBack(desk, number, query.out_order_no)),
  )
  app.get(
    '/v3/profitsharing/transactions/:number/amounts',
    answer(({ number }) => unsplitAmount(desk, number)),
  )
}

function ours(desk: Desk, call: Call): true {
  if (call.mchid !== desk.merchant.mchid) throw new WechatError(400, 'PARAM_ERROR', '输入源“mchid”规则校验失败')
  return true
}

async function answerMerchant(
  desk: MerchantDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (call: Call) => Promise<object | null>,
): Promise<void> {
  const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const { method, url } = request
  try {
    const authorization = request.headers.authorization ?? ''
    checkSignature(desk.keys, desk.clock.now(), { method, url, body: sent, authorization })
  } catch (error) {
    // Whoever did not sign is nobody we know: no signature for them either.
    const { status, body: words } = outcomeOf(desk, error)
    void reply.code(status).type('application/json').send(words)
    return
  }
  const call = readCall(request, sent)
  const faults = desk.faults.take('answer', { order: call.number, path: url })
  const outcome = await happen(desk, faults, () => work(call))
  const key = request.headers['wechatpay-serial'] === desk.keys.publicKeyId.serial ? 'publicKeyId' : 'certificate'
  const body = faults.has('garbage') ? '<html>' : outcome.body
  const said = await sign(desk.keys[key], body, desk.clock.now())
  await deliver(reply, faults, outcome.status, said)
}

function readCall(request: FastifyRequest, body: Buffer): Call {
  const json = parse(body)
  const { number } = request.params as { number?: string }
  const { mchid } = request.query as { mchid?: string }
  return {
    body: json,
    number: number ?? text(record(json).out_trade_no) ?? text(record(json).out_bill_no) ?? '',
    mchid: mchid ?? text(record(json).mchid),
    serial: text(request.headers['wechatpay-serial']),
    query: request.query as Call['query'],
    base: `http://${request.headers.host ?? '127.0.0.1'}`,
  }
}

async function happen(desk: MerchantDesk, faults: Map<string, Fault>, work: () => Promise<object | null>) {
  const refuse = faults.get('refuse')
  try {
    if (refuse) throw new WechatError(refuse.status ?? 400, refuse.code ?? 'INVALID_REQUEST', '沙盒按吩咐拒绝')
    if ([...faults.values()].some((fault) => fault.before)) return { status: 500, body: SYSTEM_ERROR }
    const made = await work()
    return made === null ? { status: 204, body: '' } : { status: 200, body: JSON.stringify(made) }
  } catch (error) {
    return outcomeOf(desk, error)
  }
}

/** Says the answer, or spoils it as the faults ask. */
async function deliver(reply: FastifyReply, faults: Map<string, Fault>, status: number, said: Said): Promise<void> {
  if (faults.has('timeout') || faults.has('reset')) {
    reply.hijack()
    const { socket } = reply.raw
    if (faults.has('reset')) socket?.resetAndDestroy()
    else setTimeout(() => socket?.destroy(), HOLD_AT_MOST_MS).unref()
    return
  }
  if (faults.has('error')) {
    await reply.code(500).type('application/json').send(SYSTEM_ERROR)
    return
  }
  const headers = faults.has('unsigned') ? { 'content-type': 'application/json' } : said.headers
  // Signed for another body than the one that is sent.
  const body = faults.has('missigned') ? said.body.replace(/^./, '[') : said.body
  await reply.code(status).headers(headers).send(body)
}

const SYSTEM_ERROR = JSON.stringify({ code: 'SYSTEM_ERROR', message: '系统异常，请稍后重试' })

function outcomeOf(desk: MerchantDesk, error: unknown): Outcome {
  if (error instanceof WechatError) {
    return { status: error.status, body: JSON.stringify({ code: error.code, message: error.message }) }
  }
  desk.onError('merchant call', error)
  return { status: 500, body: SYSTEM_ERROR }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
