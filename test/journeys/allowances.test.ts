import { beforeAll, expect, test } from 'vitest'
import { cellOf, parseId } from '../../src/platform/ids.ts'
import { COMMUNITY, FREIGHT, type OpenShop, openShop, place, type Shopper, until } from '../support/open-shop.ts'

/** Two communities in two cells sell the same oranges, and the worker hands allowances of them about, as it does in life. */
const UNITS = 130
const BUYERS = 56

let shop: OpenShop
let buyers: Shopper[]

beforeAll(async () => {
  shop = await openShop(undefined, undefined, undefined, { LEAVEN_SPREAD_STOCK: 'true' })
  buyers = []
  while (buyers.length < BUYERS) buyers.push(...(await Promise.all(Array.from({ length: 8 }, () => shop.shopper()))))
}, 120_000)

test('over two cells every unit is sold, none twice, and nobody hears sold out too early', {
  timeout: 120_000,
}, async () => {
  const skuId = await shop.addSku(UNITS)
  const tokens = await Promise.all((await twoCells()).map((communityId) => openSaleIn(communityId, skuId)))
  const isSpread = () =>
    shop.read<{ spread: boolean }>(
      `select is_spread as spread from stock.item where platform.id_text('sku', sku_id) = $1`,
      [skuId],
    )
  await until(isSpread, ([item]) => item?.spread === true, 60_000)

  const buy = (index: number, quantity: number) => {
    const goods = COMMUNITY * quantity
    return place(shop, buyers[index] as Shopper, {
      token: tokens[index % 2],
      lines: [{ skuId, quantity }],
      expectedTotal: { amount: goods + (goods < 5900 ? FREIGHT : 0), currency: 'CNY' },
    })
  }
  let sold = 0
  for (let round = 0; round < 2; round++) {
    const wishes = buyers.map((_, index) => 1 + ((index + round) % 3))
    const answers = await Promise.all(wishes.map((quantity, index) => buy(index, quantity)))
    answers.forEach((answer, index) => {
      if (answer.status === 201) sold += wishes[index] as number
      else expect(answer.body, answer.text).toMatchObject({ code: 'stock_gone' })
    })
  }
  // What is left now is less than somebody wanted; the last ones go one by one, to whichever cell asks.
  for (const [index] of buyers.entries()) {
    const answer = await buy(index, 1)
    if (answer.status === 201) sold++
    else expect(answer.body).toMatchObject({ code: 'stock_gone', facts: { left: 0 } })
  }
  expect(sold).toBe(UNITS)
  expect((await shop.house.audit()).checks.filter((check) => check.found > 0)).toEqual([])
})

async function twoCells(): Promise<string[]> {
  const cell = (id: string) => cellOf(parseId('com', id))
  const first = shop.communityId
  for (;;) {
    const second = await shop.openCommunity()
    if (cell(second) !== cell(first)) return [first, second]
  }
}

const openSaleIn = async (communityId: string, skuId: string) =>
  (await shop.openSale({ communityId, skuIds: [skuId] })).token
