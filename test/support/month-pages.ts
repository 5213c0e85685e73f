import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import { exportBooks } from '../../src/ledger/index.ts'
import { trialBalance, untilSound } from './money.ts'
import {
  ASKED,
  COUNTS,
  REFUNDED,
  SETTLEMENTS,
  SHEETS,
  TAX_REPORT,
  TAX_WITHHELD,
  TRIAL_BALANCE,
  WALLETS,
} from './month-figures.ts'
import { amounts, type Fen, type Month, names } from './month-shop.ts'
import { must } from './open-shop.ts'

/** What every page says when the month of test/journeys/month.test.ts is over; the figures are in month-figures.ts, by hand. */

export async function walletsAreRight(month: Month): Promise<void> {
  for (const name of names) {
    expect(await month.wallet(name), name).toEqual(WALLETS[name])
    const seen = await month.admin('get', `/v1/admin/curators/${month.curators[name].personId}`)
    expect(amounts(seen.wallet, Object.keys(WALLETS.A)), name).toEqual(WALLETS[name])
  }
}

export async function statementsAddUp(month: Month): Promise<void> {
  for (const name of names) {
    const lines = await pagesOf((query) =>
      month.curators[name].caller.get(`/v1/curator/wallet/statement?limit=50${query}`),
    )
    const sum = (place: string) => lines.reduce((total, line) => total + (line[place] as { amount: number }).amount, 0)
    const { available, withdrawing, debt, estimated, pending } = WALLETS[name]
    expect([sum('available'), sum('withdrawing'), sum('debt'), sum('frozen')], name).toEqual([
      ...[available, withdrawing, debt, estimated + pending],
    ])
  }
}

export async function settlementsAreRight(month: Month): Promise<void> {
  for (const name of names) {
    const { caller } = month.curators[name]
    const [first] = (await must(caller.get('/v1/curator/settlements'))).items
    expect(amounts(first, Object.keys(SETTLEMENTS.A)), name).toEqual(SETTLEMENTS[name])
    const { lines } = await must(caller.get(`/v1/curator/settlements/${first.periodId}`))
    const moved = lines.reduce((total: number, line: { change: { amount: number } }) => total + line.change.amount, 0)
    expect(moved, name).toBe(SETTLEMENTS[name].closing - SETTLEMENTS[name].opening)
    const csv = (await caller.get(`/v1/curator/settlements/${first.periodId}/statement.csv`)).text
    expect(csv.trim().split('\r\n').at(-1)).toBe(`2026-11-30,,期末,,${yuan(SETTLEMENTS[name].closing)}`)
  }
  const { caller } = month.curators.C
  const [hers] = (await must(month.curators.A.caller.get('/v1/curator/settlements'))).items
  const lines = (await must(caller.get(`/v1/curator/settlements/${hers.periodId}`))).lines
  expect(lines.every((line: { kind: string }) => line.kind !== 'payout_done')).toBe(true)
}

export async function sheetsAreRight(month: Month): Promise<void> {
  for (const name of names) {
    const { caller, saleId } = month.curators[name]
    const csv = (await caller.get(`/v1/curator/sales/${saleId}/reconciliation.csv`)).text
    const [goods, refunded, earned] = SHEETS[name]
    expect(csv.trim().split('\r\n').at(-1), name).toBe(`合计,,,,,,${goods},${refunded},,${earned},,,`)
    expect(csv.trim().split('\r\n')).toHaveLength(COUNTS[name].L + COUNTS[name].S + COUNTS[name].D + 2)
  }
}

export async function listsOfFinanceAreRight(month: Month): Promise<void> {
  await month.shop.staffProves()
  const sum = (rows: readonly Record<string, unknown>[], field = 'amount') =>
    rows.reduce((total, row) => total + (row[field] as { amount: number }).amount, 0)
  const payments = await pagesOf((query) => month.shop.staff.get(`/v1/admin/payments?limit=50&state=succeeded${query}`))
  expect([payments.length, sum(payments)]).toEqual([40, 4_071_220])
  const refunds = await pagesOf((query) => month.shop.staff.get(`/v1/admin/refunds?limit=50${query}`))
  expect([refunds.length, sum(refunds)]).toEqual([7, REFUNDED])
  const payouts = (await month.admin('get', '/v1/admin/payouts')).items as { state: string; gross: Fen; tax: Fen }[]
  payouts.sort((a, b) => a.gross.amount - b.gross.amount)
  expect(payouts.map((one) => [one.state, one.gross.amount, one.tax.amount])).toEqual([
    ['failed', ASKED.C, 0],
    ['succeeded', ASKED.B, 0],
    ['succeeded', ASKED.A, TAX_WITHHELD],
  ])
  const report = (await month.shop.staff.get('/v1/admin/tax-report?quarter=2026Q4')).text
  expect(report.trim().split('\r\n').at(-1)).toBe(`合计,,,,2,${TAX_REPORT.join(',')}`)
}

export async function ordersAreRight(month: Month): Promise<void> {
  const shown = async (name: string) => {
    const { order, journals } = await month.admin('get', `/v1/admin/orders/${month.orderOf(name).id}`)
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
}

export async function booksAreRight(month: Month): Promise<void> {
  expect(await trialBalance(month.shop)).toMatchObject(TRIAL_BALANCE)
  for (const [account, closing] of [
    ['output_tax', 325_485],
    ['supplier_due', 400_000],
    ['bank', -4_058_316],
  ] as const)
    expect((await month.admin('get', `/v1/admin/ledger/accounts/${account}`)).closing.amount, account).toBe(closing)
  await untilSound(month.shop)
}

/** A stranger’s program adds the month up to the same fen. */
export async function hledgerAddsUpTheSame(month: Month): Promise<void> {
  const q = {
    query: <Row>(_name: string, text: string, values: readonly unknown[] = []) => month.shop.read<Row>(text, values),
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
}

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
