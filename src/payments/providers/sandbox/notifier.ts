import type { Clock } from '../../../platform/clock.ts'
import type { Queryable } from '../../../platform/db.ts'
import type { Fault, Faults } from './faults.ts'
import type { SandboxKeys } from './keys.ts'
import { sayNotification } from './platform-voice.ts'
import { claimDue, type NotificationRow, nextDue, recordAnswers } from './sql.ts'

/** WeChat Pay's own: 15 s, 15 s, 30 s, 3 min … 6 h, in all 24 h 4 min, then never again. */
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
export const RESEND_AFTER_MS: readonly number[] = [
  ...[15 * SECOND, 15 * SECOND, 30 * SECOND, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE],
  ...[30 * MINUTE, 30 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 3 * HOUR, 3 * HOUR, 6 * HOUR, 6 * HOUR],
]
const ANSWER_WITHIN_MS = 5_000
const AT_ONCE = 32
const LOOK_EVERY_MS = 200
const LOOK_AGAIN_AFTER_ERROR_MS = 1_000
const LONGEST_DELAY_MS = 60_000

export interface NotifierOptions {
  db: Queryable
  clock: Clock
  keys: SandboxKeys
  faults: Faults
  resendAfterMs: readonly number[]
  fetch: typeof globalThis.fetch
  onError: (what: string, error: unknown) => void
}

/**
 * Tells the merchant, at least once, from its own table: whatever was claimed and not accepted is sent again later,
 * also after a crash. Nothing promises an order.
 */
export class Notifier {
  readonly #options: NotifierOptions
  #timer: NodeJS.Timeout | undefined
  #passing: Promise<void> | undefined
  #again = false
  #ended = false

  constructor(options: NotifierOptions) {
    this.#options = options
    this.wake()
  }

  /** Something new waits: look now rather than at the next tick. */
  wake(): void {
    if (this.#ended) return
    if (this.#passing !== undefined) {
      this.#again = true
      return
    }
    clearTimeout(this.#timer)
    this.#passing = this.#pass()
      .catch((error: unknown) => {
        this.#options.onError('notifications', error)
        return LOOK_AGAIN_AFTER_ERROR_MS
      })
      .then((wait) => this.#rest(wait))
  }

  async end(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#timer)
    await this.#passing
  }

  #rest(wait: number | null): void {
    this.#passing = undefined
    if (this.#ended) return
    if (this.#again) {
      this.#again = false
      this.wake()
    } else if (wait !== null) {
      this.#timer = setTimeout(() => this.wake(), wait)
    }
  }

  /** Sends all that is due; returns when to look again, or null when nothing waits. */
  async #pass(): Promise<number | null> {
    const { db, clock, faults, resendAfterMs } = this.#options
    const reorder = faults.reorder()
    if (reorder) await sleep(reorder.ms ?? 300)
    for (;;) {
      const due = await claimDue(db, clock.now(), AT_ONCE, resendAfterMs)
      if (due.length === 0) break
      if (reorder) for (const row of due.sort((a, b) => b.seq - a.seq)) await this.#send([row])
      else await this.#send(due)
      if (this.#ended) return null
    }
    // The clock may be owned and jump, so a waiting notification is looked at often rather than timed exactly.
    return (await nextDue(db)) === null ? null : LOOK_EVERY_MS
  }

  async #send(rows: NotificationRow[]): Promise<void> {
    const { db, clock } = this.#options
    const answers = await Promise.all(rows.map((row) => this.#attempt(row)))
    const accepted = answers.map((answer) => answer === '200' || answer === '204')
    const ids = rows.map((row) => row.id)
    await recordAnswers(db, ids, answers, accepted, clock.now())
  }

  async #attempt(row: NotificationRow): Promise<string> {
    const faults = this.#options.faults.take('notification', { order: row.out_trade_no })
    if (faults.has('drop')) return 'dropped'
    const delay = faults.get('delay')
    if (delay) await sleep(Math.min(delay.ms ?? SECOND, LONGEST_DELAY_MS))
    const sent = withWrongMoney(row, faults)
    const copies = 1 + (faults.has('duplicate') ? (faults.get('duplicate')?.copies ?? 1) : 0)
    const answers = await Promise.all(Array.from({ length: copies }, () => this.#post(sent)))
    return answers[0] as string
  }

  async #post(row: NotificationRow): Promise<string> {
    const { keys, clock, fetch } = this.#options
    const { headers, body } = await sayNotification(keys, row, clock.now())
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
      const response = await fetch(row.notify_url, { method: 'POST', headers, body, signal, redirect: 'manual' })
      await response.body?.cancel()
      return String(response.status)
    } catch (error) {
      return error instanceof Error ? error.name : 'unreachable'
    }
  }
}

/** A genuine voice saying a wrong sum: only the shop's own comparison can find it. */
function withWrongMoney(row: NotificationRow, faults: Map<string, Fault>): NotificationRow {
  const wrongAmount = faults.get('amount')
  if (!wrongAmount && !faults.has('currency')) return row
  const content = JSON.parse(row.content) as {
    amount?: { total: number; currency?: string }
    transfer_amount?: number
  }
  const off = wrongAmount ? (wrongAmount.fen ?? 1) : 0
  if (content.transfer_amount !== undefined) content.transfer_amount += off
  if (content.amount) content.amount.total += off
  if (content.amount && faults.has('currency')) content.amount.currency = 'USD'
  return { ...row, content: JSON.stringify(content) }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
