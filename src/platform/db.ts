import type { Socket } from 'node:net'
import pg from 'pg'
import { type CopyStreamQuery, type CopyToStreamQuery, from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Clock } from './clock.ts'
import { Outage, Refusal } from './errors.ts'
import type { IdMaker } from './ids.ts'
import { type News, writeNews } from './outbox-write.ts'
import type { Queryable } from './queryable.ts'
import { platformRefusals } from './wire.ts'
import { writeArray } from './write-array.ts'

export type { Queryable }

/** A transaction that is under way. `at` is its one moment: everything it writes happened then. */
export interface Tx extends Queryable {
  readonly at: Date
  /**
   * Sends a statement whose rows nobody needs and does not wait for it: it travels together with the commit. What it
   * violates fails the whole transaction, so what must be true of it stands in a constraint.
   */
  send(name: string, text: string, values?: readonly unknown[]): void
  /** Says an event; it is stored with the transaction and delivered after the commit. */
  say(news: News): void
}

export interface DatabaseOptions {
  readonly url: string
  readonly max?: number
  /** The role set on every connection; the application never works as the owner. */
  readonly role?: string | undefined
  readonly onIdleError?: (error: Error) => void
  readonly statementTimeoutMs?: number
}

const UNIQUE_TRIES = 4
const LOCK_NOT_AVAILABLE = '55P03'
const IN_FAILED_TRANSACTION = '25P02'
const RETRYABLE = new Set(['40001', '40P01'])
const AWAY = /^(08|53|57P0)/
const AWAY_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'ERR_STREAM_DESTROYED',
])
/** What the driver says, without a code, of a connection that is gone or cannot be had. */
const AWAY_WORDS = /Connection terminated|timeout exceeded when trying to connect|is not queryable|Query read timeout/

pg.types.setTypeParser(pg.types.builtins.INT8, readInt8)
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(1016 as never, (value: string) => readArray(value).map(readInt8))
pg.types.setTypeParser(1182 as never, (value: string) => readArray(value))

/** The one pool, and the one door for writes (`inTransaction`). Nothing else in the house talks to the driver. */
export class Database implements Queryable {
  readonly #pool: pg.Pool
  readonly #listeners: ((said: readonly News[]) => void)[] = []

  constructor(options: DatabaseOptions) {
    const role = options.role ? `-c role=${options.role} ` : ''
    this.#pool = new pg.Pool({
      connectionString: options.url,
      max: options.max ?? 10,
      options: `${role}-c timezone=UTC -c statement_timeout=${options.statementTimeoutMs ?? 30_000} -c idle_in_transaction_session_timeout=60000`,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      pipeline: true,
    } as pg.PoolConfig)
    const onError = options.onIdleError ?? (() => {})
    this.#pool.on('error', onError)
    // Without a handler on each client the process dies when the server dies under a checked-out connection.
    this.#pool.on('connect', (client) => void client.on('error', onError))
  }

  async query<Row>(name: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      return (await this.#pool.query({ name, text, values: values.map(writeArray) })).rows as Row[]
    } catch (error) {
      throw understand(error)
    }
  }

  /**
   * The one door for writes: begin, run, store what was said, commit. Retried on serialization failures and deadlocks,
   * at most four times; a lost connection becomes an Outage (the caller repeats with the same key).
   */
  async inTransaction<T>(
    env: { clock: Clock; ids: IdMaker },
    work: (tx: Tx) => Promise<T>,
    lockTimeoutMs = 0,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#run(env, work, lockTimeoutMs)
      } catch (error) {
        const retryable = error instanceof pg.DatabaseError && RETRYABLE.has(error.code ?? '')
        if (!retryable || attempt >= UNIQUE_TRIES) throw understand(error)
        await new Promise((resolve) => setTimeout(resolve, attempt * attempt * 5))
      }
    }
  }

  async #run<T>(env: { clock: Clock; ids: IdMaker }, work: (tx: Tx) => Promise<T>, lockTimeoutMs: number): Promise<T> {
    const client = await this.#pool.connect()
    const said: News[] = []
    const sent: Promise<unknown>[] = []
    let broken: Error | undefined
    let isOver = false
    const query = async <Row>(name: string, text: string, values: readonly unknown[] = []) => {
      // Work that was left running by a failure beside it must not write into what the connection does next.
      if (isOver) throw new Error('this transaction has ended')
      corkForNow(client)
      return (await client.query({ name, text, values: values.map(writeArray) })).rows as Row[]
    }
    const send = (name: string, text: string, values?: readonly unknown[]) => {
      const sending = query(name, text, values)
      // Judged with the commit; until then a failure is not an unhandled one.
      sending.catch(() => {})
      sent.push(sending)
    }
    try {
      corkForNow(client)
      sent.push(
        client.query(lockTimeoutMs > 0 ? `begin; set local lock_timeout = ${Math.floor(lockTimeoutMs)}` : 'begin'),
      )
      sent[0]?.catch(() => {})
      const at = env.clock.now()
      const result = await work({ at, query, send, say: (news) => void said.push(news) })
      if (said.length > 0) send(...writeNews(env.ids, at, said))
      isOver = true
      // One way there and back: after a statement that failed, a commit keeps nothing.
      corkForNow(client)
      const [ended] = await Promise.all([client.query('commit'), ...sent])
      if (ended.command !== 'COMMIT') throw new Error('a statement failed, and its failure was overlooked')
      if (said.length > 0) for (const listen of this.#listeners) listen(said)
      return result
    } catch (thrown) {
      isOver = true
      const error = await firstFailure(thrown, sent)
      await client.query('rollback').catch((failure: Error) => {
        broken = failure
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** Tells what this process has just committed, for what it keeps in memory. Others hear it from the outbox. */
  onCommit(listen: (said: readonly News[]) => void): void {
    this.#listeners.push(listen)
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}

/** What is asked after a statement that failed says only that it is too late; the first failure says why. */
async function firstFailure(thrown: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> {
  if ((thrown as { code?: string }).code !== IN_FAILED_TRANSACTION) return thrown
  const failed = (await Promise.allSettled(sent)).find((outcome) => outcome.status === 'rejected')
  return failed?.reason ?? thrown
}

const corked = new WeakSet<pg.PoolClient>()

/**
 * What is asked in one turn of the event loop travels in one packet: a write to a socket costs more than many a
 * statement (it was two fifths of the processor time of an order).
 */
function corkForNow(client: pg.PoolClient): void {
  if (corked.has(client)) return
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  corked.add(client)
  stream.cork()
  process.nextTick(() => {
    corked.delete(client)
    stream.uncork()
  })
}

/** Turns the driver's errors into ours: away → Outage, a lock not got in time → `in_progress`; the rest stays a bug. */
function understand(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof Outage) return error
  const code = (error as { code?: string }).code ?? ''
  if (code === LOCK_NOT_AVAILABLE) return new Refusal(platformRefusals.in_progress)
  const message = error instanceof Error ? error.message : ''
  const away = AWAY.test(code) || AWAY_SYSTEM.has(code) || AWAY_WORDS.test(message)
  return away ? new Outage('database', 2, { cause: error }) : error
}

/** True when a constraint of this name was violated. Used to turn a lost race into its refusal. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint === constraint
}

/** A plain connection outside the pool, for migrations and for administration of databases. */
export async function connectOnce(url: string): Promise<{
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** The rows of a `copy … to stdout`, as text. */
  copyOut(text: string): CopyToStreamQuery
  /** Takes the rows of a `copy … from stdin`, as text. */
  copyIn(text: string): CopyStreamQuery
  end(): Promise<void>
}> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const result = await client.query(text, values as unknown[])
      return (Array.isArray(result) ? [] : result.rows) as Row[]
    },
    copyOut: (text) => client.query(copyTo(text)),
    copyIn: (text) => client.query(copyFrom(text)),
    end: () => client.end(),
  }
}

/** Ids are above 2^53 and come as bigint; amounts and counts are below it and come as numbers. */
function readInt8(value: string): number | bigint {
  return value.length < 16 ? Number(value) : BigInt(value)
}

function readArray(value: string): string[] {
  return value === '{}' ? [] : value.slice(1, -1).split(',')
}
