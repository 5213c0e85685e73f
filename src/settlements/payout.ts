import { formatId } from '../platform/ids.ts'
import type { PayoutRow } from './sql.ts'

/** The number at the provider: letters and digits only. */
export const billNoOf = (id: bigint): string => formatId('wdr', id).replace('_', '')

export const payoutOf = (row: PayoutRow, actor: string) => ({
  id: formatId('wdr', row.id),
  cellId: row.cell_id,
  reference: row.id,
  curator: row.curator_person_id,
  grossFen: row.gross_fen,
  actor,
})

export const isAtProvider = (row: PayoutRow): boolean =>
  row.state === 'sent' || row.state === 'confirming' || row.state === 'unknown'
