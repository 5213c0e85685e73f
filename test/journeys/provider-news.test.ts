import { beforeAll, describe, expect, test } from 'vitest'
import { refusals } from '../../src/settlements/contract.ts'
import { untilSound } from '../support/money.ts'
import { expectProblem, must, mustPlace, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'

/** What the provider says by itself about payouts, and what is said twice, late, wrongly, or played again by a person. */

const DAY_MS = 24 * 3_600_000
let shop: OpenShop
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  const [rule] = (await must(shop.staff.get('/v1/admin/commission-rules'))).items
  const half = { name: '鲜果 50%', position: 1, category: 'fresh', rateBps: 5_000 }
  await must(shop.staff.put(`/v1/admin/commission-rules/${rule.id}`, half))
  const { order, payment } = await mustPlace(shop, li, { quantity: 20 })
  await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await sandbox('POST', `pay/${payment.id}`)
  await until(
    async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  await must(shop.staff.post(`/v1/admin/orders/${order.id}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(li.caller.post(`/v1/store/orders/${order.id}/confirm-receipt`, {}))
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 7 * DAY_MS))
  await until(available, (fen) => fen > 0)
  // Made up; its last digit checks the others.
  const identity = { name: '欧阳若兰', idNumber: '110101199003074258' }
  const given = await shop.curator.post('/v1/curator/payout-identity', identity)
  expect(given.status, given.text).toBe(200)
}, 240_000)

async function sandbox(method: string, path: string, body?: object) {
  const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) }
  // biome-ignore lint/suspicious/noExplicitAny: answers of the sandbox's machine side
  return (await (await fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, init)).json()) as any
}
const available = async () => (await must(shop.curator.get('/v1/curator/wallet'))).available.amount as number
const bill = (id: string) => id.replace('_', '')
const stateIn = async (id: string) =>
  (
    await shop.read<{ state: string; held: string | null }>(
      `select state, held from settlements.payout where platform.id_text('wdr', id) = '${id}'`,
    )
  )[0]
/** A payout that she may confirm. Nobody but the worker and the provider touches it from here on. */
async function confirming(amountFen: number): Promise<string> {
  const { id } = await must(shop.curator.post('/v1/curator/payouts', { amountFen }))
  await until(
    () => stateIn(id),
    (row) => row?.state === 'confirming',
  )
  return id
}
const notifications = async (search: string) => {
  await shop.staffProves()
  return (await must(shop.staff.get(`/v1/admin/notifications?search=${search}`))).items as {
    no: string
    kind: string
    outcome: string
    replays: number
  }[]
}

describe.sequential('news of a payout', () => {
  test('ends it without a question; said three times it is booked once; played again it changes nothing', async () => {
    const before = await available()
    const id = await confirming(10_000)
    await sandbox('POST', 'faults', { on: 'notification', kind: 'duplicate', order: bill(id), copies: 2, times: 1 })
    await sandbox('POST', `transfers/${bill(id)}`, {})
    await until(
      () => stateIn(id),
      (row) => row?.state === 'succeeded',
    )
    const [news] = await notifications(id)
    expect(news).toMatchObject({ kind: 'transfer', outcome: 'transferred', replays: 0 })
    const replay = () => shop.staff.post(`/v1/admin/notifications/${news?.no}/replay`, {})
    const answers = await Promise.all([replay(), replay(), replay()])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    expect((await notifications(id))[0]).toMatchObject({ outcome: 'transferred', replays: 3 })
    expect(await available()).toBe(before - 10_000)
    const { items } = await must(shop.staff.get(`/v1/admin/activity?subject=${id}`))
    expect(items.map((item: { action: string }) => item.action)).toEqual(Array(3).fill('notification.replay'))
    await untilSound(shop)
  })

  test('of a failure gives it back once', async () => {
    const before = await available()
    const id = await confirming(10_000)
    await sandbox('POST', `transfers/${bill(id)}`, { state: 'FAIL' })
    await until(
      () => stateIn(id),
      (row) => row?.state === 'failed',
    )
    await sandbox('POST', `resend/${bill(id)}`)
    await until(
      () => notifications(id),
      (items) => items[0]?.outcome === 'transferred',
    )
    expect(await available()).toBe(before)
    await untilSound(shop)
  })

  test('about another amount is held; asked by a person the provider’s own answer releases it', async () => {
    const before = await available()
    const id = await confirming(10_000)
    await sandbox('POST', 'faults', { on: 'notification', kind: 'amount', order: bill(id), fen: 1, times: 1 })
    await sandbox('POST', `transfers/${bill(id)}`, { state: 'FAIL' })
    // A failure releases, whatever amount it names: nothing moved.
    await until(
      () => stateIn(id),
      (row) => row?.state === 'failed',
    )
    expect(await available()).toBe(before)

    const held = await confirming(10_000)
    await sandbox('POST', 'faults', { on: 'notification', kind: 'amount', order: bill(held), fen: 1, times: 1 })
    await sandbox('POST', `transfers/${bill(held)}`, {})
    await until(
      () => stateIn(held),
      (row) => row?.held === 'other_amount',
    )
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 60_000))
    await shop.staffProves()
    const asked = await Promise.all([1, 2, 3].map(() => shop.staff.post(`/v1/admin/payouts/${held}/ask`, {})))
    expect(asked.map((answer) => answer.status)).toContain(200)
    expect(await stateIn(held)).toEqual({ state: 'succeeded', held: null })
    expect(await available()).toBe(before - 10_000)
    expectProblem(await shop.staff.post(`/v1/admin/payouts/${held}/ask`, {}), refusals.payout_not_at_provider)
    await untilSound(shop)
  })
})

describe.sequential('the bill of the day', () => {
  test('tells of the payouts that arrived and of no other; one that is left out stands in suspense against the bank', async () => {
    const day = new Date(shop.house.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const [one] = await shop.read<{ id: string }>(
      `select platform.id_text('wdr', id) as id from settlements.payout where state = 'succeeded' order by id desc limit 1`,
    )
    await sandbox('POST', 'bills', { omit: bill(one?.id as string) })
    await shop.house.moveTo(new Date(new Date(`${day}T03:00:00Z`).getTime() + DAY_MS))
    await until(
      async () => {
        await shop.staffProves()
        const { nextDay } = await must(shop.staff.get('/v1/admin/bills/position'))
        if (nextDay <= day) await shop.staff.post(`/v1/admin/bills/${nextDay}/match`, {})
        return nextDay as string
      },
      (next) => next > day,
    )
    const lines = (await must(shop.staff.get(`/v1/admin/bill-lines?day=${day}`))).items
    expect(lines.map((line: { what: string; state: string }) => [line.what, line.state])).toEqual([
      ['transfer', 'matched'],
    ])
    const { items } = await must(shop.staff.get('/v1/admin/differences?state=open'))
    expect(items).toMatchObject([
      { kind: 'missing_there', what: 'transfer', suspense: { amount: -10_000 }, reference: one?.id },
    ])
    await untilSound(shop)
  })
})
