import type { Crew } from './demo-crew.ts'
import type { House } from './house.ts'

interface Period {
  readonly id: string
  readonly firstDay: string
  readonly canClose: boolean
}

interface Statement {
  readonly id: string | null
  readonly firstDay: string
  readonly due: { readonly amount: number }
}

const PERIODS = 24

/**
 * Finance closes the periods that are over, one after the other, and pays what two suppliers' statements of the last one
 * say is due: a large payment waits there for a second colleague.
 */
export async function settlePeriods(house: House, crew: Crew): Promise<void> {
  const finance = await crew.provenFinance()
  let path: string | undefined
  for (let closed = 0; closed < PERIODS; closed++) {
    const { items } = await finance.get<{ items: Period[] }>('/v1/admin/settlement-periods')
    const period = items.find(({ canClose }) => canClose)
    if (!period) break
    path = `/v1/admin/settlement-periods/${period.id}`
    await finance.post(`${path}/close`, {}, `demo-close-${period.firstDay}`)
    await house.doDueWork()
  }
  if (path === undefined) return
  const { suppliers } = await finance.get<{ suppliers: Statement[] }>(path)
  const owed = suppliers
    .filter(({ id, due }) => id !== null && due.amount > 0)
    .sort((one, other) => one.due.amount - other.due.amount)
  for (const { id, due, firstDay } of new Set([...owed.slice(0, 1), ...owed.slice(-1)])) {
    const payment = { amountFen: due.amount, bankReference: `${firstDay}-${id?.slice(-4)}`, reason: '按对账单付货款' }
    await finance.post(`/v1/admin/supplier-settlements/${id}/payments`, payment, `demo-pay-${id}`)
  }
}
