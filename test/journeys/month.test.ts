import { beforeAll, describe, expect, test } from 'vitest'
import { periodRefusals as refusals } from '../../src/settlements/contract-periods.ts'
import { whyNot } from '../support/books-outside.ts'
import { identify } from '../support/curators.ts'
import { trialBalance } from '../support/money.ts'
import {
  ASKED,
  BILL,
  COUNTS,
  PAID_TO_SUPPLIER,
  REFUNDS,
  SETTLEMENTS,
  SUPPLIER,
  SUSPENSE,
  WALLETS,
} from '../support/month-figures.ts'
import * as pages from '../support/month-pages.ts'
import { amounts, type Fen, LONG_MS, type Month, type Name, names, openMonth } from '../support/month-shop.ts'
import { expectRefused, must, until } from '../support/open-shop.ts'
import { testUnless } from '../support/skip.ts'

/** A month of three curators and forty orders, through the public door; every figure is in `month-figures.ts`, by hand. */

const QUANTITY = { L: 99, S: 1, D: 2 } as const
const TOTALS = { L: 543_510, S: 6_290, D: 10_980 } as const
const sizes = ['L', 'S', 'D'] as const

let month: Month
/** Names of what was sent, in the order in which it was. */
let shipped: string[]
interface Difference {
  readonly id: string
  readonly kind: string
  readonly ownNo: string
  readonly suspense: Fen
}

beforeAll(async () => {
  month = await openMonth()
}, LONG_MS)

describe.sequential('the second of November', () => {
  test('forty orders are placed and paid', { timeout: LONG_MS }, async () => {
    for (const name of names)
      for (const size of sizes)
        for (let i = 1; i <= COUNTS[name][size]; i++) {
          const lines = [{ skuId: month.skuId, quantity: QUANTITY[size] }]
          await month.buy(`${name}.${size}${i}`, { token: month.curators[name].token, lines }, TOTALS[size])
        }
    const lines = [{ skuId: month.skuId, quantity: 1 }]
    for (let i = 1; i <= COUNTS.X; i++) await month.buy(`X${i}`, { token: undefined, lines }, 6_990)
    expect(month.orders.size).toBe(40)
    await month.untilAll('paid', 40)
    expect(await trialBalance(month.shop)).toMatchObject({ psp_clearing: 4_071_220, order_deposit: -4_071_220 })
  })

  test('some of it goes back before it is shipped, one order whole', async () => {
    await month.refund('B.S1', REFUNDS.beforeShipping)
    await month.admin('post', `/v1/admin/orders/${month.orderOf('C.S1').id}/cancel`, { reason: '不想要了' })
    await month.refundsArrive()
  })

  test('what is left is shipped, the large ones first', { timeout: LONG_MS }, async () => {
    shipped = [...month.orders.keys()].filter((name) => name !== 'C.S1' && name !== 'C.D4')
    const first = (name: string) => (name.includes('L') ? 0 : name.includes('D') ? 1 : 2)
    shipped.sort((a, b) => first(a) - first(b))
    const parcel = { carrier: '顺丰速运', trackingNo: 'SF1000001' }
    for (const name of shipped) await month.admin('post', `/v1/admin/orders/${month.orderOf(name).id}/ship`, parcel)
    await month.refund('C.D1', REFUNDS.onTheWay)
    await month.refundsArrive()
  })

  test('its bill has a line too few and a line too many, which stand in suspense', { timeout: LONG_MS }, async () => {
    const missing = month.orderOf('B.S2').payment
    const unheard = { number: 'another_shop_1', amountFen: 700, at: month.shop.house.now() }
    await month.sandbox('bills', [{ omit: missing }, { add: unheard }])
    await month.moveTo('2026-11-03T03:00:00.000Z')
    const bill = await month.admin('post', '/v1/admin/bills/2026-11-02/match')
    expect(amounts(bill, Object.keys(BILL))).toEqual(BILL)
    expect((await trialBalance(month.shop)).suspense).toBe(SUSPENSE)
    const found = (await month.admin('get', '/v1/admin/differences?state=open')).items
    expect(found.map((one: Difference) => [one.kind, one.suspense.amount]).sort()).toEqual([
      ['missing_here', -700],
      ['missing_there', 6_290],
    ])
    const extra = found.find((one: Difference) => one.kind === 'missing_here')
    const settled = { how: 'payer', reason: '别家的单，退给付款人' }
    await month.admin('post', `/v1/admin/differences/${extra.id}/settle`, settled)
    // The next day's bill tells of the one that was missing.
    await fetch(`${month.shop.house.sandboxUrl}/sandbox/bills`, { method: 'DELETE' })
    const [paid] = await month.shop.read<{ txn: string }>(
      `select provider_txn as txn from payments.intent where platform.id_text('pay', id) = $1`,
      [missing],
    )
    await month.sandbox('bills', {
      add: { number: missing, amountFen: 6_290, at: month.shop.house.now(), providerNo: paid?.txn },
    })
    await month.moveTo('2026-11-05T03:00:00.000Z')
    for (const day of ['2026-11-03', '2026-11-04']) await month.admin('post', `/v1/admin/bills/${day}/match`)
    const cleared = (await month.admin('get', '/v1/admin/differences?state=cleared')).items
    expect(cleared.map((one: Difference) => one.ownNo)).toEqual([missing])
    expect((await trialBalance(month.shop)).suspense).toBe(0)
  })

  test('what was shipped is received', { timeout: LONG_MS }, async () => {
    for (const name of shipped) {
      const { buyer, id } = month.orderOf(name)
      await must(buyer.caller.post(`/v1/store/orders/${id}/confirm-receipt`, {}))
    }
    await month.untilAll('received', 38)
  })

  test('some goes back after receipt', async () => {
    await month.refund('A.D1', REFUNDS.received)
    await month.refund('A.S1', REFUNDS.receivedWhole)
    await month.refund('X1', REFUNDS.direct)
    await month.refundsArrive()
    expect((await month.wallet('C')).pending).toBe(WALLETS.C.available)
  })
})

describe.sequential('the twelfth of November', () => {
  const payout = async (name: Name, amountFen: number) =>
    (await must(month.curators[name].caller.post('/v1/curator/payouts', { amountFen }))).id as string
  const untilState = (name: Name, id: string, wanted: string) =>
    until(
      async () => (await must(month.curators[name].caller.get(`/v1/curator/payouts/${id}`))).state,
      (state) => state === wanted,
      LONG_MS,
    )
  const confirm = (id: string) => month.sandbox(`transfers/${id.replace('_', '')}`, {})
  const agree = async (id: string) => {
    await month.admin('post', `/v1/admin/payouts/${id}/approve`)
    await month.second.proves()
    await must(month.second.staff.post(`/v1/admin/payouts/${id}/approve`, {}))
  }

  test('commission vests a week after receipt', { timeout: LONG_MS }, async () => {
    await month.moveTo('2026-11-12T03:00:00.000Z')
    await until(
      async () => [await month.wallet('A'), await month.wallet('B'), await month.wallet('C')],
      (all) => all.every((one) => one.pending === 0),
      LONG_MS,
    )
    expect([
      (await month.wallet('A')).available,
      (await month.wallet('B')).available,
      (await month.wallet('C')).available,
    ]).toEqual([...[1_121_705, 581_116, 298_704]])
    for (const [at, name] of names.entries()) await identify(month.curators[name].caller, `${name}先生`, 100 + at)
  })

  test('one payout times out and then succeeds, with tax withheld', { timeout: LONG_MS }, async () => {
    await month.sandbox('faults', [{ on: 'answer', kind: 'reset', path: 'transfer-bills', times: 1 }])
    const id = await payout('A', ASKED.A)
    await agree(id)
    await until(
      () => month.shop.read<{ state: string }>('select state from settlements.payout where gross_fen = $1', [ASKED.A]),
      ([row]) => row?.state === 'unknown',
      LONG_MS,
    )
    await month.moveTo('2026-11-12T03:05:00.000Z')
    await untilState('A', id, 'confirming')
    await confirm(id)
    await untilState('A', id, 'succeeded')
  })

  test('one succeeds, one fails and is hers again', { timeout: LONG_MS }, async () => {
    const id = await payout('B', ASKED.B)
    await agree(id)
    await untilState('B', id, 'confirming')
    await confirm(id)
    await untilState('B', id, 'succeeded')
    await month.sandbox('faults', [{ on: 'transfer', kind: 'fail', times: 1 }])
    const failing = await payout('C', ASKED.C)
    await untilState('C', failing, 'confirming')
    await confirm(failing)
    await untilState('C', failing, 'failed')
  })

  test('a refund after payout becomes a debt', { timeout: LONG_MS }, async () => {
    await month.moveTo('2026-11-20T02:00:00.000Z')
    await month.refund('B.L1', REFUNDS.afterPayout)
    await month.refundsArrive()
    for (const name of names) expect(await month.wallet(name), name).toEqual(WALLETS[name])
  })

  test('the supplier bears a claim and a fee', async () => {
    const [supplier] = (await must(month.shop.staff.get('/v1/admin/suppliers'))).items
    const deductions = `/v1/admin/suppliers/${supplier.id}/deductions`
    await month.admin('post', deductions, { kind: 'claim', amountFen: 20_000, reason: '一箱坏果' })
    await month.admin('post', deductions, { kind: 'fee', amountFen: 3_000, reason: '分拣费用' })
  })
})

describe.sequential('the first of December', () => {
  let statement: string

  test('November is closed, and the supplier is paid by two people', { timeout: LONG_MS }, async () => {
    await month.moveTo('2026-12-01T03:00:00.000Z')
    for (let day = 5; day <= 30; day++)
      await month.admin('post', `/v1/admin/bills/2026-11-${String(day).padStart(2, '0')}/match`)
    expect((await month.admin('get', '/v1/admin/differences?state=open')).items).toEqual([])
    const november = async () =>
      (await month.admin('get', '/v1/admin/settlement-periods')).items.find(
        (one: { firstDay: string }) => one.firstDay === '2026-11-01',
      )
    await until(november, (one) => one?.canClose, LONG_MS)
    const open = await month.admin('get', `/v1/admin/settlement-periods/${(await november()).id}`)
    expect([open.suppliers[0].cost.amount, open.suppliers[0].due.amount, open.curators]).toEqual([SUPPLIER.cost, 0, []])
    await month.admin('post', `/v1/admin/settlement-periods/${(await november()).id}/close`)
    await until(november, (one) => one.state === 'closed', LONG_MS)
    const detail = await month.admin('get', `/v1/admin/settlement-periods/${(await november()).id}`)
    for (const name of names) {
      const mine = detail.curators.find((one: { curatorId: string }) => one.curatorId === month.curators[name].personId)
      expect(amounts(mine, Object.keys(SETTLEMENTS.A)), name).toEqual(SETTLEMENTS[name])
    }
    expect(detail.suppliers).toHaveLength(1)
    statement = detail.suppliers[0].id
    const [small, large] = PAID_TO_SUPPLIER.map((amountFen) => ({
      ...{ amountFen, bankReference: `ICBC-${amountFen}`, reason: '十一月货款' },
    }))
    await month.admin('post', `/v1/admin/supplier-settlements/${statement}/payments`, small)
    const asked = await month.admin('post', `/v1/admin/supplier-settlements/${statement}/payments`, large)
    expect(asked.paid.amount).toBe(PAID_TO_SUPPLIER[0])
    await month.second.proves()
    await must(month.second.staff.post(`/v1/admin/supplier-payments/${asked.payments[1].id}/approve`, {}))
  })

  test('what is over stays so, and nothing is paid above what is due', async () => {
    await month.shop.staffProves()
    const [december, november] = (await month.admin('get', '/v1/admin/settlement-periods')).items
    const { payments } = await month.admin('get', `/v1/admin/supplier-settlements/${statement}`)
    const more = { amountFen: 400_001, bankReference: 'ICBC-1', reason: '多付一分钱' }
    for (const [refusal, path, body] of [
      [refusals.period_not_over, `settlement-periods/${december.id}/close`, {}],
      [refusals.period_not_open, `settlement-periods/${november.id}/close`, {}],
      [refusals.above_due, `supplier-settlements/${statement}/payments`, more],
      [refusals.supplier_payment_ended, `supplier-payments/${payments[1].id}/approve`, {}],
      [refusals.supplier_payment_ended, `supplier-payments/${payments[1].id}/reject`, { reason: '不该付这笔' }],
    ] as const)
      await expectRefused(month.shop, refusal, (options) => month.shop.staff.post(`/v1/admin/${path}`, body, options))
  })

  test('the supplier’s statement says so, on the page and in the file', async () => {
    const shown = await month.admin('get', `/v1/admin/supplier-settlements/${statement}`)
    expect(amounts(shown, Object.keys(SUPPLIER))).toEqual(SUPPLIER)
    expect(shown.deliveries).toHaveLength(SUPPLIER.lines)
    await month.shop.staffProves()
    const csv = (await month.shop.staff.get(`/v1/admin/supplier-settlements/${statement}/statement.csv`)).text
    expect(csv.trim().split('\r\n').slice(-7)).toEqual([
      '货款合计,,,,,,735,,29092.00',
      '赔付,,,一箱坏果,,,,,-200.00',
      '费用,,,分拣费用,,,,,-30.00',
      '本期扣除,,,,,,,,-230.00',
      '应付,,,,,,,,28862.00',
      '已付,,,,,,,,-24862.00',
      '未付,,,,,,,,4000.00',
    ])
  })

  test('the supplier’s statement as a workbook, and only for finance', async () => {
    const path = `/v1/admin/supplier-settlements/${statement}/statement.xlsx`
    expect((await month.shop.staff.get(path)).text.startsWith('PK')).toBe(true)
    expect((await month.shoppers[0]?.caller.get(path))?.status).toBe(401)
  })
})

describe.sequential('when the month is over, every page says what was computed by hand', () => {
  test('wallets, to the curator and to the staff', () => pages.walletsAreRight(month))
  test('statements add up to the wallets, place by place', () => pages.statementsAddUp(month))
  test('settlements, their lines, and their files', () => pages.settlementsAreRight(month))
  test('the sheet of each sale', () => pages.sheetsAreRight(month))
  test('payments, refunds, payouts and the tax report', () => pages.listsOfFinanceAreRight(month))
  test('orders, and what they left in the books', () => pages.ordersAreRight(month))
  test('the books, account by account', { timeout: LONG_MS }, () => pages.booksAreRight(month))
})

describe('a stranger’s program', () => {
  testUnless(whyNot('hledger') || undefined)('adds the month up to the same fen: hledger', () =>
    pages.hledgerAddsUpTheSame(month),
  )
})
