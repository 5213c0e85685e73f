/**
 * Arrays in PostgreSQL's binary form (array_recv): dimensions, whether nulls occur, the element's type, then length and
 * first index, then each element behind its length. As text each element would be a string that is made, escaped, sent and
 * read again. A list goes to the type of array that its function names, nowhere else.
 */

const INT2 = 21
const INT4 = 23
const INT8 = 20
const TEXT = 25
const BYTEA = 17
const JSONB = 3802
const TIMESTAMPTZ = 1184
const HEAD_BYTES = 20
const LENGTH_BYTES = 4
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

/** `$n::text[]` */
export const texts = (values: readonly (string | null | undefined)[]): Buffer => written(values, TEXT)

/** `$n::jsonb[]`, of JSON that is text already. */
export const jsons = (values: readonly (string | null | undefined)[]): Buffer => written(values, JSONB)

/** `$n::bytea[]` */
export function byteas(values: readonly Buffer[]): Buffer {
  const size = values.reduce((sum, value) => sum + LENGTH_BYTES + value.length, HEAD_BYTES)
  const array = Buffer.allocUnsafe(size)
  writeHead(new DataView(array.buffer, array.byteOffset, array.byteLength), BYTEA, values.length, 0)
  let at = HEAD_BYTES
  for (const value of values) {
    at = array.writeInt32BE(value.length, at)
    at += value.copy(array, at)
  }
  return array
}

/** What each jsonb begins with in its binary form. */
const JSONB_VERSION = 1
/** A unit of UTF-16 is at most so many bytes of UTF-8. */
const MOST_BYTES_A_UNIT = 3

/** Written where there is room for the longest it can be, then cut to what it is. */
function written(values: readonly (string | null | undefined)[], type: typeof TEXT | typeof JSONB): Buffer {
  let most = HEAD_BYTES
  let nulls = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value === null || value === undefined) nulls++
    most += LENGTH_BYTES + 1 + (value?.length ?? 0) * MOST_BYTES_A_UNIT
  }
  const room = roomFor(most)
  writeHead(new DataView(room.buffer, room.byteOffset, room.byteLength), type, values.length, nulls)
  let at = HEAD_BYTES
  for (let i = 0; i < values.length; i++) at = writeElement(room, values[i], at, type)
  return Buffer.from(room.subarray(0, at))
}

function writeElement(room: Buffer, value: string | null | undefined, at: number, type: number): number {
  if (value === null || value === undefined) return room.writeInt32BE(-1, at)
  const start = at + LENGTH_BYTES
  const mark = type === JSONB ? 1 : 0
  if (mark > 0) room[start] = JSONB_VERSION
  const length = mark + writeText(room, value, start + mark)
  room.writeInt32BE(length, at)
  return start + length
}

let kept = Buffer.allocUnsafeSlow(64 * 1024)

function roomFor(bytes: number): Buffer {
  if (bytes > kept.length) kept = Buffer.allocUnsafeSlow(2 * bytes)
  return kept
}

/** Up to here a loop is faster than a call out of the engine. */
const SHORT = 48

function writeText(room: Buffer, text: string, at: number): number {
  if (text.length > SHORT) return room.write(text, at)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return room.write(text, at)
    room[at + i] = unit
  }
  return text.length
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
  writeHead(view, type, values.length, nulls)
  return { array, view }
}

function writeHead(view: DataView, type: number, count: number, nulls: number): void {
  view.setInt32(0, 1)
  view.setInt32(4, nulls > 0 ? 1 : 0)
  view.setInt32(8, type)
  view.setInt32(12, count)
  view.setInt32(16, 1)
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
