/** The rows of an edge list before their names are numbered. Numbers ≥ 0 are names; −1 − i is the i-th word. */
export interface ArcRows {
  readonly count: number
  readonly from: Float64Array
  readonly to: Float64Array
  /** Third column; NaN where a row has none or it is no number. */
  readonly value: Float64Array
  readonly words: readonly string[]
  /** Nodes that the first row promised, when it counts instead of naming an arc. */
  readonly promisedNodes?: number
}

/** Splits an edge list or CSV into rows; refuses a row without two names. */
export function readRows(bytes: Uint8Array): ArcRows {
  const rows = scan(bytes)
  return withoutCounts(withoutTitles(rows))
}

const newline = 10
const carriageReturn = 13
const quote = 34
const minus = 45
const zero = 48
const nine = 57
const longestSafeDigits = 15

/** Blank, tab, comma, semicolon, bar and return stand between fields. */
const isSeparator = (byte: number) =>
  byte === 32 || byte === 9 || byte === 44 || byte === 59 || byte === 124 || byte === carriageReturn

const isDigit = (byte: number) => byte >= zero && byte <= nine

function scan(bytes: Uint8Array): ArcRows {
  const capacity = countLines(bytes)
  const from = new Float64Array(capacity)
  const to = new Float64Array(capacity)
  const value = new Float64Array(capacity).fill(Number.NaN)
  const words = new Map<string, number>()
  const field = { at: byteOrderMark(bytes), end: 0 }
  let count = 0
  let isFirst = true
  for (let line = 1; field.at < bytes.length; line++) {
    if (nextField(bytes, field) && !isComment(bytes, field.at)) {
      from[count] = nameOf(bytes, field, words)
      if (!nextField(bytes, field)) {
        // A first row with one number counts the nodes; anywhere else half an arc is a broken file.
        if (!isFirst || from[count]! < 0) throw new Error(`Line ${line} names one node; an arc needs two`)
        isFirst = false
        skipLine(bytes, field)
        continue
      }
      isFirst = false
      to[count] = nameOf(bytes, field, words)
      if (nextField(bytes, field)) value[count] = numberOf(bytes, field)
      count++
    }
    skipLine(bytes, field)
  }
  return { count, from, to, value, words: [...words.keys()] }
}

function countLines(bytes: Uint8Array): number {
  let lines = 1
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines++
  return lines
}

function byteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

/** Moves to the next field of the line; false when the line has none. */
function nextField(bytes: Uint8Array, field: { at: number; end: number }): boolean {
  let at = Math.max(field.at, field.end)
  while (at < bytes.length && isSeparator(bytes[at]!)) at++
  field.at = at
  if (at >= bytes.length || bytes[at] === newline) return false
  while (at < bytes.length && bytes[at] !== newline && !isSeparator(bytes[at]!)) at++
  field.end = at
  return true
}

function skipLine(bytes: Uint8Array, field: { at: number; end: number }): void {
  const end = bytes.indexOf(newline, field.at)
  field.at = end < 0 ? bytes.length : end + 1
  field.end = field.at
}

/** `#`, `%` and `//` open a comment. */
function isComment(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at]
  return first === 35 || first === 37 || (first === 47 && bytes[at + 1] === 47)
}

function nameOf(bytes: Uint8Array, field: { at: number; end: number }, words: Map<string, number>): number {
  const whole = wholeNumber(bytes, field.at, field.end)
  if (whole >= 0) return whole
  const word = textOf(bytes, field)
  if (/^\d{1,15}$/.test(word)) return Number(word)
  const known = words.get(word)
  if (known !== undefined) return -1 - known
  words.set(word, words.size)
  return -words.size
}

function numberOf(bytes: Uint8Array, field: { at: number; end: number }): number {
  const negative = bytes[field.at] === minus
  const whole = wholeNumber(bytes, field.at + (negative ? 1 : 0), field.end)
  if (whole >= 0) return negative ? -whole : whole
  const text = textOf(bytes, field)
  return text === '' ? Number.NaN : Number(text)
}

function wholeNumber(bytes: Uint8Array, at: number, end: number): number {
  if (end === at || end - at > longestSafeDigits) return -1
  let whole = 0
  for (let i = at; i < end; i++) {
    if (!isDigit(bytes[i]!)) return -1
    whole = whole * 10 + bytes[i]! - zero
  }
  return whole
}

function textOf(bytes: Uint8Array, field: { at: number; end: number }): string {
  let { at, end } = field
  if (bytes[at] === quote && bytes[end - 1] === quote && end - at > 1) {
    at++
    end--
  }
  return new TextDecoder().decode(bytes.subarray(at, end))
}

const titles = new Set([
  ...['from', 'source', 'src', 'u', 'node1', 'rater', 'truster', 'fromnodeid', 'from_node', 'id1', 'a', 'x'],
])

/** A CSV's first row names its columns: words where every other row has numbers, or a title that we know. */
function withoutTitles(rows: ArcRows): ArcRows {
  if (rows.count === 0 || rows.from[0]! >= 0 || rows.to[0]! >= 0) return rows
  const title = rows.words[-1 - rows.from[0]!]!.toLowerCase()
  const aloneInWords = !rows.from.subarray(1, rows.count).some(isWord) && !rows.to.subarray(1, rows.count).some(isWord)
  return titles.has(title) || (aloneInWords && rows.count > 1) ? withoutFirst(rows) : rows
}

const isWord = (name: number) => name < 0

/** "nodes rows" (NetHEPT, METIS-like) or "nodes nodes rows" (Matrix Market) when both counts are true of what follows. */
function withoutCounts(rows: ArcRows): ArcRows {
  if (rows.count < 2) return rows
  const [nodes, second, third] = [rows.from[0]!, rows.to[0]!, rows.value[0]!]
  const following = rows.count - 1
  const counts = Number.isNaN(third) ? second === following : second === nodes && third === following
  if (!counts) return rows
  const rest = withoutFirst(rows)
  const { low, high, words } = range(rest)
  if (words || high > nodes || (high === nodes && low === 0)) return rows
  return { ...rest, promisedNodes: nodes }
}

function withoutFirst(rows: ArcRows): ArcRows {
  return {
    ...rows,
    count: rows.count - 1,
    from: rows.from.subarray(1),
    to: rows.to.subarray(1),
    value: rows.value.subarray(1),
  }
}

function range(rows: ArcRows) {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let row = 0; row < rows.count; row++) {
    low = Math.min(low, rows.from[row]!, rows.to[row]!)
    high = Math.max(high, rows.from[row]!, rows.to[row]!)
  }
  return { low, high, words: low < 0 }
}
