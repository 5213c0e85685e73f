import { ProviderUnknown } from '../port.ts'

/**
 * WeChat Pay's bills are text: a head, rows whose fields each begin with a backtick (so that a spreadsheet keeps long
 * numbers), a second head and one row of sums. Sources: https://pay.weixin.qq.com/doc/v3/merchant/4012556654 and
 * https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter7_3_9.shtml
 */
export interface CsvBill {
  readonly rows: readonly ReadonlyMap<string, string>[]
  readonly sums: ReadonlyMap<string, string>
}

const MOST_LINES = 2_000_000

/** Throws {@link ProviderUnknown} on a file that is cut off or not of this form. */
export function readBill(bytes: Uint8Array): CsvBill {
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  if (lines.length > MOST_LINES) throw malformed('too many lines')
  const [head, ...rest] = lines
  const at = rest.findIndex((line) => !line.startsWith('`'))
  const sumHead = rest[at]
  const sumRow = rest[at + 1]
  if (!head || head.startsWith('`') || !sumHead || !sumRow?.startsWith('`') || rest.length !== at + 2)
    throw malformed('no head, or no sums at its end')
  const names = head.split(',').map((name) => name.trim())
  return {
    rows: rest.slice(0, at).map((line, index) => fieldsOf(names, line, index + 1)),
    sums: fieldsOf(
      sumHead.split(',').map((name) => name.trim()),
      sumRow,
      0,
    ),
  }
}

/** Fields are divided by comma and backtick together: a comma in a description divides nothing. */
function fieldsOf(names: readonly string[], line: string, no: number): Map<string, string> {
  const fields = line.slice(1).split(',`')
  // Older bills lack the last columns; none has more fields than heads.
  if (fields.length > names.length || fields.length < Math.min(names.length, 5)) throw malformed(`line ${no}`)
  return new Map(names.flatMap((name, at) => (fields[at] === undefined ? [] : [[name, fields[at].trim()] as const])))
}

export function field(row: ReadonlyMap<string, string>, ...names: readonly string[]): string {
  for (const name of names) {
    const found = row.get(name)
    if (found !== undefined) return found
  }
  throw malformed(`no column ${names[0]}`)
}

/** Yuan with up to five digits, which must be whole fen; empty is nothing. */
export function fenOf(yuan: string): number {
  if (yuan === '') return 0
  const found = /^(-?)(\d{1,11})(?:\.(\d{1,5}))?$/.exec(yuan)
  if (!found) throw malformed(`amount ${yuan.slice(0, 20)}`)
  const [, minus, whole = '', part = ''] = found
  const digits = part.padEnd(5, '0')
  if (digits.slice(2) !== '000') throw malformed(`amount ${yuan} is not whole fen`)
  const fen = Number(whole) * 100 + Number(digits.slice(0, 2))
  return minus && fen !== 0 ? -fen : fen
}

/** `2026-11-02 09:30:00` in China's time. */
export function timeOf(text: string): Date {
  const at = new Date(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}+08:00` : Number.NaN)
  if (Number.isNaN(at.getTime())) throw malformed(`time ${text.slice(0, 20)}`)
  return at
}

export const malformed = (what: string) => new ProviderUnknown('malformed', `bill: ${what}`)
