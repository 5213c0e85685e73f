import { f, t } from '../kit.ts'
import { saveFile } from '../parts/qr-card.ts'
import type { ListedOrder, Sale } from '../shapes.ts'

/** The list as a table that any spreadsheet opens: for counting boxes and for the group's own books. */
export function downloadSheet(sale: Sale, items: readonly ListedOrder[]): void {
  const head = ['sheet_no', 'sheet_who', 'sheet_goods', 'sheet_quantity', 'sheet_unit', 'sheet_state', 'sheet_placed']
  const rows = items.flatMap((item) =>
    item.lines.map((line) => [
      item.listNo ?? '',
      item.nickname,
      line.name,
      line.quantity,
      line.unit,
      t(`order_${item.state}`),
      f.stamp(item.placedAt),
    ]),
  )
  const text = csvOf([head.map((key) => t(key)), ...rows])
  saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${sale.title}.csv`)
}

/** RFC 4180 with a byte-order mark for Excel. A cell that would be a formula is made text: nicknames are strangers' words. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
