/**
 * What the simulator has been told to do wrong. Kept in memory: a sandbox that restarts is honest again.
 *
 * - on `answer`: the shop's call. `refuse` (a signed 4xx with `code`), `error` (500), `timeout` and `reset` (no answer),
 *   `unsigned`, `missigned`, `garbage` (signed, not JSON). All but `refuse` come after the effect, because that is the
 *   hard case; `before: true` leaves the effect out.
 * - on `notification`: `drop` (this attempt is not sent), `duplicate` (`copies` more), `delay` (`ms`), `reorder` (gathers
 *   for `ms`, sends the newest first), `amount` (genuinely signed, but `fen` off), `currency`.
 * - on `refund`: `abnormal` or `closed` becomes the outcome; `amount`: it is made, and answered, `fen` off.
 * - on `transfer`: `fail`: the payee confirms and it does not arrive.
 * - on `bill`: `cut`: only the first half of the file arrives (`order` is the day). Lines that are wrong: `/sandbox/bills`.
 */
export interface Fault {
  on: 'answer' | 'notification' | 'refund' | 'transfer' | 'bill'
  kind: string
  /** Only for this out_trade_no. */
  order?: string
  /** Only for calls whose path contains this. */
  path?: string
  /** Strikes so many times, then is gone. Absent: until cleared. */
  times?: number
  /** Strikes on every n-th match only. */
  every?: number
  before?: boolean
  ms?: number
  copies?: number
  fen?: number
  code?: string
  status?: number
}

const KINDS: Readonly<Record<Fault['on'], readonly string[]>> = {
  answer: ['refuse', 'error', 'timeout', 'reset', 'unsigned', 'missigned', 'garbage'],
  notification: ['drop', 'duplicate', 'delay', 'reorder', 'amount', 'currency'],
  refund: ['abnormal', 'closed', 'amount'],
  transfer: ['fail'],
  bill: ['cut'],
}
const MOST_FAULTS = 100

export class Faults {
  #armed: { fault: Fault; left: number; seen: number }[] = []

  /** Throws a sentence when it is not a fault that we know. */
  add(fault: Fault): void {
    if (!KINDS[fault.on]?.includes(fault.kind)) throw new Error(`no fault ${fault.on}/${fault.kind}; ${known()}`)
    if (this.#armed.length >= MOST_FAULTS) throw new Error(`at most ${MOST_FAULTS} faults at once`)
    this.#armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY, seen: 0 })
  }

  list(): Fault[] {
    return this.#armed.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault))
  }

  clear(): void {
    this.#armed = []
  }

  /** Every fault that strikes this once, by kind. Striking uses it up. */
  take(on: Fault['on'], facts: { order?: string; path?: string }): Map<string, Fault> {
    const struck = new Map<string, Fault>()
    for (const entry of this.#armed) {
      if (!matches(entry.fault, on, facts) || struck.has(entry.fault.kind)) continue
      entry.seen++
      if (entry.seen % (entry.fault.every ?? 1) !== 0) continue
      entry.left--
      struck.set(entry.fault.kind, entry.fault)
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0)
    return struck
  }

  /** The reorder fault in force, if any. It is a manner of sending and is not used up by one notification. */
  reorder(): Fault | null {
    return this.#armed.find(({ fault }) => fault.kind === 'reorder')?.fault ?? null
  }
}

function matches(fault: Fault, on: Fault['on'], facts: { order?: string; path?: string }): boolean {
  if (fault.on !== on || fault.kind === 'reorder') return false
  if (fault.order !== undefined && fault.order !== facts.order) return false
  return fault.path === undefined || (facts.path ?? '').includes(fault.path)
}

function known(): string {
  return Object.entries(KINDS)
    .map(([on, kinds]) => `${on}: ${kinds.join(' ')}`)
    .join('; ')
}
