import type { Crew } from './demo-crew.ts'
import type { House } from './house.ts'

interface Period {
  readonly id: string
  readonly firstDay: string
  readonly canClose: boolean
}

interface Statement {
  readonly id: string | null
  readonly supplierName: string
  readonly due: { readonly amount: number }
}

/**
 * Finance closes the oldest period that is over and pays what one supplier's statement says is due; other statements,
 * and later periods, are left to whoever looks at the demo.
 */
export async function settleFirstPeriod(house: House, crew: Crew): Promise<void> {
  const finance = await crew.provenFinance()
  const { items } = await finance.get<{ items: Period[] }>('/v1/admin/settlement-periods')
  const period = items.find(({ canClose }) => canClose)
  if (!period) return
  const path = `/v1/admin/settlement-periods/${period.id}`
  await finance.post(`${path}/close`, {}, `demo-close-${period.firstDay}`)
  await house.doDueWork()
  const { suppliers } = await finance.get<{ suppliers: Statement[] }>(path)
  const owed = suppliers.filter(({ id, due }) => id !== null && due.amount > 0)
  const least = owed.sort((a, b) => a.due.amount - b.due.amount)[0]
  if (!least) return
  const payment = { amountFen: least.due.amount, bankReference: `${period.firstDay}-001`, reason: '按对账单付货款' }
  await finance.post(`/v1/admin/supplier-settlements/${least.id}/payments`, payment, `demo-pay-${least.id}`)
}
