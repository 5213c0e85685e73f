import type { Caller } from './caller.ts'
import { must, type OpenShop } from './open-shop.ts'

/** One more curator of an open shop, with a community and a sale of her own. */
export interface TestCurator {
  readonly caller: Caller
  readonly personId: string
  readonly saleId: string
  readonly token: string
}

const DAY_MS = 24 * 3_600_000

export async function anotherCurator(
  shop: OpenShop,
  name: string,
  { skuIds = [shop.skuId], lastsMs = 20 * DAY_MS }: { skuIds?: readonly string[]; lastsMs?: number } = {},
): Promise<TestCurator> {
  const { caller, personId } = await shop.signIn('curator', name)
  await must(caller.post('/v1/curator/apply', { displayName: name, introduction: '邻居' }))
  await must(shop.staff.post(`/v1/admin/curators/${personId}/decide`, { decision: 'approve' }))
  const group = { name: `${name}的邻居群`, carrier: { kind: 'wechat_group' }, door: 'open_by_link' }
  const community = await must(caller.post('/v1/curator/communities', group))
  const cutsOffAt = new Date(shop.house.now().getTime() + lastsMs)
  const sale = await must(
    caller.post('/v1/curator/sales', {
      title: `${name}的脐橙`,
      communityIds: [community.id],
      skus: skuIds.map((skuId) => ({ skuId })),
      cutsOffAt: cutsOffAt.toISOString(),
      arrivesOn: new Date(cutsOffAt.getTime() + 3 * DAY_MS).toISOString().slice(0, 10),
      delivery: 'parcel',
    }),
  )
  const token = new URL(sale.communities[0].link.url).pathname.split('/').at(-1) as string
  return { caller, personId, saleId: sale.id, token }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** She says who is paid: a number made up for tests, whose last digit checks the others. */
export async function identify(caller: Caller, name: string, serial: number): Promise<void> {
  const first17 = `11010519491231${String(serial).padStart(3, '0')}`
  const last = '10X98765432'[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(first17[at]), 0) % 11]
  await must(caller.post('/v1/curator/payout-identity', { name, idNumber: `${first17}${last}` }))
}
