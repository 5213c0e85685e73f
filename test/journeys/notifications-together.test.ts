import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { openSandboxKeys, type SandboxKeys } from '../../src/payments/providers/sandbox/keys.ts'
import { envelope, sign } from '../../src/payments/providers/sandbox/platform-voice.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { parseId } from '../../src/platform/ids.ts'
import { COMMUNITY, FREIGHT, mustPlace, type OpenShop, openShop, type Shopper } from '../support/open-shop.ts'

/** Notifications that come together go through one transaction; each is judged by itself. */

const TOTAL = COMMUNITY + FREIGHT
let shop: OpenShop
let buyers: Shopper[]
let keys: SandboxKeys

beforeAll(async () => {
  shop = await openShop()
  buyers = await Promise.all(['李姐', '阿云', '老周'].map((name) => shop.shopper(name)))
  keys = openSandboxKeys(`${shop.house.folder}/sandbox-keys`)
})

async function placeMany(count: number) {
  const placed: { order: string; payment: string }[] = []
  for (let n = 0; n < count; n++) {
    const { order, payment } = await mustPlace(shop, buyers[n % buyers.length] as Shopper)
    placed.push({ order: order.id, payment: payment.id })
  }
  return placed
}

/** Signed as the provider would, and not sent yet: what comes later comes at once. */
async function signed(payment: string, { total = TOTAL, id = randomUUID() } = {}) {
  const now = shop.house.now()
  const content = JSON.stringify({
    ...{ appid: keys.merchant.appid, mchid: keys.merchant.mchid, out_trade_no: payment, trade_state: 'SUCCESS' },
    ...{ transaction_id: `42${payment}`, trade_type: 'MWEB', success_time: now.toISOString() },
    ...{ payer: { openid: 'oSANDBOX' } },
    amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
  })
  const news = { id, created_at: now, event_type: 'TRANSACTION.SUCCESS', summary: '支付成功', content }
  const { headers, body } = await sign(keys.publicKeyId, JSON.stringify(envelope(news, keys.merchant.apiV3Key)), now)
  return () =>
    buyers[0]?.caller.post('/v1/provider/wechatpay/notifications', {}, { headers, raw: body, key: '' }) ??
    Promise.reject(new Error('nobody is there to send it'))
}

const states = async (orders: readonly string[]) =>
  (
    await shop.read<{ state: string }>(`select state from orders."order" where id = any($1::bigint[]) order by id`, [
      orders.map((order) => String(parseId('ord', order))),
    ])
  ).map((row) => row.state)
const sent = (all: readonly (() => Promise<{ status: number }>)[]) =>
  Promise.all(all.map(async (send) => (await send()).status))

test('one that cannot be written fails alone: its neighbours are paid, and it is paid when it is sent again', async () => {
  const placed = await placeMany(12)
  const bad = placed[7] as (typeof placed)[number]
  const owner = await connectOnce(shop.house.databaseUrl)
  // A row in the place where the money of the eighth will be written: the database itself refuses it.
  const inTheWay = 'payments.received where intent_id = $1'
  const id = String(parseId('pay', bad.payment))
  await owner.query(
    'insert into payments.received (intent_id, cell_id, paid_fen, paid_at) select id, cell_id, 1, created_at from payments.intent where id = $1',
    [id],
  )
  const senders = await Promise.all(placed.map(({ payment }) => signed(payment)))
  const statuses = await sent(senders)
  expect(statuses).toEqual(placed.map((_, index) => (index === 7 ? 500 : 200)))
  expect(await states(placed.map(({ order }) => order))).toEqual(
    placed.map((_, index) => (index === 7 ? 'awaiting_payment' : 'paid')),
  )
  await owner.query(`delete from ${inTheWay}`, [id])
  await owner.end()
  expect(await sent([senders[7] as (typeof senders)[number]])).toEqual([200])
  expect(await states([bad.order])).toEqual(['paid'])
})

test('doubles, other amounts and strangers among many: each its own verdict, kept once in the inbox', async () => {
  const placed = await placeMany(8)
  const doubled = await signed(placed[0]?.payment as string)
  const senders = [
    ...(await Promise.all(placed.slice(1, 7).map(({ payment }) => signed(payment)))),
    ...[doubled, doubled, doubled],
    await signed(placed[7]?.payment as string, { total: TOTAL - 1 }),
    await signed('order-of-another-system'),
  ]
  expect(await sent(senders)).toEqual(senders.map(() => 200))
  expect(await sent([doubled])).toEqual([200])
  expect(await states(placed.map(({ order }) => order))).toEqual([...new Array(7).fill('paid'), 'awaiting_payment'])
  const outcomes = await shop.read<{ outcome: string; n: number }>(
    `select outcome, count(*)::int as n from payments.inbox where applied_at is not null group by 1 order by 1`,
  )
  expect(Object.fromEntries(outcomes.map(({ outcome, n }) => [outcome, n]))).toEqual({
    foreign: 1,
    mismatch: 1,
    paid: 12 + 7,
  })
  const { checks } = await shop.house.audit()
  // Another amount than was asked for is for a person to look at, and the one thing found.
  const found = checks.filter((check) => check.found > 0)
  expect(found.map(({ name, rows }) => [name, rows.length])).toEqual([
    ['payments: no notification waits unapplied, none had another amount', 1],
  ])
})
