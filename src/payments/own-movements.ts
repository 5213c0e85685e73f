import type { Tx } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { OwnMovement } from './matching.ts'
import * as sql from './sql-bills.ts'
import { transferOwner } from './transfers.ts'

/**
 * Days back from the last bill in which something of ours must have been told. Whatever comes in later than the bill of
 * its day (asked for by the janitor) is looked for again for so long.
 */
export const LOOK_BACK_DAYS = 7
const DAY_MS = 24 * 3_600_000

/** What of ours may belong to these lines, or should have been told by now; what is explained already is left out. */
export async function ownMovements(
  tx: Tx,
  provider: string,
  lines: readonly sql.LineRow[],
  dueBefore: Date,
): Promise<OwnMovement[]> {
  const from = new Date(dueBefore.getTime() - LOOK_BACK_DAYS * DAY_MS)
  const numbers = [...new Set(lines.flatMap((line) => [line.provider_no, ...(line.own_no ? [line.own_no] : [])]))]
  const rows = await sql.ownMovements(tx, {
    provider,
    providerNos: numbers,
    payIds: idsIn('pay', numbers),
    refundIds: idsIn('rfd', numbers),
    from,
    to: dueBefore,
  })
  const transfers = (await transferOwner()?.find(tx, numbers, from, dueBefore)) ?? []
  const own: OwnMovement[] = [
    ...rows.map((row) => ({
      ...{ what: row.what, event: row.event, ownNo: row.own_no, providerNo: row.provider_no, reference: row.reference },
      ...{ direction: row.direction, amountFen: row.amount_fen, isUnderWay: row.is_under_way },
      isDue: isDue(row.happened_at, dueBefore),
    })),
    ...transfers.map((one) => ({
      ...({ what: 'transfer', event: one.billNo, ownNo: one.billNo, providerNo: one.providerBill } as const),
      ...({
        reference: one.reference,
        direction: 'out',
        amountFen: one.amountFen,
        isUnderWay: one.isUnderWay,
      } as const),
      isDue: isDue(one.endedAt, dueBefore),
    })),
  ]
  const known = await sql.explained(tx, provider, own)
  return own.filter((one) => !known.has(`${one.what}/${one.event}`))
}

const isDue = (happenedAt: Date | null, before: Date): boolean => happenedAt !== null && happenedAt < before

/** Numbers of ours among those on the bill; other systems on the same account have others. */
function idsIn(prefix: 'pay' | 'rfd', numbers: readonly string[]): bigint[] {
  const own = new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{13}$`)
  return numbers.filter((no) => own.test(no)).map((no) => parseId(prefix, no))
}

/** The id of what a line was matched with, as it may leave the server. */
export function referenceText(what: string, reference: bigint | null): string | null {
  if (reference === null || reference === 0n) return null
  const prefix = ({ payment: 'pay', refund: 'rfd', transfer: 'wdr' } as const)[what as 'payment']
  return prefix ? formatId(prefix, reference) : null
}
