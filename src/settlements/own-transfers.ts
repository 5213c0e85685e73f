import type { TransferOwner } from '../payments/index.ts'
import { parseId } from '../platform/ids.ts'
import { billNoOf, isAtProvider } from './payout.ts'
import * as sql from './sql.ts'

const OWN_NO = /^wdr([0-9a-hjkmnp-tv-z]{13})$/

/** The payout behind a number at the provider; null when it is not one of ours. */
export const idOfBill = (billNo: string): bigint | null =>
  OWN_NO.test(billNo) ? parseId('wdr', billNo.replace(OWN_NO, 'wdr_$1')) : null

/** The payouts that the provider's bills may tell of. */
export const findTransfers: TransferOwner['find'] = async (q, numbers, from, to) => {
  const ids = numbers.map(idOfBill).filter((id) => id !== null)
  const rows = await sql.payoutsAtProvider(q, ids, numbers, from, to)
  return rows.map((row) => ({
    ...{ reference: row.id, billNo: billNoOf(row.id), providerBill: row.provider_bill, amountFen: row.net_fen },
    ...{ isUnderWay: isAtProvider(row), endedAt: row.ended_at },
  }))
}
