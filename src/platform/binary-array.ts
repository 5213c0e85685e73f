/**
 * Arrays in PostgreSQL's binary form (array_recv): dimensions, whether nulls occur, the element's type, then length and
 * first index, then each element behind its length. Ids and moments are most of what an order writes; as text each would
 * be a string that is made, escaped, sent and read again.
 */

const INT2 = 21
const INT4 = 23
const INT8 = 20
const TIMESTAMPTZ = 1184
const HEAD_BYTES = 20
/** PostgreSQL counts moments from 2000. */
const EPOCH_MS = 946_684_800_000
const MOST = 2n ** 63n - 1n
const LEAST = -(2n ** 63n)

type Whole = bigint | number | null | undefined

/** `$n::smallint[]` */
export const int2s = (values: readonly (number | null | undefined)[]): Buffer => wholes(values, INT2, 2)
/** `$n::int[]` */
export const int4s = (values: readonly (number | null | undefined)[]): Buffer => wholes(values, INT4, 4)
/** `$n::bigint[]`; numbers must be safe integers. */
export const int8s = (values: readonly Whole[]): Buffer => wholes(values, INT8, 8)

/** `$n::timestamptz[]` */
export function moments(values: readonly (Date | null | undefined)[]): Buffer {
  const { array, view } = open(values, TIMESTAMPTZ, 8)
  let at = HEAD_BYTES
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    at = writeLength(view, at, value, 8)
    if (value) at = writeInt8(view, at, microsOf(value))
  }
  return array
}

/** A BigInt only for moments some centuries away. */
function microsOf(moment: Date): number | bigint {
  const ms = moment.getTime() - EPOCH_MS
  return Number.isSafeInteger(ms * 1000) ? ms * 1000 : BigInt(ms) * 1000n
}

function wholes(values: readonly Whole[], type: number, size: 2 | 4 | 8): Buffer {
  const { array, view } = open(values, type, size)
  let at = HEAD_BYTES
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    at = writeLength(view, at, value, size)
    if (value === null || value === undefined) continue
    at = size === 8 ? writeInt8(view, at, value) : writeSmall(view, at, value as number, size)
  }
  return array
}

/** Bytes of the right length, with the head written. A view writes a BigInt without making another. */
function open(values: readonly unknown[], type: number, size: number): { array: Buffer; view: DataView } {
  let nulls = 0
  // By index: iterators of lists of mixed kinds make an object for each element.
  for (let i = 0; i < values.length; i++) if (values[i] === null || values[i] === undefined) nulls++
  const array = Buffer.allocUnsafe(HEAD_BYTES + values.length * (4 + size) - nulls * size)
  const view = new DataView(array.buffer, array.byteOffset, array.byteLength)
  view.setInt32(0, 1)
  view.setInt32(4, nulls > 0 ? 1 : 0)
  view.setInt32(8, type)
  view.setInt32(12, values.length)
  view.setInt32(16, 1)
  return { array, view }
}

function writeLength(view: DataView, at: number, value: unknown, size: number): number {
  view.setInt32(at, value === null || value === undefined ? -1 : size)
  return at + 4
}

/** A number that does not fit would be cut to its last bits without a word. */
function writeSmall(view: DataView, at: number, value: number, size: 2 | 4): number {
  const fits = size === 4 ? value === (value | 0) : value === (value << 16) >> 16
  if (!fits) throw new RangeError(`${value} is no whole number of ${size} bytes`)
  if (size === 4) view.setInt32(at, value)
  else view.setInt16(at, value)
  return at + size
}

function writeInt8(view: DataView, at: number, value: bigint | number): number {
  if (typeof value === 'bigint') {
    if (value > MOST || value < LEAST) throw new RangeError(`${value} is no whole number of 8 bytes`)
    view.setBigInt64(at, value)
  } else {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that is kept exactly`)
    // In two halves: a BigInt would be made for each number.
    const high = Math.floor(value / 0x1_0000_0000)
    view.setInt32(at, high)
    view.setUint32(at + 4, value - high * 0x1_0000_0000)
  }
  return at + 8
}
