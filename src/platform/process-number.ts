import { randomUUID } from 'node:crypto'
import type { Database } from './db.ts'
import { Outage } from './errors.ts'
import { PROCESSES } from './ids.ts'

export interface LeaseTimes {
  readonly leaseMs: number
  readonly renewMs: number
  /** How long before its end a lease counts as over, so that machines whose clocks differ never share a number. */
  readonly marginMs: number
  /** How often a process without a number asks for one. */
  readonly retryMs: number
}

const TIMES: LeaseTimes = { leaseMs: 60_000, renewMs: 8_000, marginMs: 3_000, retryMs: 1_000 }

/**
 * A process number (0 to 31) that is leased for making ids. Leases run on the machine's own time, never on an owned
 * clock. When the lease could not be renewed in time (the database was away for long), the process has no number, makes
 * no ids, and asks until it has one again: the same or another.
 */
export class ProcessNumber {
  readonly #holder = randomUUID()
  #number = -1
  #validUntil = 0
  #timer: NodeJS.Timeout | undefined

  private constructor(
    private readonly db: Database,
    private readonly tell: (held: boolean) => void,
    private readonly times: LeaseTimes,
  ) {}

  /**
   * Takes a free number and keeps it.
   * @param tell hears when the number was lost, and when there is one again
   * @throws when all numbers are held
   */
  static async lease(
    db: Database,
    tell: (held: boolean) => void = () => {},
    times: LeaseTimes = TIMES,
  ): Promise<ProcessNumber> {
    const lease = new ProcessNumber(db, tell, times)
    await lease.#take()
    lease.#next(times.renewMs)
    return lease
  }

  /** @throws an outage when the lease has ended: another process may have the number by now */
  current(): number {
    if (!this.#isHeld()) throw new Outage('database')
    return this.#number
  }

  /** Stops renewing and gives the number back. */
  async release(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#validUntil = 0
    await this.db
      .query(
        'platform.releaseProcess',
        'update platform.process set held_until = $3 where process_no = $1 and holder = $2',
        [this.#number, this.#holder, new Date(0)],
      )
      .catch(() => {})
  }

  #isHeld(): boolean {
    return Date.now() < this.#validUntil - this.times.marginMs
  }

  #next(inMs: number): void {
    this.#timer = setTimeout(() => void this.#keep(), inMs)
    this.#timer.unref()
  }

  async #keep(): Promise<void> {
    const wasHeld = this.#validUntil > 0
    const timer = this.#timer
    await (wasHeld ? this.#renew() : this.#take()).catch(() => {
      if (!this.#isHeld()) this.#validUntil = 0
    })
    // Released in the meantime.
    if (timer !== this.#timer) return
    const isHeld = this.#validUntil > 0
    if (isHeld !== wasHeld) this.tell(isHeld)
    this.#next(isHeld ? this.times.renewMs : this.times.retryMs)
  }

  async #renew(): Promise<void> {
    // Counted from before the question: the answer may have taken its time.
    const until = Date.now() + this.times.leaseMs
    const rows = await this.db.query(
      'platform.renewProcess',
      'update platform.process set held_until = $3 where process_no = $1 and holder = $2 returning process_no',
      [this.#number, this.#holder, new Date(until)],
    )
    this.#validUntil = rows.length === 1 ? until : 0
  }

  async #take(): Promise<void> {
    const start = Math.floor(Math.random() * PROCESSES)
    for (let i = 0; i < PROCESSES; i++) {
      const number = (start + i) % PROCESSES
      const now = Date.now()
      const until = now + this.times.leaseMs
      const rows = await this.db.query(
        'platform.takeProcess',
        `insert into platform.process (process_no, holder, held_until) values ($1, $2, $3)
         on conflict (process_no) do update set holder = $2, held_until = $3 where platform.process.held_until < $4
         returning process_no`,
        [number, this.#holder, new Date(until), new Date(now)],
      )
      if (rows.length === 0) continue
      this.#number = number
      this.#validUntil = until
      return
    }
    throw new Error(`all ${PROCESSES} process numbers are held; stop a process or wait ${this.times.leaseMs / 1000} s`)
  }
}
