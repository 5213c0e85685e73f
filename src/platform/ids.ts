import { hash } from 'node:crypto'
import type { Clock } from './clock.ts'
import { Refusal } from './errors.ts'
import { type Prefix, platformRefusals } from './wire.ts'

/**
 * A 63-bit identifier: 41 bits of milliseconds since 2025-01-01Z · 8 bits of cell · 5 bits of process · 9 bits of sequence.
 * Inside the server it is a bigint; in JSON, URLs and logs only its text form (`ord_` + 13 characters) exists.
 */
export type Id<P extends Prefix = Prefix> = bigint & { readonly __prefix: P }

export const CELLS = 256
export const PROCESSES = 32
export const ID_EPOCH_MS = Date.UTC(2025, 0, 1)
/** Before this moment an id would be below 2^53 and could not be told from an amount when it is read from int8. */
export const EARLIEST_CLOCK_MS = Date.UTC(2025, 1, 1)

const SEQUENCES = 512
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const VALUE_OF = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i
const TEXT_LENGTH = 13
/** Ten bits at a time: an answer holds twenty ids. */
const PAIRS = Array.from({ length: 1024 }, (_, i) => `${ALPHABET[i >> 5]}${ALPHABET[i & 31]}`)
const LOW_BITS = 30n
const LOW_MASK = (1n << LOW_BITS) - 1n

/** The text form of an id, the only one that leaves the server. Sorts like the id itself. */
export function formatId<P extends Prefix>(prefix: P, id: bigint): string {
  const low = Number(id & LOW_MASK)
  const high = Number(id >> LOW_BITS)
  const top = Math.floor(high / 2 ** 20)
  return `${prefix}_${ALPHABET[top >>> 10]}${PAIRS[top & 1023]}${PAIRS[(high >>> 10) & 1023]}${PAIRS[high & 1023]}${PAIRS[low >>> 20]}${PAIRS[(low >>> 10) & 1023]}${PAIRS[low & 1023]}`
}

/** Reads the text form back. Refuses with `not_found`: a malformed id names nothing, like an absent one. */
export function parseId<P extends Prefix>(prefix: P, text: string): Id<P> {
  const start = prefix.length + 1
  if (text.length !== start + TEXT_LENGTH || !text.startsWith(`${prefix}_`))
    throw new Refusal(platformRefusals.not_found)
  let high = 0
  let low = 0
  for (let i = 0; i < TEXT_LENGTH; i++) {
    const value = VALUE_OF[text.charCodeAt(start + i) & 127] ?? -1
    if (value < 0 || text.charCodeAt(start + i) > 127) throw new Refusal(platformRefusals.not_found)
    if (i < 7) high = high * 32 + value
    else low = low * 32 + value
  }
  const id = (BigInt(high) << LOW_BITS) | BigInt(low)
  if (id >= 1n << 63n) throw new Refusal(platformRefusals.not_found)
  return id as Id<P>
}

/** The cell (0 to 255) that an id carries; rows of that id live there. */
export function cellOf(id: bigint): number {
  return Number((id >> 14n) & 255n)
}

/** The cell that belongs to something whose id carries none of its own choice: a hash, so that neighbours spread. */
export function cellByHash(id: bigint): number {
  return hash('sha256', id.toString(), 'buffer')[0] as number
}

/**
 * Makes ids for one leased process number, which is asked for each time: it may end, and another may come. When a
 * millisecond's 512 are spent, or the clock steps back, the next millisecond is borrowed; an id is never repeated.
 */
export class IdMaker {
  #lastMs = 0
  #sequence = 0

  constructor(
    private readonly clock: Clock,
    private readonly process: { current(): number },
  ) {}

  next<P extends Prefix>(cell: number): Id<P> {
    const processNo = this.process.current()
    const nowMs = this.clock.now().getTime()
    if (nowMs < EARLIEST_CLOCK_MS) throw new Error('the clock stands before 2025-02-01')
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs
      this.#sequence = 0
    } else if (++this.#sequence >= SEQUENCES) {
      this.#lastMs += 1
      this.#sequence = 0
    }
    const lowBits = (cell << 14) | (processNo << 9) | this.#sequence
    return ((BigInt(this.#lastMs - ID_EPOCH_MS) << 22n) | BigInt(lowBits)) as Id<P>
  }
}
