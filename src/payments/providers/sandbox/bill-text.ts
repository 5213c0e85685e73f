import type { TradeLine } from './bill-lines.ts'
import { chinaTime } from './content.ts'

/** Bills in WeChat Pay's own form: a byte order mark, a head, backticks before every field, two lines of sums. */

const TRADE_HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FUND_HEAD =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const FUND_SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

export interface FundLine {
  readonly at: Date
  readonly bizNo: string
  readonly flowNo: string
  readonly name: string
  readonly type: string
  readonly direction: '收入' | '支出'
  readonly amountFen: number
  readonly by: string
  readonly remark: string
  readonly voucher: string
}

export function tradeText(
  merchant: { appid: string; mchid: string },
  feeBps: number,
  lines: readonly TradeLine[],
): string {
  const rows = lines.map((line) => {
    const isPayment = line.what === 'payment'
    const [paid, back] = isPayment ? [yuan(line.amountFen), '0.00'] : ['0.00', yuan(line.amountFen)]
    return [
      ...[clock(line.at), merchant.appid, merchant.mchid, '0', '', line.transactionId, line.outTradeNo, line.openid],
      ...[line.tradeType, isPayment ? 'SUCCESS' : line.what === 'refund' ? 'REFUND' : 'REVOKED', 'OTHERS', 'CNY'],
      ...[paid, '0.00', line.refundId || '0', line.outRefundNo || '0', back, '0.00'],
      ...(isPayment ? ['', ''] : ['ORIGINAL', 'SUCCESS']),
      ...[line.description, '', `${yuan(line.feeFen)}000`, `${(feeBps / 100).toFixed(2)}%`, paid, back, ''],
    ]
  })
  const sum = (what: (line: TradeLine) => number) => yuan(lines.reduce((total, line) => total + what(line), 0))
  const paid = sum((line) => (line.what === 'payment' ? line.amountFen : 0))
  const back = sum((line) => (line.what === 'payment' ? 0 : line.amountFen))
  const fees = `${sum((line) => line.feeFen)}000`
  return textOf(TRADE_HEAD, rows, TRADE_SUMS, [String(lines.length), paid, back, '0.00', fees, paid, back])
}

export function fundText(lines: readonly FundLine[], openingFen: number): string {
  let balance = openingFen
  const rows = lines.map((line) => {
    balance += line.direction === '收入' ? line.amountFen : -line.amountFen
    return [
      ...[clock(line.at), line.bizNo, line.flowNo, line.name, line.type, line.direction],
      ...[yuan(line.amountFen), yuan(balance), line.by, line.remark, line.voucher],
    ]
  })
  const of = (direction: FundLine['direction']) => lines.filter((line) => line.direction === direction)
  const total = (some: readonly FundLine[]) => yuan(some.reduce((sum, line) => sum + line.amountFen, 0))
  const [ins, outs] = [of('收入'), of('支出')]
  return textOf(FUND_HEAD, rows, FUND_SUMS, [
    ...[String(lines.length), String(ins.length), total(ins), String(outs.length), total(outs)],
  ])
}

function textOf(head: string, rows: readonly (readonly string[])[], sumHead: string, sums: readonly string[]): string {
  const line = (fields: readonly string[]) => fields.map((field) => `\`${field.replaceAll(/[`\r\n]/g, ' ')}`).join(',')
  return `\uFEFF${[head, ...rows.map(line), sumHead, line(sums)].join('\r\n')}\r\n`
}

const clock = (at: Date): string => chinaTime(at).slice(0, 19).replace('T', ' ')

export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
