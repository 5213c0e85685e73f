import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportBooks } from '../../src/ledger/index.ts'
import { periodRefusals as refusals } from '../../src/settlements/contract-periods.ts'
import { anotherCurator, identify, type TestCurator } from '../support/curators.ts'
import { trialBalance, untilSound } from '../support/money.ts'
import {
  ASKED,
  BILL,
  COUNTS,
  PAID_TO_SUPPLIER,
  REFUNDED,
  REFUNDS,
  SETTLEMENTS,
  SHEETS,
  SUPPLIER,
  SUSPENSE,
  TAX_REPORT,
  TAX_WITHHELD,
  TRIAL_BALANCE,
  WALLETS,
} from '../support/month-figures.ts'
import {
  enterStaff,
  expectRefused,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'
import { testUnless } from '../support/skip.ts'

/** A month of three curators and forty orders, through the public door; every figure is in `month-figures.ts`, by hand. */

const LONG_MS = 120_000
const QUANTITY = { L: 99, S: 1, D: 2 } as const
type Size = keyof typeof QUANTITY
const names = ['A', 'B', 'C'] as const
type Name = (typeof names)[number]

let shop: OpenShop
let second: Awaited<ReturnType<typeof enterStaff>>
let skuId: string
let curators: Record<Name, TestCurator>
let shoppers: Shopper[]
/** Orders as `A.L1`, `X2` … */
const orders = new Map<string, { id: string; payment: string; buyer: Shopper }>()
const orderOf = (name: string) => orders.get(name) as { id: string; payment: string; buyer: Shopper }

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what is asked of them
const admin = (method: 'get' | 'post', path: string, body?: object): Promise<any> =>
  shop.staffProves().then(() => must(method === 'get' ? shop.staff.get(path) : shop.staff.post(path, body ?? {})))
const sandbox = (path: string, body?: object) =>
  fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, {
    method: 'POST',
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
/** Names of what was sent, in the order in which it was. */
let shipped: string[]
type Fen = { readonly amount: number }
interface Difference {
  readonly id: string
  readonly kind: string
  readonly ownNo: string
  readonly suspense: Fen
}
const moveTo = (moment: string) => shop.house.moveTo(new Date(moment))
const amounts = (of: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, (of[key] as { amount?: number }).amount ?? of[key]]))

beforeAll(async () => {
  shop = await openShop()
  const [rule] = (await must(shop.staff.get('/v1/admin/commission-rules'))).items
  const half = { name: '鲜果 50%', position: 1, category: 'fresh', rateBps: 5_000 }
  await must(shop.staff.put(`/v1/admin/commission-rules/${rule.id}`, half))
  skuId = await shop.addSku(700)
  const [warehouse] = (await must(shop.staff.get('/v1/admin/warehouses'))).items
  const lot = { code: 'P01-later', pickedOn: '2026-10-31', costFen: 4_120, warehouseId: warehouse.id, quantity: 100 }
  await must(shop.staff.post(`/v1/admin/skus/${skuId}/lots`, lot))
  const sale = await shop.openSale({ skuIds: [skuId] })
  const personId = (await must(shop.curator.get('/v1/curator/me'))).person.id as string
  curators = {
    A: { caller: shop.curator, personId, saleId: sale.id, token: sale.token },
    B: await anotherCurator(shop, '小敏', { skuIds: [skuId] }),
    C: await anotherCurator(shop, '周叔', { skuIds: [skuId] }),
  }
  shoppers = []
  for (const name of ['李姐', '豆豆爸', '王奶奶', '小陈', '阿宝']) shoppers.push(await shop.shopper(name))
  second = await enterStaff(shop.house, 'second', ['finance'])
  await sandbox('terms', { feeBps: 60, settles: false })
}, LONG_MS)

async function buy(name: string, body: Record<string, unknown>, totalFen: number): Promise<void> {
  const buyer = shoppers[orders.size % shoppers.length] as Shopper
  const placed = await mustPlace(shop, buyer, { ...body, expectedTotal: { amount: totalFen, currency: 'CNY' } })
  orders.set(name, { id: placed.order.id, payment: placed.payment.id, buyer })
  await must(buyer.caller.post(`/v1/store/payments/${placed.payment.id}/start`, { channel: 'h5' }))
  expect((await sandbox(`pay/${placed.payment.id}`)).status).toBe(200)
}

const TOTALS = { L: 543_510, S: 6_290, D: 10_980 } as const
const untilAll = (state: string, n: number) =>
  until(
    () => shop.read<{ n: number }>('select count(*) as n from orders."order" where state = $1', [state]),
    ([row]) => row?.n === n,
    LONG_MS,
  )
const refund = (name: string, amountFen: number) =>
  admin('post', `/v1/admin/orders/${orderOf(name).id}/refunds`, { lines: [{ lineNo: 1, amountFen }], reason: '坏果' })
const refundsArrive = () =>
  until(
    () => shop.read<{ n: number }>(`select count(*) as n from payments.refund where state <> 'succeeded'`),
    ([row]) => row?.n === 0,
    LONG_MS,
  )
const wallet = async (name: Name) =>
  amounts(await must(curators[name].caller.get('/v1/curator/wallet')), Object.keys(WALLETS.A))

describe.sequential('the second of November', () => {
  test('forty orders are placed and paid', { timeout: LONG_MS }, async () => {
    for (const name of names)
      for (const size of ['L', 'S', 'D'] as const)
        for (let i = 1; i <= COUNTS[name][size]; i++) {
          const lines = [{ skuId, quantity: QUANTITY[size as Size] }]
          await buy(`${name}.${size}${i}`, { token: curators[name].token, lines }, TOTALS[size as Size])
        }
    const lines = [{ skuId, quantity: 1 }]
    for (let i = 1; i <= COUNTS.X; i++) await buy(`X${i}`, { token: undefined, lines }, 6_990)
    expect(orders.size).toBe(40)
    await untilAll('paid', 40)
    expect(await trialBalance(shop)).toMatchObject({ psp_clearing: 4_071_220, order_deposit: -4_071_220 })
  })

  test('some of it goes back before it is shipped, one order whole', async () => {
    await refund('B.S1', REFUNDS.beforeShipping)
    await admin('post', `/v1/admin/orders/${orderOf('C.S1').id}/cancel`, { reason: '不想要了' })
    await refundsArrive()
  })

  test('what is left is shipped, the large ones first', { timeout: LONG_MS }, async () => {
    shipped = [...orders.keys()].filter((name) => name !== 'C.S1' && name !== 'C.D4')
    const first = (name: string) => (name.includes('L') ? 0 : name.includes('D') ? 1 : 2)
    shipped.sort((a, b) => first(a) - first(b))
    const parcel = { carrier: '顺丰速运', trackingNo: 'SF1000001' }
    for (const name of shipped) await admin('post', `/v1/admin/orders/${orderOf(name).id}/ship`, parcel)
    await refund('C.D1', REFUNDS.onTheWay)
    await refundsArrive()
  })

  test('its bill has a line too few and a line too many, which stand in suspense', { timeout: LONG_MS }, async () => {
    const missing = orderOf('B.S2').payment
    const unheard = { number: 'another_shop_1', amountFen: 700, at: shop.house.now() }
    await sandbox('bills', [{ omit: missing }, { add: unheard }])
    await moveTo('2026-11-03T03:00:00.000Z')
    const bill = await admin('post', '/v1/admin/bills/2026-11-02/match')
    expect(amounts(bill, Object.keys(BILL))).toEqual(BILL)
    expect((await trialBalance(shop)).suspense).toBe(SUSPENSE)
    const found = (await admin('get', '/v1/admin/differences?state=open')).items
    expect(found.map((one: Difference) => [one.kind, one.suspense.amount]).sort()).toEqual([
      ['missing_here', -700],
      ['missing_there', 6_290],
    ])
    const extra = found.find((one: Difference) => one.kind === 'missing_here')
    const settled = { how: 'payer', reason: '别家的单，退给付款人' }
    await admin('post', `/v1/admin/differences/${extra.id}/settle`, settled)
    // The next day's bill tells of the one that was missing.
    await fetch(`${shop.house.sandboxUrl}/sandbox/bills`, { method: 'DELETE' })
    const [paid] = await shop.read<{ txn: string }>(
      `select provider_txn as txn from payments.intent where platform.id_text('pay', id) = $1`,
      [missing],
    )
    await sandbox('bills', { add: { number: missing, amountFen: 6_290, at: shop.house.now(), providerNo: paid?.txn } })
    await moveTo('2026-11-05T03:00:00.000Z')
    for (const day of ['2026-11-03', '2026-11-04']) await admin('post', `/v1/admin/bills/${day}/match`)
    const cleared = (await admin('get', '/v1/admin/differences?state=cleared')).items
    expect(cleared.map((one: Difference) => one.ownNo)).toEqual([missing])
    expect((await trialBalance(shop)).suspense).toBe(0)
  })

  test('what was shipped is received', { timeout: LONG_MS }, async () => {
    for (const name of shipped) {
      const { buyer, id } = orderOf(name)
      await must(buyer.caller.post(`/v1/store/orders/${id}/confirm-receipt`, {}))
    }
    await untilAll('received', 38)
  })

  test('some goes back after receipt', async () => {
    await refund('A.D1', REFUNDS.received)
    await refund('A.S1', REFUNDS.receivedWhole)
    await refund('X1', REFUNDS.direct)
    await refundsArrive()
    expect((await wallet('C')).pending).toBe(WALLETS.C.available)
  })
})

describe.sequential('the twelfth of November', () => {
  const payout = async (name: Name, amountFen: number) =>
    (await must(curators[name].caller.post('/v1/curator/payouts', { amountFen }))).id as string
  const untilState = (name: Name, id: string, wanted: string) =>
    until(
      async () => (await must(curators[name].caller.get(`/v1/curator/payouts/${id}`))).state,
      (state) => state === wanted,
      LONG_MS,
    )
  const confirm = (id: string) => sandbox(`transfers/${id.replace('_', '')}`, {})
  const agree = async (id: string) => {
    await admin('post', `/v1/admin/payouts/${id}/approve`)
    await second.proves()
    await must(second.staff.post(`/v1/admin/payouts/${id}/approve`, {}))
  }

  test('commission vests a week after receipt', { timeout: LONG_MS }, async () => {
    await moveTo('2026-11-12T03:00:00.000Z')
    await until(
      async () => [await wallet('A'), await wallet('B'), await wallet('C')],
      (all) => all.every((one) => one.pending === 0),
      LONG_MS,
    )
    expect([(await wallet('A')).available, (await wallet('B')).available, (await wallet('C')).available]).toEqual([
      ...[1_121_705, 581_116, 298_704],
    ])
    for (const [at, name] of names.entries()) await identify(curators[name].caller, `${name}先生`, 100 + at)
  })

  test('one payout times out and then succeeds, with tax withheld', { timeout: LONG_MS }, async () => {
    await sandbox('faults', [{ on: 'answer', kind: 'reset', path: 'transfer-bills', times: 1 }])
    const id = await payout('A', ASKED.A)
    await agree(id)
    await until(
      () => shop.read<{ state: string }>('select state from settlements.payout where gross_fen = $1', [ASKED.A]),
      ([row]) => row?.state === 'unknown',
      LONG_MS,
    )
    await moveTo('2026-11-12T03:05:00.000Z')
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
    await sandbox('faults', [{ on: 'transfer', kind: 'fail', times: 1 }])
    const failing = await payout('C', ASKED.C)
    await untilState('C', failing, 'confirming')
    await confirm(failing)
    await untilState('C', failing, 'failed')
  })

  test('a refund after payout becomes a debt', { timeout: LONG_MS }, async () => {
    await moveTo('2026-11-20T02:00:00.000Z')
    await refund('B.L1', REFUNDS.afterPayout)
    await refundsArrive()
    for (const name of names) expect(await wallet(name), name).toEqual(WALLETS[name])
  })

  test('the supplier bears a claim and a fee', async () => {
    const [supplier] = (await must(shop.staff.get('/v1/admin/suppliers'))).items
    const deductions = `/v1/admin/suppliers/${supplier.id}/deductions`
    await admin('post', deductions, { kind: 'claim', amountFen: 20_000, reason: '一箱坏果' })
    await admin('post', deductions, { kind: 'fee', amountFen: 3_000, reason: '分拣费用' })
  })
})

describe.sequential('the first of December', () => {
  let statement: string

  test('November is closed, and the supplier is paid by two people', { timeout: LONG_MS }, async () => {
    await moveTo('2026-12-01T03:00:00.000Z')
    for (let day = 5; day <= 30; day++)
      await admin('post', `/v1/admin/bills/2026-11-${String(day).padStart(2, '0')}/match`)
    expect((await admin('get', '/v1/admin/differences?state=open')).items).toEqual([])
    const november = async () =>
      (await admin('get', '/v1/admin/settlement-periods')).items.find(
        (one: { firstDay: string }) => one.firstDay === '2026-11-01',
      )
    await until(november, (one) => one?.canClose, LONG_MS)
    const open = await admin('get', `/v1/admin/settlement-periods/${(await november()).id}`)
    expect([open.suppliers[0].cost.amount, open.suppliers[0].due.amount, open.curators]).toEqual([SUPPLIER.cost, 0, []])
    await admin('post', `/v1/admin/settlement-periods/${(await november()).id}/close`)
    await until(november, (one) => one.state === 'closed', LONG_MS)
    const detail = await admin('get', `/v1/admin/settlement-periods/${(await november()).id}`)
    for (const name of names) {
      const mine = detail.curators.find((one: { curatorId: string }) => one.curatorId === curators[name].personId)
      expect(amounts(mine, Object.keys(SETTLEMENTS.A)), name).toEqual(SETTLEMENTS[name])
    }
    expect(detail.suppliers).toHaveLength(1)
    statement = detail.suppliers[0].id
    const [small, large] = PAID_TO_SUPPLIER.map((amountFen) => ({
      ...{ amountFen, bankReference: `ICBC-${amountFen}`, reason: '十一月货款' },
    }))
    await admin('post', `/v1/admin/supplier-settlements/${statement}/payments`, small)
    const asked = await admin('post', `/v1/admin/supplier-settlements/${statement}/payments`, large)
    expect(asked.paid.amount).toBe(PAID_TO_SUPPLIER[0])
    await second.proves()
    await must(second.staff.post(`/v1/admin/supplier-payments/${asked.payments[1].id}/approve`, {}))
  })

  test('what is over stays so, and nothing is paid above what is due', async () => {
    await shop.staffProves()
    const [december, november] = (await admin('get', '/v1/admin/settlement-periods')).items
    const { payments } = await admin('get', `/v1/admin/supplier-settlements/${statement}`)
    const more = { amountFen: 400_001, bankReference: 'ICBC-1', reason: '多付一分钱' }
    for (const [refusal, path, body] of [
      [refusals.period_not_over, `settlement-periods/${december.id}/close`, {}],
      [refusals.period_not_open, `settlement-periods/${november.id}/close`, {}],
      [refusals.above_due, `supplier-settlements/${statement}/payments`, more],
      [refusals.supplier_payment_ended, `supplier-payments/${payments[1].id}/approve`, {}],
      [refusals.supplier_payment_ended, `supplier-payments/${payments[1].id}/reject`, { reason: '不该付这笔' }],
    ] as const)
      await expectRefused(shop, refusal, (options) => shop.staff.post(`/v1/admin/${path}`, body, options))
  })

  test('the supplier’s statement says so, on the page and in the file', async () => {
    const shown = await admin('get', `/v1/admin/supplier-settlements/${statement}`)
    expect(amounts(shown, Object.keys(SUPPLIER))).toEqual(SUPPLIER)
    expect(shown.deliveries).toHaveLength(SUPPLIER.lines)
    await shop.staffProves()
    const csv = (await shop.staff.get(`/v1/admin/supplier-settlements/${statement}/statement.csv`)).text
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
    expect((await shop.staff.get(path)).text.startsWith('PK')).toBe(true)
    expect((await shoppers[0]?.caller.get(path))?.status).toBe(401)
  })
})

describe.sequential('when the month is over, every page says what was computed by hand', () => {
  test('wallets, to the curator and to the staff', async () => {
    for (const name of names) {
      expect(await wallet(name), name).toEqual(WALLETS[name])
      const seen = await admin('get', `/v1/admin/curators/${curators[name].personId}`)
      expect(amounts(seen.wallet, Object.keys(WALLETS.A)), name).toEqual(WALLETS[name])
    }
  })

  test('statements add up to the wallets, place by place', async () => {
    for (const name of names) {
      const lines = await pagesOf((query) => curators[name].caller.get(`/v1/curator/wallet/statement?limit=50${query}`))
      const sum = (place: string) =>
        lines.reduce((total, line) => total + (line[place] as { amount: number }).amount, 0)
      const { available, withdrawing, debt, estimated, pending } = WALLETS[name]
      expect([sum('available'), sum('withdrawing'), sum('debt'), sum('frozen')], name).toEqual([
        ...[available, withdrawing, debt, estimated + pending],
      ])
    }
  })

  test('settlements, their lines, and their files', async () => {
    for (const name of names) {
      const { caller } = curators[name]
      const [first] = (await must(caller.get('/v1/curator/settlements'))).items
      expect(amounts(first, Object.keys(SETTLEMENTS.A)), name).toEqual(SETTLEMENTS[name])
      const { lines } = await must(caller.get(`/v1/curator/settlements/${first.periodId}`))
      const moved = lines.reduce((total: number, line: { change: { amount: number } }) => total + line.change.amount, 0)
      expect(moved, name).toBe(SETTLEMENTS[name].closing - SETTLEMENTS[name].opening)
      const csv = (await caller.get(`/v1/curator/settlements/${first.periodId}/statement.csv`)).text
      expect(csv.trim().split('\r\n').at(-1)).toBe(`2026-11-30,,期末,,${yuan(SETTLEMENTS[name].closing)}`)
    }
    const { caller } = curators.C
    const [hers] = (await must(curators.A.caller.get('/v1/curator/settlements'))).items
    const lines = (await must(caller.get(`/v1/curator/settlements/${hers.periodId}`))).lines
    expect(lines.every((line: { kind: string }) => line.kind !== 'payout_done')).toBe(true)
  })

  test('the sheet of each sale', async () => {
    for (const name of names) {
      const { caller, saleId } = curators[name]
      const csv = (await caller.get(`/v1/curator/sales/${saleId}/reconciliation.csv`)).text
      const [goods, refunded, earned] = SHEETS[name]
      expect(csv.trim().split('\r\n').at(-1), name).toBe(`合计,,,,,,${goods},${refunded},,${earned},,,`)
      expect(csv.trim().split('\r\n')).toHaveLength(COUNTS[name].L + COUNTS[name].S + COUNTS[name].D + 2)
    }
  })

  test('payments, refunds, payouts and the tax report', async () => {
    await shop.staffProves()
    const sum = (rows: readonly Record<string, unknown>[], field = 'amount') =>
      rows.reduce((total, row) => total + (row[field] as { amount: number }).amount, 0)
    const payments = await pagesOf((query) => shop.staff.get(`/v1/admin/payments?limit=50&state=succeeded${query}`))
    expect([payments.length, sum(payments)]).toEqual([40, 4_071_220])
    const refunds = await pagesOf((query) => shop.staff.get(`/v1/admin/refunds?limit=50${query}`))
    expect([refunds.length, sum(refunds)]).toEqual([7, REFUNDED])
    const payouts = (await admin('get', '/v1/admin/payouts')).items as { state: string; gross: Fen; tax: Fen }[]
    payouts.sort((a, b) => a.gross.amount - b.gross.amount)
    expect(payouts.map((one) => [one.state, one.gross.amount, one.tax.amount])).toEqual([
      ['failed', ASKED.C, 0],
      ['succeeded', ASKED.B, 0],
      ['succeeded', ASKED.A, TAX_WITHHELD],
    ])
    const report = (await shop.staff.get('/v1/admin/tax-report?quarter=2026Q4')).text
    expect(report.trim().split('\r\n').at(-1)).toBe(`合计,,,,2,${TAX_REPORT.join(',')}`)
  })

  test('orders, and what they left in the books', async () => {
    const shown = async (name: string) => {
      const { order, journals } = await admin('get', `/v1/admin/orders/${orderOf(name).id}`)
      const last = journals.filter((one: { kind: string }) => one.kind === 'refund_accepted').at(-1)
      const transfers = (last?.transfers ?? []) as { debit: string; amountFen: number }[]
      return [order.state, order.refunded.amount, ...transfers.map((one) => [one.debit, one.amountFen])]
    }
    expect(await shown('B.S1')).toEqual(['received', 1_647, ['order_deposit', 1_647]])
    expect(await shown('C.S1')).toEqual(['cancelled', 6_290, ['order_deposit', 6_290]])
    expect(await shown('C.D1')).toEqual(['received', 1_001, ['order_deposit', 1_001]])
    expect(await shown('A.D1')).toEqual(['received', 2_000, ['refunds', 1_834], ['output_tax', 166]])
    expect(await shown('A.S1')).toEqual(['received', 6_290, ['refunds', 5_771], ['output_tax', 519]])
    expect(await shown('X1')).toEqual(['received', 990, ['refunds', 908], ['output_tax', 82]])
    expect(await shown('B.L1')).toEqual(['received', 100_000, ['refunds', 91_743], ['output_tax', 8_257]])
    expect(await shown('C.D4')).toEqual(['paid', 0])
  })

  test('the books, account by account', { timeout: LONG_MS }, async () => {
    expect(await trialBalance(shop)).toMatchObject(TRIAL_BALANCE)
    for (const [account, closing] of [
      ['output_tax', 325_485],
      ['supplier_due', 400_000],
      ['bank', -4_058_316],
    ] as const)
      expect((await admin('get', `/v1/admin/ledger/accounts/${account}`)).closing.amount, account).toBe(closing)
    await untilSound(shop)
  })
})

describe('a stranger’s program', () => {
  testUnless(spawnSync('hledger', ['--version']).error && 'hledger is not installed')(
    'adds the month up to the same fen: hledger',
    async () => {
      const q = {
        query: <Row>(_name: string, text: string, values: readonly unknown[] = []) => shop.read<Row>(text, values),
      }
      let books = ''
      for await (const part of exportBooks(q, 'hledger', 'CNY')) books += part
      const args = ['-f', '-', 'balance', '--flat', '--no-total', '--empty', '--depth', '2', '-O', 'csv']
      const { stdout, stderr, status } = spawnSync('hledger', args, { encoding: 'utf8', input: books })
      expect(status, stderr).toBe(0)
      const added = stdout
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => /^"\w+:(\w+)","(-?)(\d+)(?:\.(\d\d))?(?: CNY)?"$/.exec(row) ?? [])
        .map(([, account = '', sign, whole, cents = '00']) => [account, Number(`${sign}${whole}${cents}`) + 0])
      expect(Object.fromEntries(added)).toEqual(TRIAL_BALANCE)
    },
  )
})

const yuan = (fen: number) => (fen / 100).toFixed(2)

/** Every page of a list; `query` goes on with the next one. */
async function pagesOf(read: (query: string) => Promise<{ status: number; text: string }>) {
  const items: Record<string, unknown>[] = []
  for (let query = ''; ; ) {
    const page = JSON.parse((await read(query)).text) as { items: typeof items; nextCursor: string | null }
    items.push(...page.items)
    if (page.nextCursor === null) return items
    query = `&cursor=${page.nextCursor}`
  }
}
