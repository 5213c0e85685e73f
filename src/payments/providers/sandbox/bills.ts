import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import * as sql from './bill-lines.ts'
import { type FundLine, fundText, tradeText, yuan } from './bill-text.ts'
import type { Desk } from './merchant-calls.ts'
import { WechatError } from './wechat-error.ts'

const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000
const MADE_FROM_HOUR = 9
const SETTLES_AT_HOUR = 8
const KEPT_DAYS = 93
const TOKEN_LIVES_MS = 5 * 60_000
const MOST_TOKENS = 1_000
const MOST_MORNINGS = 400
/** What the operation account begins with: the simulator has no bank to fill it from. */
const OPERATION_BEGINS_FEN = 100_000_000

interface Asked {
  readonly bill_date?: string | undefined
  readonly bill_type?: string | undefined
  readonly account_type?: string | undefined
  readonly tar_type?: string | undefined
}

/** Files that were made and wait to be fetched, by the token in their address. */
export class BillShelf {
  readonly #files = new Map<string, { bytes: Buffer; until: number }>()

  put(bytes: Buffer, now: Date): string {
    for (const [token, file] of this.#files)
      if (file.until < now.getTime() || this.#files.size >= MOST_TOKENS) this.#files.delete(token)
    const token = randomBytes(32).toString('base64url')
    this.#files.set(token, { bytes, until: now.getTime() + TOKEN_LIVES_MS })
    return token
  }

  take(token: string, now: Date): Buffer | undefined {
    const file = this.#files.get(token)
    return file && file.until >= now.getTime() ? file.bytes : undefined
  }
}

/** GET /v3/bill/tradebill */
export async function tradeBill(desk: BillDesk, base: string, asked: Asked): Promise<object> {
  if ((asked.bill_type ?? 'ALL') !== 'ALL') throw new WechatError(400, 'PARAM_ERROR', '沙盒只有 ALL 账单')
  const { from, to } = spanOf(desk, asked.bill_date)
  const lines = (await sql.tradeLines(desk.db, from, to)).filter((line) => line.what !== 'other')
  if (lines.length === 0) throw nothing()
  const { feeBps } = await sql.readTerms(desk.db)
  return shelved(desk, base, asked, tradeText(desk.merchant, feeBps, lines))
}

/** GET /v3/bill/fundflowbill */
export async function fundBill(desk: BillDesk, base: string, asked: Asked): Promise<object> {
  const account = asked.account_type ?? 'BASIC'
  if (account !== 'BASIC' && account !== 'OPERATION') throw new WechatError(400, 'PARAM_ERROR', '沙盒没有这种资金账户')
  const { from, to } = spanOf(desk, asked.bill_date)
  const [lines, opening] = account === 'BASIC' ? await basicLines(desk, from, to) : await operationLines(desk, from, to)
  if (lines.length === 0) throw nothing()
  return shelved(desk, base, asked, fundText(lines, opening))
}

export interface BillDesk extends Desk {
  readonly shelf: BillShelf
}

async function basicLines(desk: BillDesk, from: Date, to: Date): Promise<[FundLine[], number]> {
  await settleMornings(desk, to)
  const trade = await sql.tradeLines(desk.db, from, to)
  const paidOut = await sql.withdrawals(desk.db, from, to)
  const lines = [
    ...trade.flatMap(fundLinesOf),
    ...paidOut.map(
      (row): FundLine => ({
        ...{ at: row.made_at, bizNo: row.withdraw_no, flowNo: `W${row.withdraw_no}`, name: '提现', type: '提现' },
        ...{ direction: '支出', amountFen: row.amount_fen, by: 'system', remark: '自动提现', voucher: row.withdraw_no },
      }),
    ),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  return [lines, await sql.balanceAt(desk.db, from)]
}

function fundLinesOf(line: sql.TradeLine): FundLine[] {
  const common = { at: line.at, by: 'system', voucher: line.outRefundNo || line.outTradeNo }
  if (line.what === 'payment') {
    const paid = { ...common, bizNo: line.transactionId, name: '交易', remark: '' }
    const flow = `F${line.transactionId}`
    return [
      { ...paid, flowNo: flow, type: '交易', direction: '收入', amountFen: line.amountFen },
      ...(line.feeFen > 0
        ? [{ ...paid, flowNo: `${flow}C`, type: '扣除交易手续费', direction: '支出' as const, amountFen: line.feeFen }]
        : []),
    ]
  }
  const remark = `退款总金额${yuan(line.amountFen)}元;含手续费${yuan(-line.feeFen)}元`
  if (line.what === 'refund')
    return [
      {
        ...{ ...common, bizNo: line.refundId, flowNo: `F${line.refundId}`, name: '退款', type: '退款' },
        ...{ direction: '支出' as const, amountFen: line.amountFen + line.feeFen, remark },
      },
    ]
  const name = line.description || '其他'
  return [
    {
      ...{ ...common, bizNo: line.transactionId, flowNo: `F${line.transactionId}`, name, type: name, remark: '' },
      ...{ direction: line.amountFen > 0 ? '收入' : '支出', amountFen: Math.abs(line.amountFen) },
    },
  ]
}

async function operationLines(desk: BillDesk, from: Date, to: Date): Promise<[FundLine[], number]> {
  const omitted = new Set((await sql.readEdits(desk.db)).flatMap((e) => (e.kind === 'omit' ? [e.number] : [])))
  const rows = (await sql.transfersPaid(desk.db, from, to)).filter((row) => !omitted.has(row.out_bill_no))
  const before = await sql.transfersPaid(desk.db, new Date(0), from)
  const spent = before.reduce((sum, row) => sum + row.amount_fen, 0)
  const lines = rows.map(
    (row): FundLine => ({
      ...{ at: row.ended_at, bizNo: row.transfer_bill_no, flowNo: `F${row.transfer_bill_no}`, name: '商家转账' },
      ...{ type: '商家转账', direction: '支出', amountFen: row.amount_fen, by: 'system', remark: row.remark },
      voucher: row.out_bill_no,
    }),
  )
  return [lines, OPERATION_BEGINS_FEN - spent]
}

/** Where the terms say so, each morning at eight what the account held at midnight goes to the merchant's bank. */
async function settleMornings(desk: BillDesk, before: Date): Promise<void> {
  if (!(await sql.readTerms(desk.db)).settles) return
  const [first] = await sql.nextMorning(desk.db)
  if (!first?.day) return
  let midnight = midnightOf(first.day)
  for (let i = 0; i < MOST_MORNINGS && midnight < before; i++) {
    const at = new Date(midnight.getTime() + SETTLES_AT_HOUR * HOUR_MS)
    if (at > desk.clock.now()) return
    const amountFen = await sql.balanceAt(desk.db, midnight)
    const day = new Date(midnight.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10)
    if (amountFen > 0) await sql.insertWithdrawal(desk.db, amountFen, at, day)
    midnight = new Date(midnight.getTime() + DAY_MS)
  }
}

const midnightOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`)

/** Bills are of whole days, made from nine o'clock of the next, kept for three months. */
function spanOf(desk: BillDesk, day: string | undefined): { from: Date; to: Date } {
  const from = midnightOf(/^\d{4}-\d\d-\d\d$/.test(day ?? '') ? (day as string) : 'x')
  if (Number.isNaN(from.getTime())) throw new WechatError(400, 'PARAM_ERROR', '输入源“/query/bill_date”规则校验失败')
  const to = new Date(from.getTime() + DAY_MS)
  const now = desk.clock.now()
  if (to > now || now.getTime() - from.getTime() > KEPT_DAYS * DAY_MS)
    throw new WechatError(400, 'INVALID_REQUEST', '账单日期不正确，只能下载三个月内、今天以前的账单')
  if (now.getTime() - to.getTime() < MADE_FROM_HOUR * HOUR_MS)
    throw new WechatError(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试')
  return { from, to }
}

function shelved(desk: BillDesk, base: string, asked: Asked, text: string): object {
  const struck = desk.faults.take('bill', { order: asked.bill_date ?? '' })
  const bytes = Buffer.from(text)
  const sent = struck.has('cut') ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes
  const token = desk.shelf.put(asked.tar_type === 'GZIP' ? gzipSync(sent) : sent, desk.clock.now())
  return {
    hash_type: 'SHA1',
    // Of the text itself, not of its packed form.
    hash_value: createHash('sha1').update(bytes).digest('hex'),
    download_url: `${base}/v3/billdownload/file?token=${token}`,
  }
}

const nothing = () => new WechatError(400, 'NO_STATEMENT_EXIST', '账单文件不存在')
