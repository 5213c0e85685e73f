import { expect } from 'vitest'
import { anotherCurator, type TestCurator } from './curators.ts'
import { WALLETS } from './month-figures.ts'
import { enterStaff, must, mustPlace, type OpenShop, openShop, type Shopper, until } from './open-shop.ts'

/** A shop with three curators and five shoppers, in which a month is lived; see test/journeys/month.test.ts. */

export const LONG_MS = 120_000
export const names = ['A', 'B', 'C'] as const
export type Name = (typeof names)[number]
export type Fen = { readonly amount: number }

export interface Month {
  readonly shop: OpenShop
  /** Another person of finance. */
  readonly second: Awaited<ReturnType<typeof enterStaff>>
  readonly skuId: string
  readonly curators: Readonly<Record<Name, TestCurator>>
  readonly shoppers: readonly Shopper[]
  /** Orders as `A.L1`, `X2` …, in the order in which they were placed. */
  readonly orders: ReadonlyMap<string, MonthOrder>
  orderOf(name: string): MonthOrder
  moveTo(moment: string): Promise<void>
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what is asked of them
  admin(method: 'get' | 'post', path: string, body?: object): Promise<any>
  sandbox(path: string, body?: object): Promise<Response>
  buy(name: string, body: Record<string, unknown>, totalFen: number): Promise<void>
  refund(name: string, amountFen: number): Promise<unknown>
  refundsArrive(): Promise<unknown>
  /** Until so many orders are in this state. */
  untilAll(state: string, n: number): Promise<unknown>
  wallet(name: Name): Promise<Record<string, unknown>>
}

interface MonthOrder {
  readonly id: string
  readonly payment: string
  readonly buyer: Shopper
}

/** Opens it; everything is closed when the file ends. */
export async function openMonth(): Promise<Month> {
  const shop = await openShop()
  const skuId = await stockUp(shop)
  const curators = await enterCurators(shop, skuId)
  const shoppers: Shopper[] = []
  for (const name of ['李姐', '豆豆爸', '王奶奶', '小陈', '阿宝']) shoppers.push(await shop.shopper(name))
  const second = await enterStaff(shop.house, 'second', ['finance'])
  const sandbox = sandboxOf(shop)
  await sandbox('terms', { feeBps: 60, settles: false })
  const orders = new Map<string, MonthOrder>()
  const orderOf = (name: string) => orders.get(name) as MonthOrder
  const admin: Month['admin'] = async (method, path, body) => {
    await shop.staffProves()
    return must(method === 'get' ? shop.staff.get(path) : shop.staff.post(path, body ?? {}))
  }
  return {
    ...{ shop, second, skuId, curators, shoppers, orders, orderOf, admin, sandbox },
    moveTo: (moment) => shop.house.moveTo(new Date(moment)),
    buy: async (name, body, totalFen) => {
      orders.set(name, await buy(shop, shoppers[orders.size % shoppers.length] as Shopper, body, totalFen))
    },
    refund: (name, amountFen) => {
      const lines = [{ lineNo: 1, amountFen }]
      return admin('post', `/v1/admin/orders/${orderOf(name).id}/refunds`, { lines, reason: '坏果' })
    },
    ...waitsOf(shop),
    wallet: async (name) =>
      amounts(await must(curators[name].caller.get('/v1/curator/wallet')), Object.keys(WALLETS.A)),
  }
}

const sandboxOf = (shop: OpenShop) => (path: string, body?: object) =>
  fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, {
    method: 'POST',
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

/** A commission of one half, and two lots at different costs. */
async function stockUp(shop: OpenShop): Promise<string> {
  const [rule] = (await must(shop.staff.get('/v1/admin/commission-rules'))).items
  const half = { name: '鲜果 50%', position: 1, category: 'fresh', rateBps: 5_000 }
  await must(shop.staff.put(`/v1/admin/commission-rules/${rule.id}`, half))
  const skuId = await shop.addSku(700)
  const [warehouse] = (await must(shop.staff.get('/v1/admin/warehouses'))).items
  const lot = { code: 'P01-later', pickedOn: '2026-10-31', costFen: 4_120, warehouseId: warehouse.id, quantity: 100 }
  await must(shop.staff.post(`/v1/admin/skus/${skuId}/lots`, lot))
  return skuId
}

async function enterCurators(shop: OpenShop, skuId: string): Promise<Record<Name, TestCurator>> {
  const sale = await shop.openSale({ skuIds: [skuId] })
  const personId = (await must(shop.curator.get('/v1/curator/me'))).person.id as string
  return {
    A: { caller: shop.curator, personId, saleId: sale.id, token: sale.token },
    B: await anotherCurator(shop, '小敏', { skuIds: [skuId] }),
    C: await anotherCurator(shop, '周叔', { skuIds: [skuId] }),
  }
}

async function buy(
  shop: OpenShop,
  buyer: Shopper,
  body: Record<string, unknown>,
  totalFen: number,
): Promise<MonthOrder> {
  const placed = await mustPlace(shop, buyer, { ...body, expectedTotal: { amount: totalFen, currency: 'CNY' } })
  await must(buyer.caller.post(`/v1/store/payments/${placed.payment.id}/start`, { channel: 'h5' }))
  expect((await sandboxOf(shop)(`pay/${placed.payment.id}`)).status).toBe(200)
  return { id: placed.order.id, payment: placed.payment.id, buyer }
}

function waitsOf(shop: OpenShop): Pick<Month, 'refundsArrive' | 'untilAll'> {
  const untilCount = (text: string, values: readonly unknown[], n: number) =>
    until(
      () => shop.read<{ n: number }>(text, values),
      ([row]) => row?.n === n,
      LONG_MS,
    )
  return {
    refundsArrive: () => untilCount(`select count(*) as n from payments.refund where state <> 'succeeded'`, [], 0),
    untilAll: (state, n) => untilCount('select count(*) as n from orders."order" where state = $1', [state], n),
  }
}

/** These fields of an answer, money as fen. */
export const amounts = (of: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, (of[key] as { amount?: number }).amount ?? of[key]]))
