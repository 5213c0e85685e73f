import { communitiesByIds } from '../communities/index.ts'
import { curatorsByIds } from '../curators/index.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import type { AdminSalesQuery } from './contract.ts'
import { toSale } from './read-sales.ts'
import type { Sale } from './sale.ts'
import * as sql from './sql.ts'

/** Every curator's sales, newest first. */
export async function salesForAdmin(platform: Platform, query: AdminSalesQuery) {
  const limit = query.limit ?? 20
  const at = platform.clock.now()
  const search = query.search?.trim() ?? ''
  const isId = search.startsWith('sal_')
  const rows = await sql.salesForAdmin(
    platform.db,
    {
      before: query.cursor ? parseId('sal', query.cursor) : NEWEST,
      at,
      state: query.state ?? '',
      communityId: query.communityId ? parseId('com', query.communityId) : null,
      curatorId: query.curatorId ? parseId('per', query.curatorId) : null,
      saleId: isId ? parseId('sal', search) : null,
      title: isId ? '' : search,
    },
    limit + 1,
  )
  return pageOf(
    rows.map((row) => toSale(row, at)),
    limit,
    (last) => formatId('sal', last.id),
  )
}

/** Who sells it and where, by sale: what staff see beside what everyone sees. */
export async function whoseSales(platform: Platform, sales: readonly Sale[]) {
  const [curators, communities] = await Promise.all([
    curatorsByIds(
      platform.db,
      sales.map((sale) => sale.curatorPersonId),
    ),
    communitiesByIds(platform.db, [...new Set(sales.flatMap((sale) => sale.communityIds))]),
  ])
  return new Map(
    sales.map((sale) => [
      sale.id as bigint,
      {
        curator: {
          personId: formatId('per', sale.curatorPersonId),
          displayName: curators.get(sale.curatorPersonId)?.displayName ?? '',
        },
        communities: sale.communityIds.map((id) => ({
          id: formatId('com', id),
          name: communities.get(id)?.name ?? '',
        })),
      },
    ]),
  )
}

/** The sales that ran in a community, the newest first. */
export async function saleIdsOfCommunity(platform: Platform, communityId: bigint): Promise<bigint[]> {
  return (await sql.saleIdsOfCommunity(platform.db, communityId)).map((row) => row.sale_id)
}
