import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { csvOf, text, yuan } from '../platform/sheet.ts'
import * as sql from './sql.ts'

const HEAD = {
  'zh-CN': ['月份', '甄选师', '姓名', '证件号', '笔数', '应发（元）', '代扣税（元）', '实发（元）'],
  en: ['Month', 'Curator', 'Name', 'ID number', 'Payouts', 'Gross (CNY)', 'Tax withheld (CNY)', 'Net (CNY)'],
} as const

/** A quarter's payouts that arrived, by curator and month, for the tax filing. Names and numbers are masked. */
export async function quarterReport(platform: Platform, quarter: string, locale: 'zh-CN' | 'en'): Promise<string> {
  const [year = 0, number = 1] = quarter.split('Q').map(Number)
  const dayOf = (month: number) => `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
  const rows = await sql.taxReport(platform.db, dayOf((number - 1) * 3), dayOf(number * 3))
  const sum = (pick: (row: sql.TaxReportRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const head = HEAD[locale].map(text)
  const lines = rows.map((row) => [
    text(row.tax_month.slice(0, 7)),
    text(formatId('per', row.curator_person_id)),
    text(row.name_masked ?? ''),
    text(row.id_number_masked ?? ''),
    Number(row.payouts),
    ...[row.gross_fen, row.tax_fen, row.net_fen].map(yuan),
  ])
  const empty = text('')
  const foot = [
    ...[text(locale === 'en' ? 'Sum' : '合计'), empty, empty, empty, sum((row) => Number(row.payouts))],
    ...[sum((row) => row.gross_fen), sum((row) => row.tax_fen), sum((row) => row.net_fen)].map(yuan),
  ]
  return csvOf({ rows: [head, ...lines, foot] })
}
