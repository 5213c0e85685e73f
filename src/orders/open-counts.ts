import type { Tx } from '../platform/db.ts'
import type { OrderRow } from './sql.ts'
import * as sqlBrought from './sql-brought.ts'

/** Brought orders that end or find their person make room for others. Their order rows are locked before. */
export async function lowerOpenCounts(tx: Tx, orders: readonly OrderRow[]): Promise<void> {
  const waited = orders.filter((order) => order.buyer_person_id === null)
  if (waited.length === 0) return
  const rows = await sqlBrought.broughtByIds(
    tx,
    waited.map((order) => order.id),
  )
  const changes = new Map<string, sqlBrought.CountKey & { by: number }>()
  for (const { curator_person_id: curatorPersonId, community_id: communityId } of rows) {
    const key = `${curatorPersonId}/${communityId}`
    changes.set(key, { curatorPersonId, communityId, by: (changes.get(key)?.by ?? 0) - 1 })
  }
  await sqlBrought.lockOpenCounts(tx, [...changes.values()])
  sqlBrought.addToOpenCounts(tx, [...changes.values()])
}
