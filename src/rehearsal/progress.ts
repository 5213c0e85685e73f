import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a broken run had done: names with a value each, one JSON line a fact, added as it happens. */
export class Journal {
  readonly #facts = new Map<string, string>()

  constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true })
    if (!existsSync(file)) return
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      try {
        const [name, value] = JSON.parse(line) as [string, string]
        this.#facts.set(name, value)
      } catch {
        // the last line of a killed run may be half written; what it said is asked for again
      }
    }
  }

  get(name: string): string | undefined {
    return this.#facts.get(name)
  }

  has(name: string): boolean {
    return this.#facts.has(name)
  }

  keep(name: string, value = ''): void {
    this.#facts.set(name, value)
    appendFileSync(this.file, `${JSON.stringify([name, value])}\n`)
  }
}

const DRAW_EVERY_MS = 500

/** A bar with rate and time left, on stderr; one line every five seconds where it is not a terminal. */
export class ProgressBar {
  #done = 0
  #drawnAt = 0
  readonly #startedAt = Date.now()

  constructor(
    private readonly what: string,
    private readonly total: number,
    private readonly already = 0,
  ) {
    this.#done = already
  }

  step(by = 1): void {
    this.#done += by
    const every = process.stderr.isTTY ? DRAW_EVERY_MS : 10 * DRAW_EVERY_MS
    if (Date.now() - this.#drawnAt < every && this.#done < this.total) return
    this.#drawnAt = Date.now()
    const seconds = Math.max(0.001, (Date.now() - this.#startedAt) / 1000)
    const rate = (this.#done - this.already) / seconds
    const left = rate > 0 ? Math.ceil((this.total - this.#done) / rate) : 0
    const share = this.total === 0 ? 1 : this.#done / this.total
    const bar = '█'.repeat(Math.round(share * 20)).padEnd(20, '░')
    const line = `${this.what} ${bar} ${this.#done}/${this.total}  ${rate.toFixed(1)}/s  ${left} s left`
    process.stderr.write(
      process.stderr.isTTY ? `\r${line}\u001b[K${this.#done >= this.total ? '\n' : ''}` : `${line}\n`,
    )
  }
}

/** Runs work over a list, at most `width` at a time, in order of starting. The first failure stops it. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed: unknown
  const worker = async () => {
    while (next < items.length && failed === undefined) {
      const index = next++
      try {
        await work(items[index] as T, index)
      } catch (error) {
        failed ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  if (failed !== undefined) throw failed
}
