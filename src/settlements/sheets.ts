import type { Locale } from '../platform/http.ts'
import { type Cell, type Sheet, text, yuan } from '../platform/sheet.ts'
import type { Static } from '../platform/wire.ts'
import type { CuratorStatement, SupplierStatement } from './contract-periods.ts'

/** Statements as tables that people open in a spreadsheet; the foot is what they add up to. */

const SUPPLIER = {
  'zh-CN': {
    name: '供应商对账单',
    head: ['收货日', '订单', '行', '商品', '单位', '批次', '数量', '单价（元）', '金额（元）'],
    ...{
      sum: '货款合计',
      carried: '上期未扣完',
      claim: '赔付',
      fee: '费用',
      setOff: '本期扣除',
      due: '应付',
      paid: '已付',
    },
    open: '未付',
  },
  en: {
    name: 'Supplier statement',
    head: ['Received', 'Order', 'Line', 'Goods', 'Unit', 'Lot', 'Quantity', 'Unit cost (CNY)', 'Cost (CNY)'],
    ...{ sum: 'Goods', carried: 'Left from before', claim: 'Claim', fee: 'Fee', setOff: 'Set off', due: 'Due' },
    ...{ paid: 'Paid', open: 'To be paid' },
  },
} as const

export function supplierSheet(of: SupplierStatement, locale: Locale): Sheet {
  const words = SUPPLIER[locale]
  const rows = of.deliveries.map((one): Cell[] => [
    ...[text(one.receivedOn), text(one.orderId), one.lineNo, text(one.name), text(one.unit), text(one.lot)],
    ...[one.quantity, yuan(one.unitCost.amount), yuan(one.cost.amount)],
  ])
  const foot = (label: string, fen: number, quantity?: number, about = ''): Cell[] => [
    ...[text(label), text(''), text(''), text(about), text(''), text('')],
    ...[quantity ?? text(''), text(''), yuan(fen)],
  ]
  return {
    name: words.name,
    rows: [
      words.head.map(text),
      ...rows,
      foot(words.sum, of.cost.amount, of.quantity),
      ...(of.carried.amount > 0 ? [foot(words.carried, -of.carried.amount)] : []),
      ...of.deductions.map((one) => foot(words[one.kind], -one.amount.amount, undefined, one.reason)),
      foot(words.setOff, -of.setOff.amount),
      foot(words.due, of.due.amount),
      foot(words.paid, -of.paid.amount),
      foot(words.open, of.due.amount - of.paid.amount),
    ],
  }
}

const CURATOR = {
  'zh-CN': {
    name: '结算单',
    head: ['时间', '凭证', '事项', '订单', '变动（元）'],
    opening: '期初',
    closing: '期末',
    kinds: {
      commission_vested: '佣金可提现',
      commission_clawed: '退款收回佣金',
      payout_done: '提现到账（含代扣税）',
    } as Readonly<Record<string, string>>,
  },
  en: {
    name: 'Settlement',
    head: ['Time', 'Journal', 'What', 'Order', 'Change (CNY)'],
    opening: 'Opening',
    closing: 'Closing',
    kinds: {
      commission_vested: 'Commission vested',
      commission_clawed: 'Commission taken back',
      payout_done: 'Payout arrived (with tax withheld)',
    } as Readonly<Record<string, string>>,
  },
} as const

export function curatorSheet(of: Static<typeof CuratorStatement>, locale: Locale): Sheet {
  const words = CURATOR[locale]
  const edge = (label: string, day: string, fen: number): Cell[] => [
    ...[text(day), text(''), text(label), text(''), yuan(fen)],
  ]
  return {
    name: words.name,
    rows: [
      words.head.map(text),
      edge(words.opening, of.firstDay, of.opening.amount),
      ...of.lines.map((line): Cell[] => [
        ...[text(line.at), text(line.id), text(words.kinds[line.kind] ?? line.kind), text(line.orderId ?? '')],
        yuan(line.change.amount),
      ]),
      edge(words.closing, of.lastDay, of.closing.amount),
    ],
  }
}
