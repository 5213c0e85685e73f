import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as orderRefusals } from '../../src/orders/contract.ts'
import { refusals as paymentRefusals } from '../../src/payments/contract.ts'
import { trialBalance, untilSound } from '../support/money.ts'
import {
  COMMUNITY,
  COST,
  expectProblem,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** Refunds through the public door: in parts, before and after everything, in parallel, and when the provider will not. */

const DAY_MS = 24 * 3_600_000
let shop: OpenShop
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
})

const sandbox = (method: string, path: string, body?: object) =>
  fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })

async function paidOrder(quantity: number) {
  const { order, payment } = await mustPlace(shop, li, { quantity })
  await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  expect((await sandbox('POST', `pay/${payment.id}`)).status).toBe(200)
  await until(
    async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  return { id: order.id, payment: payment.id }
}
const refund = async (order: string, amountFen: number, lineNo = 1) => {
  await shop.staffProves()
  return shop.staff.post(`/v1/admin/orders/${order}/refunds`, { lines: [{ lineNo, amountFen }], reason: '坏果' })
}
const ship = async (order: string) => {
  await shop.staffProves()
  return must(shop.staff.post(`/v1/admin/orders/${order}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
}
const receive = (order: string) => must(li.caller.post(`/v1/store/orders/${order}/confirm-receipt`, {}))
const wallet = async () => {
  const { estimated, pending, available, withdrawn, debt } = await must(shop.curator.get('/v1/curator/wallet'))
  return [estimated, pending, available, withdrawn, debt].map((one) => one.amount)
}
const arrived = () =>
  until(
    () =>
      shop.read<{ n: number }>(
        `select count(*) as n from payments.refund where state not in ('succeeded', 'settled', 'replaced', 'failed', 'held')`,
      ),
    ([row]) => row?.n === 0,
  )

describe.sequential('an order that goes back bit by bit', () => {
  let order: string

  test('30 % before it is shipped takes 30 % of the commission', async () => {
    order = (await paidOrder(2)).id
    expect(await wallet()).toEqual([1_098, 0, 0, 0, 0])
    const shown = await must(refund(order, 3_294))
    expect(shown.order).toMatchObject({ state: 'paid', refunded: { amount: 3_294 } })
    expect(await wallet()).toEqual([768, 0, 0, 0, 0])
    await arrived()
    expect(await trialBalance(shop)).toMatchObject({
      psp_clearing: 10_980 - 3_294,
      order_deposit: -(10_980 - 3_294),
      refund_payable: 0,
      curator_frozen: -768,
    })
  })

  test('all that is left of what has not been shipped is a cancellation, and one fen less is not', async () => {
    expectProblem(await refund(order, 7_686), orderRefusals.cancel_instead)
    expectProblem(await refund(order, 7_687), orderRefusals.refund_above_line)
    expectProblem(await refund(order, 1, 2), orderRefusals.refund_above_line)
  })

  test('shipped: again a part; received: only what was kept is revenue, the cost is whole', async () => {
    await ship(order)
    await must(refund(order, 686))
    await receive(order)
    await arrived()
    expect(await trialBalance(shop)).toMatchObject({
      order_deposit: 0,
      // 70.00 with 9 % inside: 70.00 / 1.09 = 64.2201…
      sales: -6_422,
      output_tax: -578,
      cost_of_goods: 2 * COST,
      curator_frozen: -700,
      refunds: 0,
    })
    expect(await wallet()).toEqual([0, 700, 0, 0, 0])
  })

  test('received, not vested: an expense from now on, commission still from frozen', async () => {
    await must(refund(order, 1_000))
    await arrived()
    expect(await trialBalance(shop)).toMatchObject({
      sales: -6_422,
      // The tax of 60.00 is 4.95: 0.83 of the 10.00 is no longer owed to the tax office.
      output_tax: -495,
      refunds: 917,
      curator_frozen: -600,
      commission_contract_cost: 600,
    })
  })

  test('nothing vests before seven days after receipt; then it can be withdrawn', async () => {
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 7 * DAY_MS - 60_000))
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    expect(await wallet()).toEqual([0, 600, 0, 0, 0])
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 60_000))
    await until(wallet, ([, pending]) => pending === 0)
    expect(await wallet()).toEqual([0, 0, 600, 0, 0])
    expect(await trialBalance(shop)).toMatchObject({
      curator_frozen: 0,
      curator_available: -600,
      commission: 600,
      commission_contract_cost: 0,
    })
  })

  test('vested: from what she can withdraw; the statement has a line for every fen', async () => {
    await must(refund(order, 5_000))
    await arrived()
    expect(await wallet()).toEqual([0, 0, 100, 0, 0])
    // Of 10.00 that are kept, 0.83 are tax; what went back after receipt is 60.00 less 4.95.
    expect(await trialBalance(shop)).toMatchObject({ sales: -6_422, output_tax: -83, refunds: 5_505 })
    const { items } = await must(shop.curator.get('/v1/curator/wallet/statement'))
    expect(items.map((line: { kind: string }) => line.kind)).toEqual([
      'commission_clawed',
      'commission_vested',
      ...['commission_clawed', 'commission_clawed', 'commission_clawed', 'commission_accrued'],
    ])
    const sum = (place: string) =>
      items.reduce((total: number, line: Record<string, { amount: number }>) => total + (line[place]?.amount ?? 0), 0)
    expect([sum('frozen'), sum('available'), sum('debt')]).toEqual([0, 100, 0])
    await untilSound(shop)
  })
})

describe.sequential('more than was paid cannot go back', () => {
  test('fifty at once of a fifth each: five succeed', async () => {
    const { id } = await paidOrder(1)
    await ship(id)
    const total = COMMUNITY + FREIGHT
    const answers = await Promise.all(Array.from({ length: 50 }, () => refund(id, total / 5)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(5)
    // Who waited half a second for another's row is told to look again.
    for (const answer of answers.filter((one) => one.status !== 200 && one.body.code !== 'in_progress'))
      expectProblem(answer, orderRefusals.refund_above_line)
    const [row] = await shop.read<{ refunded_fen: number }>(
      'select refunded_fen from orders."order" where refunded_fen = total_fen',
    )
    expect(row?.refunded_fen).toBe(total)
    await arrived()
    await receive(id)
    await untilSound(shop)
  })

  test('the same key twice is one refund; a cancellation after a part takes the rest', async () => {
    const { id } = await paidOrder(2)
    await shop.staffProves()
    const body = { lines: [{ lineNo: 1, amountFen: 100 }], reason: '坏果' }
    const once = await shop.staff.post(`/v1/admin/orders/${id}/refunds`, body, { key: 'same' })
    const again = await shop.staff.post(`/v1/admin/orders/${id}/refunds`, body, { key: 'same' })
    expect([once.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 200, 'true'])
    await must(shop.staff.post(`/v1/admin/orders/${id}/cancel`, { reason: '缺货' }))
    const shown = await must(shop.staff.get(`/v1/admin/orders/${id}`))
    expect(shown.refunds.map((one: { amount: { amount: number } }) => one.amount.amount).sort()).toEqual([100, 10_880])
    expect(shown.order).toMatchObject({ state: 'cancelled', refunded: { amount: 10_980 } })
    expectProblem(await refund(id, 1), orderRefusals.order_ended)
    await arrived()
    await untilSound(shop)
  })
})

describe.sequential('when the provider will not', () => {
  const stuck = async (kind: string, extra = {}) => {
    await sandbox('POST', 'faults', [{ on: 'refund', kind, times: 1, ...extra }])
    const { id } = await paidOrder(1)
    const shown = await must(refund(id, 500))
    const refundId = shown.refunds[0].id as string
    const seen = await until(
      async () =>
        (await must(shop.staff.get('/v1/admin/refunds'))).items.find((one: { id: string }) => one.id === refundId),
      (one) => one.state === 'failed' || one.state === 'held',
    )
    return { id, refundId, seen }
  }
  const act = async (refundId: string, verb: string, body: object = {}) => {
    await shop.staffProves()
    return shop.staff.post(`/v1/admin/refunds/${refundId}/${verb}`, body)
  }
  const tries = async (refundId: string) =>
    (await must(shop.staff.get(`/v1/admin/refunds?search=${refundId}`))).items[0]

  test('an answer with another amount is held for people and nobody asks again; asked by hand it says the same', async () => {
    const { refundId, seen } = await stuck('amount', { fen: -1 })
    expect(seen).toMatchObject({ state: 'held', outcome: 'other_amount' })
    const before = await shop.read<{ tries: number }>(`select tries from payments.refund where state = 'held'`)
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 60_000))
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(await shop.read(`select tries from payments.refund where state = 'held'`)).toEqual(before)
    expect((await must(act(refundId, 'ask'))).state).toBe('held')
    expectProblem(await act(refundId, 'resend'), paymentRefusals.refund_not_closed)
    const owed = (await trialBalance(shop)).refund_payable
    expect(owed).toBe(-500)
    expect(await must(act(refundId, 'settle', { reason: '银行转账退回' }))).toMatchObject({ state: 'settled' })
    expect(await trialBalance(shop)).toMatchObject({ refund_payable: 0, bank: -500 })
    expectProblem(await act(refundId, 'settle', { reason: '银行转账退回' }), paymentRefusals.refund_not_stuck)
  })

  test('closed: sent again under a new number, once, and it arrives', async () => {
    const { refundId, seen } = await stuck('closed')
    expect(seen).toMatchObject({ state: 'failed', outcome: 'closed' })
    const fresh = await must(act(refundId, 'resend'))
    expect(fresh.id).not.toBe(refundId)
    expectProblem(await act(refundId, 'resend'), paymentRefusals.refund_not_closed)
    await until(
      () => tries(fresh.id),
      (one) => one.state === 'succeeded',
    )
    expect((await tries(refundId)).state).toBe('replaced')
  })

  test('abnormal: the payer’s account does not take it; never under a second number, settled by hand', async () => {
    const { refundId, seen } = await stuck('abnormal')
    expect(seen).toMatchObject({ state: 'failed', outcome: 'abnormal' })
    expectProblem(await act(refundId, 'resend'), paymentRefusals.refund_not_closed)
    await must(act(refundId, 'settle', { reason: '打到了她的银行卡' }))
    await untilSound(shop)
    expect((await trialBalance(shop)).refund_payable).toBe(0)
  })
})
