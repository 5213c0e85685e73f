import type { FastifyInstance } from 'fastify'
import * as sql from './bill-lines.ts'
import type { BillDesk } from './bills.ts'
import { digits, type SandboxKeys } from './keys.ts'
import { checkSignature } from './merchant-requests.ts'
import { WechatError } from './wechat-error.ts'

/** Where files of bills are fetched from, and how the machine tells the bills to be wrong. */
export function billRoutes(app: FastifyInstance, desk: BillDesk & { keys: SandboxKeys }): void {
  /** Signed by the merchant like every call; the answer is signed by nobody, as WeChat Pay's own is. */
  app.get<{ Querystring: { token?: string } }>('/v3/billdownload/file', async (request, reply) => {
    try {
      const { url, headers } = request
      const signed = { method: 'GET', url, body: Buffer.alloc(0), authorization: headers.authorization ?? '' }
      checkSignature(desk.keys, desk.clock.now(), signed)
      const bytes = desk.shelf.take(request.query.token ?? '', desk.clock.now())
      if (!bytes) throw new WechatError(400, 'PARAM_ERROR', '下载地址无效或已过期')
      return await reply.type('application/octet-stream').send(bytes)
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
      return reply.code(error.status).send({ code: error.code, message: error.message })
    }
  })
  /** `{omit: number}`, `{change: number, amountFen}`, `{add: {number, what, amountFen, at, words}}`, one or a list. */
  app.post('/sandbox/bills', async (request, reply) => {
    const wishes = [readJson<Wish | Wish[]>(request.body)].flat()
    try {
      for (const wish of wishes) await sql.insertEdit(desk.db, editOf(wish, desk.clock.now()))
    } catch (error) {
      return reply.code(400).send({ error: (error as Error).message })
    }
    return { items: await sql.readEdits(desk.db) }
  })
  app.delete('/sandbox/bills', async () => {
    await sql.clearEdits(desk.db)
    return { items: [] }
  })
  /** The platform's fee in basis points, and whether it pays out each morning. */
  app.post('/sandbox/terms', async (request) => {
    const before = await sql.readTerms(desk.db)
    const terms = { ...before, ...readJson<Partial<sql.Terms>>(request.body) }
    await sql.keepTerms(desk.db, terms)
    return terms
  })
  /** The merchant has its money paid out to its bank now. */
  app.post('/sandbox/withdrawals', async (request, reply) => {
    const { amountFen } = readJson<{ amountFen?: number }>(request.body)
    const held = await sql.balanceAt(desk.db, desk.clock.now())
    if (!Number.isSafeInteger(amountFen) || (amountFen as number) < 1 || (amountFen as number) > held)
      return reply.code(409).send({ error: `the account holds ${held}` })
    return (await sql.insertWithdrawal(desk.db, amountFen as number, desk.clock.now(), null))[0]
  })
}

interface Wish {
  readonly omit?: string
  readonly change?: string
  readonly amountFen?: number
  readonly add?: {
    readonly number: string
    readonly what?: 'payment' | 'refund' | 'other'
    readonly amountFen: number
    readonly at?: string
    readonly providerNo?: string
    readonly words?: string
  }
}

function editOf(wish: Wish, now: Date): sql.BillEdit {
  if (wish.omit) return { kind: 'omit', number: wish.omit }
  if (wish.change) return { kind: 'change', number: wish.change, amount_fen: wish.amountFen ?? null }
  if (!wish.add) throw new Error('omit, change or add?')
  const { number, what = 'payment', amountFen, at, providerNo, words } = wish.add
  const provider_no = providerNo ?? (what === 'refund' ? `503${digits(25)}` : `42000${digits(23)}`)
  return {
    kind: 'add',
    number,
    what,
    provider_no,
    amount_fen: amountFen,
    at: at ? new Date(at) : now,
    words: words ?? null,
  }
}

function readJson<T>(body: unknown): T {
  return Buffer.isBuffer(body) && body.length > 0 ? (JSON.parse(body.toString('utf8')) as T) : ({} as T)
}
