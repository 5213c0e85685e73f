import { expect } from 'vitest'
import { must, type OpenShop } from './open-shop.ts'

/** Debits less credits of every kind of account, in fen; the difference is nothing. */
export async function trialBalance(shop: OpenShop): Promise<Record<string, number>> {
  await shop.staffProves()
  const { rows, difference } = await must(shop.staff.get('/v1/admin/ledger/trial-balance'))
  expect(difference.amount).toBe(0)
  const net = (row: { debit: { amount: number }; credit: { amount: number } }) => row.debit.amount - row.credit.amount
  return Object.fromEntries(rows.map((row: { name: string } & Parameters<typeof net>[0]) => [row.name, net(row)]))
}

/** The audit is green; the sealer and the sweeps work by the machine's time and are waited for. */
export async function untilSound(shop: OpenShop): Promise<void> {
  let found: unknown[] = []
  for (let i = 0; i < 30; i++) {
    const { checks } = await shop.house.audit()
    found = checks.filter((check) => check.found > 0)
    if (found.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  expect(found).toEqual([])
}
