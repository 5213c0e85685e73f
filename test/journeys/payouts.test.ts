import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as ledgerRefusals } from '../../src/ledger/contract.ts'
import { refusals } from '../../src/settlements/contract.ts'
import { trialBalance, untilSound } from '../support/money.ts'
import {
  enterStaff,
  expectProblem,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** What a curator withdraws, through the public door: in parallel, in doubt, refused, taxed, and owed back. */

const DAY_MS = 24 * 3_600_000
/** 99 boxes of 54.90 at 50 %. */
const EARNED = 271_755
const NAME = '欧阳若兰'
/** Made up for this test; its last digit checks the others. */
const ID_NUMBER = '110105194912310021'.replace(/.$/, '') + checkDigit('11010519491231002')

let shop: OpenShop
let li: Shopper
let second: Awaited<ReturnType<typeof enterStaff>>

function checkDigit(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(first17[at]), 0) % 11] as string
}

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  const [rule] = (await must(shop.staff.get('/v1/admin/commission-rules'))).items
  const half = { name: '鲜果 50%', position: 1, category: 'fresh', rateBps: 5_000 }
  const changed = await fetch(new URL(`/v1/admin/commission-rules/${rule.id}`, shop.house.baseUrl), { method: 'PUT' })
  expect(changed.status).toBe(401)
  await must(shop.staff.put(`/v1/admin/commission-rules/${rule.id}`, half))
  second = await enterStaff(shop.house, 'second', ['finance'])
}, 60_000)

const sandbox = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers of the sandbox's machine side
  return (await answer.json()) as any
}
const later = (ms: number) => shop.house.moveTo(new Date(shop.house.now().getTime() + ms))
const wallet = async () => {
  const of = await must(shop.curator.get('/v1/curator/wallet'))
  return {
    available: of.available.amount,
    withdrawing: of.withdrawing.amount,
    withdrawn: of.withdrawn.amount,
    debt: of.debt.amount,
  }
}

/** Orders, paid, shipped and received; commission vests a week later. */
async function earn(orders: number): Promise<string[]> {
  const skuId = await shop.addSku(99 * orders)
  const sale = await shop.openSale({ skuIds: [skuId], lastsMs: DAY_MS })
  const ids = []
  for (let i = 0; i < orders; i++) {
    const lines = [{ skuId, quantity: 99 }]
    const expectedTotal = { amount: 99 * 5_490, currency: 'CNY' }
    const { order, payment } = await mustPlace(shop, li, { token: sale.token, lines, expectedTotal })
    await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
    await sandbox('POST', `pay/${payment.id}`)
    await until(
      async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
      (state) => state === 'paid',
    )
    await shop.staffProves()
    await must(shop.staff.post(`/v1/admin/orders/${order.id}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
    await must(li.caller.post(`/v1/store/orders/${order.id}/confirm-receipt`, {}))
    ids.push(order.id)
  }
  const before = await wallet()
  await later(7 * DAY_MS)
  await until(wallet, (now) => now.available + now.debt !== before.available + before.debt || now.debt < before.debt)
  await shop.staffProves()
  await second.proves()
  return ids
}

const ask = (amountFen: number, key?: string) =>
  shop.curator.post('/v1/curator/payouts', { amountFen }, key ? { key } : {})
const stateOf = async (id: string) => (await must(shop.curator.get(`/v1/curator/payouts/${id}`))).state
const untilState = (id: string, wanted: string) =>
  until(
    () => stateOf(id),
    (state) => state === wanted,
  )
const bill = (id: string) => id.replace('_', '')
const confirm = (id: string, body: object = {}) => sandbox('POST', `transfers/${bill(id)}`, body)

describe.sequential('before she can withdraw', () => {
  test('she says who she is; a wrong number is refused, nothing of it is readable anywhere', async () => {
    await earn(2)
    expect(await wallet()).toEqual({ available: 2 * EARNED, withdrawing: 0, withdrawn: 0, debt: 0 })
    expectProblem(await ask(10_000), refusals.identity_needed)
    const wrong = ID_NUMBER.replace(/.$/, (digit) => (digit === '1' ? '2' : '1'))
    expectProblem(
      await shop.curator.post('/v1/curator/payout-identity', { name: NAME, idNumber: wrong }),
      refusals.id_number_wrong,
    )
    const { identity } = await must(
      shop.curator.post('/v1/curator/payout-identity', { name: NAME, idNumber: ID_NUMBER }),
    )
    expect(identity).toMatchObject({
      nameMasked: '欧***',
      idNumberMasked: `${ID_NUMBER.slice(0, 4)}**********${ID_NUMBER.slice(-4)}`,
    })
    const tables = await shop.read<{ name: string }>(
      `select schemaname || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) {
      const rows = await shop.read(
        `select 1 from ${name} t where t::text like '%${ID_NUMBER}%' or t::text like '%${NAME}%'`,
      )
      expect(rows, name).toEqual([])
    }
  })

  test('not more than she has, not less than a yuan, and not while the books are in doubt', async () => {
    expectProblem(await ask(2 * EARNED + 1), ledgerRefusals.balance_too_low)
    expectProblem(await ask(99), refusals.payout_too_small)
    await shop.read(
      `insert into platform.audit_run (ran_at, scope, ok, checks, found) values (now(), 'recent', false, 1, '["test: red"]')`,
    )
    expectProblem(await ask(10_000), refusals.payouts_wait)
    await untilSound(shop)
    expect((await must(shop.staff.get('/v1/admin/audit'))).ok).toBe(true)
  })
})

describe.sequential('a large payout', () => {
  let id: string

  test('fifty at once of everything: one is taken', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(2 * EARNED)))
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
    id = answers.find((answer) => answer.status === 201)?.body.id
    // Who waited half a second for another's row is told to look again.
    for (const answer of answers.filter((one) => one.status !== 201))
      expect([refusals.payout_open.code, ledgerRefusals.balance_too_low.code, 'in_progress']).toContain(
        answer.body.code,
      )
    expect(await wallet()).toEqual({ available: 0, withdrawing: 2 * EARNED, withdrawn: 0, debt: 0 })
    expect(await stateOf(id)).toBe('asked')
  })

  test('waits for two people, who are not the same; rejected twice it comes back once', async () => {
    const approve = (by = shop.staff) => by.post(`/v1/admin/payouts/${id}/approve`, {})
    expect((await must(approve())).approvals).toHaveLength(1)
    expectProblem(await approve(), refusals.approved_already)
    expect(await stateOf(id)).toBe('asked')
    const reject = () => shop.staff.post(`/v1/admin/payouts/${id}/reject`, { reason: '先核对一下' })
    const answers = await Promise.all([reject(), reject(), reject()])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    expect(await wallet()).toEqual({ available: 2 * EARNED, withdrawing: 0, withdrawn: 0, debt: 0 })
    expectProblem(await approve(second.staff), refusals.payout_ended)
  })

  test('agreed to by both it is sent under scene 1005 with her sealed name, and she confirms', async () => {
    id = (await must(ask(2 * EARNED))).id
    const shown = await must(shop.curator.get(`/v1/curator/payouts/${id}`))
    // November is the first month of the year in which she is paid: (5,435.10 × 80 % − 5,000) is below nothing.
    expect(shown).toMatchObject({ gross: { amount: 2 * EARNED }, tax: { amount: 0 }, taxRule: 'labour_cumulative' })
    await must(shop.staff.post(`/v1/admin/payouts/${id}/approve`, {}))
    await must(second.staff.post(`/v1/admin/payouts/${id}/approve`, {}))
    await untilState(id, 'confirming')
    const { confirm: where } = await must(shop.curator.get(`/v1/curator/payouts/${id}`))
    const page = await fetch(new URL(where.url, shop.house.baseUrl))
    expect([page.status, (await page.text()).includes('5435.10')]).toEqual([200, true])
    const row = await confirm(id)
    expect(row).toMatchObject({ state: 'SUCCESS', user_name: NAME, scene: '1005' })
    await untilState(id, 'succeeded')
    expect(await wallet()).toEqual({ available: 0, withdrawing: 0, withdrawn: 2 * EARNED, debt: 0 })
    expect(await trialBalance(shop)).toMatchObject({ bank: -2 * EARNED, curator_withdrawing: 0, tax_withheld: 0 })
    await untilSound(shop)
  })
})

describe.sequential('after she has withdrawn', () => {
  let orders: string[]

  test('a refund is owed, not a balance below zero, and is set off against what vests next', async () => {
    orders = (await must(li.caller.get('/v1/store/orders'))).items.map((order: { id: string }) => order.id)
    await shop.staffProves()
    const body = { lines: [{ lineNo: 1, amountFen: 200_000 }], reason: '坏果' }
    await must(shop.staff.post(`/v1/admin/orders/${orders[0]}/refunds`, body))
    expect(await wallet()).toEqual({ available: 0, withdrawing: 0, withdrawn: 2 * EARNED, debt: 100_000 })
    expect(await trialBalance(shop)).toMatchObject({ receivable_from_curator: 100_000 })
    await earn(1)
    expect(await wallet()).toEqual({ available: EARNED - 100_000, withdrawing: 0, withdrawn: 2 * EARNED, debt: 0 })
    await untilSound(shop)
  })

  test('the sheet of a sale agrees with her wallet to the fen, as CSV and as a workbook, for her alone', async () => {
    const [sale] = await shop.read<{ id: string; earned: number; goods: number }>(
      `select platform.id_text('sal', o.sale_id) as id, sum(a.accrued_fen - a.clawed_fen)::bigint as earned, sum(a.goods_fen)::bigint as goods
       from orders."order" o join commissions.accrual a on a.order_id = o.id group by o.sale_id order by sum(a.clawed_fen) desc limit 1`,
    )
    const path = `/v1/curator/sales/${sale?.id}/reconciliation`
    const yuan = (fen = 0) => (fen / 100).toFixed(2)
    const csv = await shop.curator.get(`${path}.csv`)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const rows = csv.text.trim().split('\r\n')
    expect(rows).toHaveLength(2 + 2)
    expect(rows.at(-1)).toBe(`合计,,,,,,${yuan(sale?.goods)},2000.00,,${yuan(sale?.earned)},,,`)
    expect(csv.text).toContain('可提现')
    const workbook = await shop.curator.get(`${path}.xlsx`, { lang: 'en' })
    expect(workbook.headers.get('content-type')).toContain('spreadsheetml')
    expect(workbook.text.startsWith('PK')).toBe(true)
    expect(
      (await shop.curator.get(`${path}.csv?pickupPointId=pkp_0000000000000`)).text.trim().split('\r\n'),
    ).toHaveLength(2)
    const { caller } = await shop.signIn('curator', '邻居')
    expect((await caller.get(`${path}.csv`)).status).not.toBe(200)
  })

  test('an answer that never came is unknown, held, asked about, and paid once', async () => {
    await sandbox('POST', 'faults', [{ on: 'answer', kind: 'reset', path: 'transfer-bills', times: 1 }])
    const { id } = await must(ask(50_000))
    await until(
      () =>
        shop.read<{ state: string }>(
          `select state from settlements.payout where id = (select max(id) from settlements.payout)`,
        ),
      ([row]) => row?.state === 'unknown',
    )
    expectProblem(await ask(100), refusals.payout_open)
    await later(60_000)
    await untilState(id, 'confirming')
    expect((await must(shop.curator.get(`/v1/curator/payouts/${id}`))).confirm.package).toMatch(/^[\w-]{20,}$/)
    await confirm(id)
    await untilState(id, 'succeeded')
    expect(await wallet()).toMatchObject({ available: EARNED - 150_000, withdrawn: 2 * EARNED + 50_000 })
  })

  test('one that never arrived at the provider is sent again under the same number', async () => {
    await sandbox('POST', 'faults', [{ on: 'answer', kind: 'error', before: true, path: 'transfer-bills', times: 1 }])
    const { id } = await must(ask(10_000))
    await until(
      () => stateOf(id),
      (state) => state === 'confirming',
    )
    await confirm(id)
    await untilState(id, 'succeeded')
  })

  test('one that fails is hers again, once, however often it is asked about', async () => {
    await sandbox('POST', 'faults', [{ on: 'transfer', kind: 'fail', times: 1 }])
    const before = await wallet()
    const { id } = await must(ask(10_000))
    await untilState(id, 'confirming')
    await confirm(id)
    const answers = await Promise.all(Array.from({ length: 20 }, () => stateOf(id)))
    expect(new Set(answers)).toEqual(new Set(['failed']))
    expect(await wallet()).toEqual(before)
    await untilSound(shop)
  })

  test('what fails while she owes pays the debt first', async () => {
    const { available } = await wallet()
    const { id } = await must(ask(available))
    await untilState(id, 'confirming')
    await shop.staffProves()
    const body = { lines: [{ lineNo: 1, amountFen: 2_000 }], reason: '坏果' }
    await must(shop.staff.post(`/v1/admin/orders/${orders[0]}/refunds`, body))
    expect(await wallet()).toMatchObject({ available: 0, debt: 1_000 })
    await confirm(id, { state: 'FAIL' })
    await untilState(id, 'failed')
    expect(await wallet()).toMatchObject({ available: available - 1_000, debt: 0 })
    await untilSound(shop)
  })

  test('someone else’s payout is as absent; the quarter’s report is masked and sums up', async () => {
    const { items } = await must(shop.curator.get('/v1/curator/payouts'))
    const { caller } = await shop.signIn('curator', '别人')
    expect((await caller.get(`/v1/curator/payouts/${items[0].id}`)).status).not.toBe(200)
    await second.proves()
    const report = await second.staff.get('/v1/admin/tax-report?quarter=2026Q4')
    expect(report.headers.get('content-type')).toContain('text/csv')
    expect(report.text).not.toContain(ID_NUMBER)
    expect(report.text).toContain('欧***')
    expect(report.text).toMatch(/合计,,,,3,6035\.10,0\.00,6035\.10/)
  })
})
