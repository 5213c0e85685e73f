import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { runCommunityCommand } from './community-command.ts'

let market: Market
let owner: Someone
let communityId: string

beforeAll(async () => {
  market = await openMarket()
  owner = await market.curator('阿芸')
  communityId = (await market.community(owner)).id
})
afterAll(() => market.close())

/** Orders of members on each other's word, on their way: as `keep-evidence` would have written them. */
async function orders(count: number): Promise<void> {
  const friends = [await market.member(owner, communityId), await market.member(owner, communityId)]
  const [row] = await market.read<{ cell_id: number; id: bigint }>('select id, cell_id from communities.community')
  for (let order = 1; order <= count; order++)
    await market.read(
      `insert into trust.evidence (id, cell_id, community_id, kind, actor_person_id, acted_at, known, words, product_ids, fate)
       values ($1, $2, $3, 'order', $4, $5, 'named', array[$6::bigint], '{7}', 'waiting')`,
      [
        order,
        row?.cell_id,
        row?.id,
        friends[order % 2]?.personId,
        market.clock.now(),
        friends[(order + 1) % 2]?.personId,
      ],
    )
  await market.read(
    'insert into trust.community (community_id, cell_id, due_at) values ($1, $2, $3) on conflict do nothing',
    [row?.id, row?.cell_id, market.clock.now()],
  )
}

test('tells the whole diagnosis of one community, in words and as one object', async () => {
  const { json, text } = await runCommunityCommand(market.platform, [communityId, '--json'])
  expect(json).toMatchObject({ communityId, name: '桂雨里邻居鲜果群', asIfKept: false, voices: [], seeds: null })
  expect(json.verdict).toMatchObject({ label: 'young', coverage: null })
  expect(text).toContain('Just beginning')
  expect(text).toContain('it takes 30 kept orders to tell; there are 0.')
})

test('what is on its way counts only as if it were kept, and the answer says so', async () => {
  await orders(6)
  const as = async (...options: string[]) =>
    (await runCommunityCommand(market.platform, [communityId, ...options])).json
  expect(await as()).toMatchObject({ asIfKept: false, facts: { keptOrders: 0 } })
  expect(await as('--as-if-kept')).toMatchObject({ asIfKept: true, facts: { keptOrders: 6, coveredOrders: 6 } })
})

test('lists all communities that were read, by label', async () => {
  const { json } = await runCommunityCommand(market.platform, ['--all', '--as-if-kept', '--fewest', '2'])
  expect(json).toMatchObject({
    read: 1,
    labels: { young: 1 },
    communities: [{ communityId, activeMembers: 2, orders: 6 }],
  })
  const none = await runCommunityCommand(market.platform, ['--all', '--as-if-kept', '--fewest', '20'])
  expect(none.json).toMatchObject({ read: 1, communities: [] })
})

test('refuses a community that is not there', async () => {
  await expect(runCommunityCommand(market.platform, ['com_0000000000000'])).rejects.toThrow(/there is no community/)
  await expect(runCommunityCommand(market.platform, ['nothing'])).rejects.toMatchObject({
    refusal: { code: 'not_found' },
  })
})
