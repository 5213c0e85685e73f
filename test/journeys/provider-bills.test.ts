import { beforeAll, describe, expect, test } from 'vitest'
import { billRefusals as refusals } from '../../src/payments/contract-bills.ts'
import { trialBalance, untilSound } from '../support/money.ts'
import {
  COMMUNITY,
  enterStaff,
  expectProblem,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** The provider's bill of a day beside our books: fees, payouts to the bank, and every way in which they can differ. */

const DAY_MS = 24 * 3_600_000
const ONE = COMMUNITY + FREIGHT
/** 0.6 % of 62.90, to the fen. */
const FEE = 38
let shop: OpenShop
let li: Shopper
let second: Awaited<ReturnType<typeof enterStaff>>

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  second = await enterStaff(shop.house, 'second', ['finance'])
  await sandbox('POST', 'terms', { feeBps: 60, settles: true })
}, 240_000)

async function sandbox(method: string, path: string, body?: object) {
  const answer = await fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  expect(answer.status, path).toBe(200)
  // biome-ignore lint/suspicious/noExplicitAny: answers of the sandbox's machine side
  return (await answer.json()) as any
}

async function paid(quantity = 1) {
  const { order, payment } = await mustPlace(shop, li, { quantity })
  await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await sandbox('POST', `pay/${payment.id}`)
  await until(
    async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  return { orderId: order.id as string, payId: payment.id as string }
}

const today = () => new Date(shop.house.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
/** Eleven o'clock of the next day in Shanghai: yesterday's bill can be had. */
async function nextDay(): Promise<string> {
  const day = today()
  await shop.house.moveTo(new Date(new Date(`${day}T03:00:00Z`).getTime() + DAY_MS))
  await shop.staffProves()
  await second.proves()
  return day
}
const match = (day: string) => must(shop.staff.post(`/v1/admin/bills/${day}/match`, {}))
const differences = async (state = 'open') =>
  (await must(shop.staff.get(`/v1/admin/differences?state=${state}`))).items as {
    id: string
    kind: string
    suspense: { amount: number }
    ownNo: string
  }[]
const settle = (id: string, how: string, reason = '已和支付方核实过', by = shop.staff) =>
  by.post(`/v1/admin/differences/${id}/settle`, { how, reason })

describe.sequential('a day on which both say the same', () => {
  test('every line is matched; the fee and the payout to the bank are booked from the bill alone, once', async () => {
    const { orderId } = await paid()
    const back = await paid()
    await must(li.caller.post(`/v1/store/orders/${back.orderId}/cancel`, {}))
    await until(
      () => shop.read(`select from payments.refund where state = 'succeeded'`),
      (rows) => rows.length === 1,
    )
    const day = await nextDay()
    expectProblem(await shop.staff.post(`/v1/admin/bills/2027-01-01/match`, {}), refusals.bill_out_of_turn)
    const answers = await Promise.all([match(day), match(day), match(day)])
    expect(answers[0]).toMatchObject({
      ...{ lines: 3, matched: 3, waiting: 0, differences: 0 },
      ...{
        paid: { amount: 2 * ONE },
        refunded: { amount: ONE },
        fees: { amount: FEE },
        closing: { amount: ONE - FEE },
      },
    })
    expect(await trialBalance(shop)).toMatchObject({ psp_clearing: ONE - FEE, provider_fee: FEE, suspense: 0 })
    const { items } = await must(shop.staff.get(`/v1/admin/bill-lines?search=${orderId}`))
    expect(items).toMatchObject([{ day, state: 'matched', amount: { amount: ONE }, ours: { amount: ONE } }])
    await untilSound(shop)
  })

  test('a bill that is not made yet is told so; the next morning the money is in the bank', async () => {
    const day = today()
    await shop.house.moveTo(new Date(new Date(`${day}T00:30:00Z`).getTime() + DAY_MS))
    await shop.staffProves()
    expectProblem(await shop.staff.post(`/v1/admin/bills/${day}/match`, {}), refusals.bill_not_ready)
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 3 * 3_600_000))
    await shop.staffProves()
    await match(day)
    expect(await trialBalance(shop)).toMatchObject({ psp_clearing: 0, bank: ONE - FEE })
    await untilSound(shop)
  })
})

describe.sequential('a day on which they differ', () => {
  let day: string
  let missing: string

  test('one line is missing, one too many, one of another amount, one unheard of: each stands in suspense, once', async () => {
    const one = await paid()
    const other = await paid()
    await paid()
    missing = one.payId
    await sandbox('POST', 'bills', [
      { omit: one.payId },
      { change: other.payId, amountFen: ONE - 90 },
      { add: { number: 'another_shop_1', amountFen: 700, at: shop.house.now() } },
      { add: { number: 'tousu1', what: 'other', amountFen: -88, at: shop.house.now(), words: '投诉赔付' } },
    ])
    day = await nextDay()
    const shown = await match(day)
    expect(shown).toMatchObject({ lines: 4, matched: 2, differences: 4, openDifferences: 4 })
    await match(day)
    const found = await differences()
    expect(found.map((one) => [one.kind, one.suspense.amount]).sort()).toEqual([
      ['missing_here', -700],
      ['missing_here', 88],
      ['missing_there', ONE],
      ['other_amount', 90],
    ])
    expect((await trialBalance(shop)).suspense).toBe(ONE + 90 + 88 - 700)
    expect((await must(shop.staff.get('/v1/admin/today'))).counts).toMatchObject({ differencesOpen: 4 })
    await untilSound(shop)
  })

  test('a line that a later bill brings clears what it was missed for, by a journal that takes the first back', async () => {
    await sandbox('DELETE', 'bills')
    await sandbox('POST', 'bills', {
      add: {
        ...{ number: missing, amountFen: ONE, at: shop.house.now() },
        providerNo: (
          await shop.read<{ txn: string }>(
            `select provider_txn as txn from payments.intent where platform.id_text('pay', id) = '${missing}'`,
          )
        )[0]?.txn,
      },
    })
    await match(await nextDay())
    expect((await differences()).map((one) => one.kind).sort()).toEqual([
      'missing_here',
      'missing_here',
      'other_amount',
    ])
    expect((await differences('cleared')).map((one) => one.ownNo)).toEqual([missing])
    expect((await trialBalance(shop)).suspense).toBe(90 + 88 - 700)
    await untilSound(shop)
  })

  test('a person settles each with a reason, once, also when many press at the same time', async () => {
    const [unheard, more] = (await differences())
      .filter((one) => one.kind === 'missing_here')
      .sort((a, b) => b.suspense.amount - a.suspense.amount)
    expectProblem(await settle(unheard?.id as string, 'payer'), refusals.nothing_to_owe)
    expect((await settle(more?.id as string, 'payer', '短')).status).toBe(400)
    const answers = await Promise.all(Array.from({ length: 10 }, () => settle(more?.id as string, 'payer')))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(9).fill(409)])
    await must(settle(unheard?.id as string, 'result'))
    const [amount] = await differences()
    await must(settle(amount?.id as string, 'bank'))
    expect(await differences()).toEqual([])
    expect(await trialBalance(shop)).toMatchObject({ suspense: 0, refund_payable: -700, unexplained: 88 })
    const { items } = await must(shop.staff.get(`/v1/admin/activity?subject=${more?.id}`))
    expect(items[0]).toMatchObject({ action: 'difference.settle', reason: '已和支付方核实过' })
    await untilSound(shop)
  })

  test('a large one waits for a second person, and nobody agrees to her own', async () => {
    await sandbox('POST', 'bills', { add: { number: 'another_shop_2', amountFen: 600_000, at: shop.house.now() } })
    await match(await nextDay())
    const id = (await differences())[0]?.id as string
    const agree = (by = shop.staff) => by.post(`/v1/admin/differences/${id}/agree`, {})
    expectProblem(await agree(second.staff), refusals.difference_not_proposed)
    expect(await must(settle(id, 'payer'))).toMatchObject({ state: 'proposed', how: 'payer' })
    expectProblem(await agree(), refusals.second_person_needed)
    expectProblem(await settle(id, 'result', '换个办法处理', second.staff), refusals.difference_proposed)
    await must(second.staff.post(`/v1/admin/differences/${id}/decline`, { reason: '先问清楚是谁付的' }))
    await must(settle(id, 'result'))
    expect(await must(agree(second.staff))).toMatchObject({ state: 'settled', how: 'result' })
    expectProblem(await agree(second.staff), refusals.difference_ended)
    await untilSound(shop)
  })

  test('after three days an open one is an alarm: the audit is red and payouts wait', async () => {
    await sandbox('POST', 'bills', { add: { number: 'another_shop_3', amountFen: 5, at: shop.house.now() } })
    await match(await nextDay())
    await untilSound(shop)
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 3 * DAY_MS + 60_000))
    // The sealer works by the machine's time; once it has caught up this alone is wrong.
    const red = async () =>
      (await shop.house.audit()).checks.filter((check) => check.found > 0).map((check) => check.name)
    const names = await until(red, (found) => found.length === 1, 60_000)
    expect(names).toEqual(['payments: no difference with the provider is older than 3 days'])
    await shop.staffProves()
    expect((await differences())[0]).toMatchObject({ isOld: true })
    expect((await must(shop.staff.get('/v1/admin/bills/position'))).oldDifferences).toBe(1)
    await must(settle((await differences())[0]?.id as string, 'payer'))
    await untilSound(shop)
  })
})
