import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { ProviderRefused } from '../port.ts'
import { type BillFile, type BillKind, type BillLine, BillNotReady, type ProviderBill } from '../port-bills.ts'
import { record, text } from './answers.ts'
import { type CsvBill, fenOf, field, malformed, readBill, timeOf } from './bill-csv.ts'
import type { FetchFile, SendCall } from './client.ts'

/** WeChat Pay makes the bills of a day from nine o'clock of the next and asks to come after ten. */
export const BILL_TIMES = { zone: 'Asia/Shanghai', readyHour: 10 } as const

const LARGEST_BILL_BYTES = 512 * 1024 * 1024
const NOTHING_THAT_DAY = 'NO_STATEMENT_EXIST'
const NOT_READY = 'STATEMENT_CREATING'
const ASKED: Readonly<Record<BillKind, string>> = {
  trade: '/v3/bill/tradebill?bill_type=ALL',
  basic: '/v3/bill/fundflowbill?account_type=BASIC',
  operation: '/v3/bill/fundflowbill?account_type=OPERATION',
}

/** The three files of one day. */
export async function fetchBill(send: SendCall, fetchFile: FetchFile, day: string): Promise<ProviderBill> {
  const files: BillFile[] = []
  for (const kind of ['trade', 'basic', 'operation'] as const) files.push(await fetchOne(send, fetchFile, kind, day))
  return { day, files }
}

async function fetchOne(send: SendCall, fetchFile: FetchFile, kind: BillKind, day: string): Promise<BillFile> {
  const where = await send({ method: 'GET', path: `${ASKED[kind]}&bill_date=${day}&tar_type=GZIP` }).catch(
    (error: unknown) => {
      if (error instanceof ProviderRefused && error.code === NOTHING_THAT_DAY) return null
      if (error instanceof ProviderRefused && error.code === NOT_READY) throw new BillNotReady(`${kind} of ${day}`)
      throw error
    },
  )
  if (where === null) return { kind, sha1: null, lines: [], closingFen: null }
  const { hash_type: hashType, hash_value: hash, download_url: url } = record(where)
  if (hashType !== 'SHA1' || !text(hash) || !text(url)) throw malformed('no digest or address')
  const bytes = unpack(await fetchFile(url as string))
  const sha1 = createHash('sha1').update(bytes).digest('hex')
  // The file itself is not signed: only this digest, which was, says that it is the provider's and whole.
  if (sha1 !== (hash as string).toLowerCase()) throw malformed('another file than the digest says')
  return { kind, sha1, ...(kind === 'trade' ? tradeLines(readBill(bytes)) : fundLines(kind, readBill(bytes))) }
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_BILL_BYTES })
  } catch {
    throw malformed('cannot be unpacked')
  }
}

/** What counts is what is settled with us (应结, after the provider's own coupons), not what the payer was shown. */
export function tradeLines(bill: CsvBill): Pick<BillFile, 'lines' | 'closingFen'> {
  const lines = bill.rows.map((row, index): BillLine => {
    const state = field(row, '交易状态')
    const isPayment = state === 'SUCCESS'
    const common = {
      lineNo: index + 1,
      at: timeOf(field(row, '交易时间')),
      feeFen: fenOf(field(row, '手续费')),
      words: state,
    }
    if (isPayment)
      return {
        ...common,
        ...{ what: 'payment', direction: 'in', amountFen: amount(field(row, '应结订单金额')) },
        ...{ ownNo: field(row, '商户订单号'), providerNo: field(row, '微信订单号') },
      }
    return {
      ...common,
      ...{ what: state === 'REFUND' ? 'refund' : 'other', direction: 'out', amountFen: amount(field(row, '退款金额')) },
      ...{ ownNo: field(row, '商户退款单号') || field(row, '商户订单号'), providerNo: field(row, '微信退款单号') },
    }
  })
  const sum = (direction: 'in' | 'out') => sumOf(lines.filter((line) => line.direction === direction))
  mustAgree('lines', lines.length, Number(field(bill.sums, '总交易单数')))
  mustAgree('paid', sum('in'), fenOf(field(bill.sums, '应结订单总金额')))
  mustAgree('refunded', sum('out'), fenOf(field(bill.sums, '退款总金额')))
  return { lines: withoutEmpty(lines), closingFen: null }
}

/** Movements of one of our accounts. What the trade bill tells in detail is only told again here. */
export function fundLines(kind: 'basic' | 'operation', bill: CsvBill): Pick<BillFile, 'lines' | 'closingFen'> {
  const lines = bill.rows.map((row, index): BillLine => {
    const name = field(row, '业务名称')
    const isIn = field(row, '收支类型') === '收入'
    return {
      lineNo: index + 1,
      what: kind === 'basic' ? basicWhat(name, field(row, '业务类型'), isIn) : operationWhat(name, isIn),
      direction: isIn ? 'in' : 'out',
      amountFen: amount(field(row, '收支金额(元)', '收支金额（元）')),
      feeFen: 0,
      ownNo: field(row, '业务凭证号') || null,
      providerNo: field(row, '微信支付业务单号'),
      at: timeOf(field(row, '记账时间')),
      words: name,
    }
  })
  const of = (direction: 'in' | 'out') => lines.filter((line) => line.direction === direction)
  mustAgree('lines', lines.length, Number(field(bill.sums, '资金流水总笔数')))
  mustAgree('received', sumOf(of('in')), fenOf(field(bill.sums, '收入金额')))
  mustAgree('spent', sumOf(of('out')), fenOf(field(bill.sums, '支出金额')))
  const last = bill.rows.at(-1)
  return {
    lines: withoutEmpty(lines),
    closingFen: last ? fenOf(field(last, '账户结余(元)', '账户结余（元）')) : null,
  }
}

function basicWhat(name: string, type: string, isIn: boolean): BillLine['what'] {
  if (/^(交易|退款)$/.test(name) || /手续费/.test(type)) return 'told'
  return name === '提现' && !isIn ? 'settled' : 'other'
}

function operationWhat(name: string, isIn: boolean): BillLine['what'] {
  if (/转账/.test(name)) return 'transfer'
  return (name === '充值' && isIn) || (name === '提现' && !isIn) ? 'internal' : 'other'
}

/** Which way money went is said beside it, never by its sign. */
function amount(yuan: string): number {
  const fen = fenOf(yuan)
  if (fen < 0) throw malformed(`amount ${yuan} is below zero`)
  return fen
}

const sumOf = (lines: readonly BillLine[]) => lines.reduce((sum, line) => sum + line.amountFen, 0)

/** A payment that its coupons paid whole settles nothing. */
const withoutEmpty = (lines: readonly BillLine[]) => lines.filter((line) => line.amountFen > 0 || line.feeFen !== 0)

/** A file that was cut between two lines has a true digest of nothing; its own sums say whether it is whole. */
function mustAgree(what: string, counted: number, stated: number): void {
  if (counted !== stated) throw malformed(`${what}: ${counted} counted, ${stated} stated`)
}
