import type { FoundCommunity } from './beibei-communities.ts'
import type { GroupRecord } from './beibei-records.ts'
import { type House, signIn } from './house.ts'
import { inParallel, type Journal, ProgressBar } from './progress.ts'
import type { Visitor } from './public-door.ts'
import { IMPORT_STARTS_AT, nicknameOf, phoneOf } from './synthetic.ts'

const WIDTH = 16
const SALE_DAYS_MS = 29 * 24 * 3_600_000
const SALE_SKUS = 30

/** Each community with its owner as curator, and sales of what was bought in it, thirty SKUs a sale. */
export async function openCommunities(
  house: House,
  staff: Visitor,
  journal: Journal,
  communities: readonly FoundCommunity[],
  records: readonly GroupRecord[],
  skus: ReadonlyMap<number, string>,
): Promise<void> {
  const bar = new ProgressBar('communities', communities.length)
  await inParallel(communities, WIDTH, async (community, index) => {
    if (!journal.has(`open ${index}`)) {
      await openCommunity(house, staff, journal, community, index, itemsOf(community, records), skus)
      journal.keep(`open ${index}`)
    }
    bar.step()
  })
}

const itemsOf = (community: FoundCommunity, records: readonly GroupRecord[]): number[] =>
  [...new Set(community.records.map((index) => (records[index] as GroupRecord).item))].sort((a, b) => a - b)

async function openCommunity(
  house: House,
  staff: Visitor,
  journal: Journal,
  community: FoundCommunity,
  index: number,
  items: readonly number[],
  skus: ReadonlyMap<number, string>,
): Promise<void> {
  const phone = phoneOf(community.owner)
  const owner = await signIn(house, 'curator', phone, nicknameOf(community.owner))
  const { profile } = await owner.get('/v1/curator/profile')
  if (profile?.state !== 'active') {
    const applied = await owner.post(
      '/v1/curator/apply',
      { displayName: nicknameOf(community.owner), introduction: '合成' },
      `import-apply-${community.owner}`,
    )
    await staff.post(
      `/v1/admin/curators/${applied.personId}/decide`,
      { decision: 'approve' },
      `import-decide-${community.owner}`,
    )
  }
  const body = {
    name: `合成群 ${index + 1}`,
    purpose: '真实拼团记录，名称与价格合成',
    rules: '合成',
    door: 'open_by_link',
    carrier: { kind: 'wechat_group' },
  }
  const made = await owner.post('/v1/curator/communities', body, `import-community-${index}`)
  for (let at = 0; at < items.length; at += SALE_SKUS) {
    const some = items.slice(at, at + SALE_SKUS)
    const sale = await owner.post(
      '/v1/curator/sales',
      saleBody(
        made.id,
        some.map((item) => skus.get(item) as string),
      ),
      `import-sale-${index}-${at}`,
    )
    const token = new URL(sale.communities[0].link.url).pathname.split('/').at(-1) ?? ''
    for (const item of some) journal.keep(`sale ${index} ${item}`, `${sale.id} ${token}`)
  }
}

function saleBody(communityId: string, skuIds: readonly string[]) {
  // One window for all, fixed by the import's first day, so that a repeated request is the same request.
  const opens = IMPORT_STARTS_AT.getTime()
  const cutsOff = new Date(opens + SALE_DAYS_MS)
  const arrives = new Date(opens + SALE_DAYS_MS + 3 * 24 * 3_600_000)
  return {
    title: '合成团',
    communityIds: [communityId],
    skus: skuIds.map((skuId) => ({ skuId })),
    cutsOffAt: cutsOff.toISOString(),
    arrivesOn: arrives.toISOString().slice(0, 10),
    delivery: 'parcel',
  }
}
