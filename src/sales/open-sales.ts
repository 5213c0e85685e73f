import type { Queryable } from '../platform/db.ts'
import { readSales } from './read-sales.ts'
import type { Sale } from './sale.ts'
import * as sql from './sql.ts'

/** A curator's sales that take orders at a moment, the earliest cut-off first. */
export async function openSalesOfCurator(q: Queryable, curatorPersonId: bigint, at: Date): Promise<Sale[]> {
  const ids = (await sql.openIdsOfCurator(q, curatorPersonId, at)).map((row) => row.id)
  const sales = await readSales(q, ids)
  return ids.flatMap((id) => sales.get(id) ?? [])
}

/** How many sales take orders at a moment. */
export async function openSaleCount(q: Queryable, at: Date): Promise<number> {
  return (await sql.openSaleCount(q, at))[0]?.n ?? 0
}
