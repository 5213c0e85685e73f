import { beforeAll, expect, test } from 'vitest'
import { vestDue } from '../../src/commissions/vest.ts'
import { expireOrders } from '../../src/orders/expire-orders.ts'
import { receiveForgotten } from '../../src/orders/receive-orders.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { must, mustPlace, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'
import { testPlatform } from '../support/platform.ts'

/** Thousands of rows are due at once: two workers take them in a few rounds, nothing twice, and the shop goes on. */

const MANY = 5_000
const DAY_MS = 24 * 3_600_000

let shop: OpenShop
let buyer: Shopper
let skuId: string
let token: string

beforeAll(async () => {
  shop = await openShop()
  buyer = await shop.shopper()
  skuId = await shop.addSku(20_000)
  token = (await shop.openSale({ skuIds: [skuId] })).token
}, 60_000)

const buy = () => mustPlace(shop, buyer, { token, lines: [{ skuId, quantity: 1 }] })
const count = async (what: string, values: readonly unknown[] = []) =>
  (await shop.read<{ n: number }>(`select count(*)::int as n from ${what}`, values))[0]?.n ?? 0

/** Two workers of other processes, at a later moment than the house's own. */
async function twoWorkers(laterMs: number, work: (a: Platform, b: Platform) => Promise<void>): Promise<void> {
  const start = new Date(shop.house.now().getTime() + laterMs)
  const [a, b] = await Promise.all([29, 30].map((no) => testPlatform(shop.house.databaseUrl, { start, processNo: no })))
  await work((a as NonNullable<typeof a>).platform, (b as NonNullable<typeof b>).platform)
  await Promise.all([a?.close(), b?.close()])
}

/** Copies of an order, each under an id of its own: a millisecond later in the same cell. */
async function copies(orderId: string): Promise<void> {
  const copied = (table: string, key: string, ids: Record<string, string> = {}) => {
    const set = { [key]: `${key} + (n::bigint << 22)`, ...ids }
    return shop.read(
      `insert into ${table} select (jsonb_populate_record(o, jsonb_build_object(${Object.entries(set)
        .map(([name, value]) => `'${name}', ${value.replaceAll('$', 'o.')}`)
        .join(', ')}))).* from ${table} o, generate_series(1, ${MANY - 1}) n where ${source(table)}`,
      [orderId],
    )
  }
  const source = (table: string) =>
    table === 'orders."order"'
      ? `platform.id_text('ord', o.id) = $1`
      : table === 'payments.intent'
        ? `platform.id_text('ord', o.reference) = $1`
        : `platform.id_text('ord', o.order_id) = $1`
  await copied('payments.intent', 'id', { reference: 'reference + (n::bigint << 22)' })
  await copied('orders."order"', 'id', { intent_id: 'intent_id + (n::bigint << 22)' })
  await copied('orders.line', 'order_id')
  await copied('commissions.accrual', 'id', { order_id: 'order_id + (n::bigint << 22)' })
}

test(`${MANY} unpaid orders end in a few rounds, each once, while orders go on and one cannot end`, async () => {
  const { order } = await buy()
  await copies(order.id)
  const line = `from orders.line l where platform.id_text('ord', l.order_id) = $1`
  await shop.read(
    `update stock.cell c set reserved = reserved + ${MANY - 1}, available = available - ${MANY - 1}
     from (select stock_item_id, stock_cell_id ${line}) l where c.item_id = l.stock_item_id and c.cell_id = l.stock_cell_id`,
    [order.id],
  )
  // One whose goods are nowhere: what it would give back cannot be put anywhere.
  const bad = await buy()
  await shop.read(`update orders.line set stock_item_id = 1 where platform.id_text('ord', order_id) = $1`, [
    bad.order.id,
  ])
  await twoWorkers(20 * 60_000, async (a, b) => {
    let isSweeping = true
    const goingOn = (async () => {
      let placed = 0
      while (isSweeping || placed === 0) {
        await buy()
        placed++
      }
      return placed
    })()
    const did = await Promise.all([expireOrders(a), expireOrders(b)])
    // What one held when the other came by is left for the next run.
    const rest = await expireOrders(a)
    isSweeping = false
    expect(await goingOn).toBeGreaterThan(0)
    const before = await count(`orders."order" where state = 'expired'`)
    expect((did[0] ?? 0) + (did[1] ?? 0) + rest).toBe(before)
    expect(before).toBeGreaterThanOrEqual(MANY)
  })
  expect(await count(`orders."order" where state = 'expired' and id >= (select min(id) from orders."order")`)).toBe(
    await count(`platform.outbox where name = 'order.expired'`),
  )
  expect(
    await count(`orders."order" where state = 'awaiting_payment' and platform.id_text('ord', id) = $1`, [bad.order.id]),
  ).toBe(1)
  const [stock] = await shop.read<{ reserved: number; promised: number }>(
    `select (select sum(c.reserved) from stock.cell c join stock.item i on i.id = c.item_id where platform.id_text('sku', i.sku_id) = $1)::int as reserved,
       (select count(*) from orders."order" o join orders.line l on l.order_id = o.id where o.state = 'awaiting_payment' and platform.id_text('sku', l.sku_id) = $1)::int as promised`,
    [skuId],
  )
  expect(stock?.reserved).toBe(stock?.promised)
}, 180_000)

test(`${MANY} parcels that nobody confirmed are received, and their commission vests, each once`, async () => {
  const { order, payment } = await buy()
  await must(buyer.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    async () => (await must(buyer.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  await must(shop.staff.post(`/v1/admin/orders/${order.id}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await copies(order.id).catch((error) => {
    throw new Error('the copies of what was paid', { cause: error })
  })
  await twoWorkers(11 * DAY_MS, async (a, b) => {
    const did = await Promise.all([receiveForgotten(a), receiveForgotten(b)])
    expect((did[0] ?? 0) + (did[1] ?? 0) + (await receiveForgotten(a))).toBe(MANY)
  })
  expect(await count(`ledger.journal where kind = 'goods_received'`)).toBe(MANY)
  expect(await count(`platform.outbox where name = 'order.received'`)).toBe(MANY)
  await twoWorkers(30 * DAY_MS, async (a, b) => {
    const did = await Promise.all([vestDue(a), vestDue(b)])
    expect((did[0] ?? 0) + (did[1] ?? 0) + (await vestDue(a))).toBe(MANY)
  })
  expect(await count(`ledger.journal where kind = 'commission_vested'`)).toBe(MANY)
  const [vested] = await shop.read<{ fen: number; each: number }>(
    `select (select sum(t.amount_fen) from ledger.transfer t join ledger.account_kind k on k.code = t.credit_kind where k.name = 'curator_available')::int as fen,
       (select accrued_fen from commissions.accrual limit 1)::int as each`,
  )
  expect(vested?.fen).toBe(MANY * (vested?.each ?? 0))
}, 180_000)
