import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { knownLinks, readLinkToken } from '../attribution/index.ts'
import { parseId } from '../platform/ids.ts'
import { salesForOrders } from '../sales/index.ts'
import { rememberOpenSales } from './remember-sales.ts'

const DAY_MS = 86_400_000
const going = () => new AbortController().signal
let market: Market
let ayun: Someone
let sku: string
let community: string
/** A process that has just been started beside the one that the market is. */
let started: TestPlatform

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
  sku = (await market.goods()).sku
  community = (await market.community(ayun)).id
  started = await testPlatform(market.platform.config.databaseUrl, { clock: market.clock })
})
afterAll(async () => {
  await started.close()
  await market.close()
})

async function openSale(days: number) {
  const inDays = (n: number) => new Date(market.clock.now().getTime() + n * DAY_MS)
  const { status, text, body } = await ayun.post('/v1/curator/sales', {
    communityIds: [community],
    skus: [{ skuId: sku, perPerson: 2 }],
    cutsOffAt: inDays(days).toISOString(),
    arrivesOn: inDays(days + 2)
      .toISOString()
      .slice(0, 10),
    delivery: 'parcel',
  })
  expect(status, text).toBe(201)
  const token = body.communities[0].link.url.split('/s/')[1]
  return { id: parseId('sal', body.id), text: body.id, linkId: readLinkToken(market.platform.keys, token) }
}

/** What the started process asks of the database to take an order through this sale. */
async function asked(sale: { readonly id: bigint; readonly linkId: bigint }) {
  const query = vi.spyOn(started.platform.db, 'query')
  await knownLinks(started.platform, [sale.linkId])
  const sales = await salesForOrders(started.platform, started.platform.db, [sale.id])
  const names = query.mock.calls.map(([name]) => name)
  query.mockRestore()
  return { names, sale: sales.get(sale.id) }
}

test('a process that was started knows the sales that take orders, and asks only whether any has changed', async () => {
  const over = await openSale(1)
  const stopped = await openSale(9)
  await ayun.post(`/v1/curator/sales/${stopped.text}/stop`)
  market.clock.advance(2 * DAY_MS)
  const [first, second] = [await openSale(3), await openSale(4)]

  expect(await rememberOpenSales(started.platform, going())).toBe(2)
  for (const sale of [first, second]) {
    const { names, sale: remembered } = await asked(sale)
    expect(names).toEqual(['sales.currentMark'])
    expect(remembered?.limitOf(parseId('sku', sku))).toBe(2)
  }
  expect((await asked(over)).names).toContain('sales.salesToOrderIn')
})

test('what was remembered counts no more once it has changed elsewhere; the others are asked about once', async () => {
  const [sale, other] = [await openSale(5), await openSale(6)]
  await rememberOpenSales(started.platform, going())
  const remembered = (await asked(sale)).sale
  expect(remembered?.stoppedAt).toBeNull()
  await asked(other)

  const cutsOffAt = new Date(market.clock.now().getTime() + 4 * DAY_MS)
  const body = { version: 1, cutsOffAt: cutsOffAt.toISOString() }
  expect((await ayun.patch(`/v1/curator/sales/${sale.text}`, body)).status).toBe(200)
  expect((await asked(sale)).sale?.cutsOffAt).toEqual(cutsOffAt)
  expect((await asked(other)).names).toEqual(['sales.currentMark', 'sales.changedSales'])
  expect((await asked(other)).names).toEqual(['sales.currentMark'])

  await ayun.post(`/v1/curator/sales/${sale.text}/stop`)
  expect((await asked(sale)).sale?.stoppedAt).toEqual(market.clock.now())
})

test('a process that is being stopped begins nothing more', async () => {
  expect(await rememberOpenSales(started.platform, AbortSignal.abort())).toBe(0)
})
