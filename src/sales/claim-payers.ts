import type { Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql-counts.ts'

/** A paid order, and who paid: the provider's name for the account, which is fingerprinted and never kept. */
export interface PaidInSale {
  readonly saleId: bigint | null
  readonly personId: bigint
  readonly orderId: bigint
  readonly payer: string | null
}

const PURPOSE = 'flash payer'

/**
 * In a flash sale a payer account pays for one person: whose order it pays first keeps it. @returns the ids of the orders
 * that it paid for others, whose money goes back. Payments in other sales, and those of a payer that the provider did not
 * name, are not judged.
 */
export async function ordersOfSecondPersons(
  platform: Platform,
  tx: Tx,
  paid: readonly PaidInSale[],
): Promise<Set<bigint>> {
  const saleIds = [...new Set(paid.flatMap(({ saleId }) => (saleId === null ? [] : [saleId])))]
  const flash = new Set(saleIds.length === 0 ? [] : (await sql.flashSalesAmong(tx, saleIds)).map(({ id }) => id))
  if (flash.size === 0) return new Set()
  const claims = paid.flatMap(({ saleId, payer, personId, orderId }) =>
    saleId !== null && payer !== null && flash.has(saleId)
      ? [{ saleId, personId, orderId, payer: platform.keys.fingerprint(PURPOSE, `${saleId}:${payer}`) }]
      : [],
  )
  if (claims.length === 0) return new Set()
  const sorted = claims.sort(byPayerThenOrder)
  await sql.claimPayers(tx, sorted)
  const first = new Map(
    (await sql.payersOf(tx, sorted)).map((row) => [`${row.sale_id}:${row.payer}` as string, row.person_id]),
  )
  return new Set(sorted.filter((claim) => first.get(keyOf(claim)) !== claim.personId).map((claim) => claim.orderId))
}

const keyOf = ({ saleId, payer }: Pick<sql.PayerClaim, 'saleId' | 'payer'>): string =>
  `${saleId}:${payer.toString('hex')}`

/** Two lists that name the same accounts claim them in the same order, and of one list the earlier order is first. */
function byPayerThenOrder(a: sql.PayerClaim, b: sql.PayerClaim): number {
  const [one, other] = [keyOf(a), keyOf(b)]
  if (one !== other) return one < other ? -1 : 1
  return a.orderId < b.orderId ? -1 : 1
}
