import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import type { Clock } from '../../../platform/clock.ts'
import { keepTerms } from './bill-lines.ts'
import { billRoutes } from './bill-routes.ts'
import { BillShelf } from './bills.ts'
import { type CashierDesk, cashierRoutes } from './cashier-routes.ts'
import { openSandboxDatabase } from './database.ts'
import { Faults } from './faults.ts'
import { openSandboxKeys } from './keys.ts'
import { machineRoutes } from './machine-routes.ts'
import { type MerchantDesk, merchantRoutes } from './merchant-routes.ts'
import { Notifier, RESEND_AFTER_MS } from './notifier.ts'
import { transferRoutes } from './transfers.ts'

export interface SandboxOptions {
  /** A database of its own; created when the server has none of that name. */
  databaseUrl: string
  /** 0 picks a free one. */
  port: number
  host?: string
  clock: Clock
  /** Shared with the shop, which reads the merchant's half through `sandboxConfig`. Created on first use, 0600. */
  keysDir: string
  /** Where payers reach `/sandbox` from outside, a path or a whole address: `/sandbox`, `http://127.0.0.1:3000/sandbox`. */
  publicBase: string
  merchantName?: string
  /** How long a refund says PROCESSING. */
  refundDelayMs?: number
  /** Milliseconds after the 1st, 2nd… unanswered notification; past its end it is given up. */
  resendAfterMs?: readonly number[]
  /** What the platform keeps of payments, in basis points, and whether it pays out each morning; kept at the first start. */
  terms?: { feeBps: number; settles: boolean }
  onError?: (what: string, error: unknown) => void
}

export interface Sandbox {
  port: number
  url: string
  close(): Promise<void>
}

const LARGEST_REQUEST_BYTES = 64 * 1024
const DEFAULT_REFUND_DELAY_MS = 1_000

/**
 * WeChat Pay v3 for one merchant, as a process of its own: its keys, its database, its clock. What it says is signed
 * and sealed as the real one does it, so that the shop runs the same code against both.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, onError = () => {}, host = '127.0.0.1' } = options
  const db = await openSandboxDatabase(options.databaseUrl)
  await keepTerms(db, options.terms ?? { feeBps: 0, settles: false }, true)
  const keys = openSandboxKeys(options.keysDir)
  const faults = new Faults()
  const resendAfterMs = options.resendAfterMs ?? RESEND_AFTER_MS
  const notifier = new Notifier({ db, clock, keys, faults, resendAfterMs, fetch: globalThis.fetch, onError })
  const desk = {
    db,
    clock,
    keys,
    faults,
    onError,
    merchant: keys.merchant,
    merchantName: options.merchantName ?? null,
    publicBase: options.publicBase.replace(/\/$/, ''),
    shelf: new BillShelf(),
    refundDelayMs: options.refundDelayMs ?? DEFAULT_REFUND_DELAY_MS,
    wake: () => notifier.wake(),
  }
  const app = openServer(desk)
  const close = async () => {
    await app.close()
    await notifier.end()
    await db.end()
  }
  await app.listen({ port: options.port, host }).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const { port } = app.server.address() as AddressInfo
  return { port, url: `http://${host}:${port}`, close }
}

function openServer(desk: MerchantDesk & CashierDesk): FastifyInstance {
  const app = fastify({ bodyLimit: LARGEST_REQUEST_BYTES, forceCloseConnections: true, exposeHeadRoutes: false })
  // Signatures are over bytes, so bodies stay bytes whatever they claim to be.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) desk.onError(`${request.method} ${request.url}`, error)
    return reply.code(status).send({ error: status >= 500 ? 'sandbox error' : error.message })
  })
  // A page elsewhere on the web must not press buttons here for whoever has this sandbox open.
  app.addHook('onRequest', async (request, reply) => {
    const foreign = request.headers['sec-fetch-site'] === 'cross-site'
    if (foreign && request.method !== 'GET') return reply.code(403).send({ error: 'cross-site' })
  })
  merchantRoutes(app, desk)
  cashierRoutes(app, desk)
  machineRoutes(app, desk)
  transferRoutes(app, desk)
  billRoutes(app, desk)
  return app
}
