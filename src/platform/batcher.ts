import { Outage, Refusal } from './errors.ts'
import { countBatch } from './metrics.ts'
import { platformRefusals } from './wire.ts'

export interface BatcherOptions<In, Out> {
  /** Handles a list and gives each member its own verdict, in order. */
  readonly run: (items: readonly In[]) => Promise<readonly (Out | Refusal)[]>
  readonly maxBatch?: number
  /** How many may wait for the batch after this one; who comes beyond them is refused. */
  readonly maxWaiting?: number
  /** How many lists may be under way: one where they want the same rows. The second begins only if it is worth it. */
  readonly atOnce?: number
  /** What the metrics page calls it. */
  readonly name?: string
}

const SETTLED_AT_ONCE = 16
/** A list that begins beside another is at least so long: each costs its own statements and its own commit. */
const LEAST_BESIDE = 32

interface Waiting<In, Out> {
  readonly item: In
  readonly resolve: (out: Out) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers concurrent requests while the previous batch is in flight: no timer, a batch of one when it is quiet.
 * One batch at a time unless `atOnce` says otherwise, because two writers on the same rows are slower than one. A batch that fails as a whole (not by
 * an outage) is split until the member at fault stands alone, so a row-level error never fails its neighbours.
 */
export class Batcher<In, Out> {
  #waiting: Waiting<In, Out>[] = []
  #running = 0
  #settling = 0
  readonly #maxBatch: number
  readonly #maxWaiting: number
  readonly #atOnce: number
  #idle: (() => void)[] = []
  /** Sizes of the batches so far, for the metrics page. */
  readonly seen = { batches: 0, items: 0, largest: 0 }

  constructor(private readonly options: BatcherOptions<In, Out>) {
    this.#maxBatch = options.maxBatch ?? 128
    this.#maxWaiting = options.maxWaiting ?? 4_000
    this.#atOnce = options.atOnce ?? 1
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Whoever comes now would be told that we are busy: a gate may tell her before any work is done. */
  get isFull(): boolean {
    return this.#waiting.length >= this.#maxWaiting
  }

  /** Joins the next batch. Refuses `busy` when too many wait already. */
  submit(item: In): Promise<Out> {
    if (this.isFull) return Promise.reject(new Refusal(platformRefusals.busy))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (this.#mayBegin()) setImmediate(() => this.#begin())
    })
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async settled(): Promise<void> {
    if (this.#isIdle()) return
    await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #begin(): void {
    while (this.#mayBegin()) {
      this.#running++
      void this.#runSplitting(this.#waiting.splice(0, this.#maxBatch)).finally(() => {
        this.#running--
        this.#begin()
        this.#tellIdle()
      })
    }
  }

  #mayBegin(): boolean {
    const least = this.#running === 0 ? 1 : LEAST_BESIDE
    return this.#running < this.#atOnce && this.#waiting.length >= least
  }

  #isIdle(): boolean {
    return this.#running === 0 && this.#settling === 0 && this.#waiting.length === 0
  }

  #tellIdle(): void {
    if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve()
  }

  /**
   * Tells the members their verdicts, a few in each turn of the event loop: what they do with them (an answer is
   * written for each) would otherwise keep the next batch from the database, which would stand idle meanwhile.
   */
  #settle(batch: readonly Waiting<In, Out>[], verdicts: readonly (Out | Refusal)[], from = 0): void {
    const to = Math.min(batch.length, from + SETTLED_AT_ONCE)
    for (let index = from; index < to; index++) {
      const { resolve, reject } = batch[index] as Waiting<In, Out>
      const verdict = verdicts[index]
      if (verdict instanceof Refusal) reject(verdict)
      else resolve(verdict as Out)
    }
    this.#settling--
    if (to < batch.length) {
      this.#settling++
      setImmediate(() => this.#settle(batch, verdicts, to))
    } else this.#tellIdle()
  }

  async #runSplitting(batch: Waiting<In, Out>[]): Promise<void> {
    this.seen.batches++
    this.seen.items += batch.length
    this.seen.largest = Math.max(this.seen.largest, batch.length)
    countBatch(this.options.name ?? 'other', batch.length, this.#waiting.length)
    try {
      const verdicts = await this.options.run(batch.map((waiting) => waiting.item))
      this.#settling++
      if (batch.length <= SETTLED_AT_ONCE) this.#settle(batch, verdicts)
      else setImmediate(() => this.#settle(batch, verdicts))
    } catch (error) {
      if (batch.length === 1 || error instanceof Outage) {
        for (const waiting of batch) waiting.reject(error)
        return
      }
      const middle = batch.length >> 1
      await this.#runSplitting(batch.slice(0, middle))
      await this.#runSplitting(batch.slice(middle))
    }
  }
}
