import type { Journal } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { contractCost, frozenOf } from './accounts.ts'
import { type AccrualLine, commissionOf } from './rule.ts'
import * as sql from './sql.ts'

type Accrual = AccrualLine & { readonly accruedFen: number }

/**
 * Accrues commission as frozen, in the payment's own transaction. Buying through oneself earns nothing.
 * @returns the journals, which the caller books together with its own: one an order, with a transfer for each line
 */
export function accrue(platform: Platform, tx: Tx, lines: readonly AccrualLine[]): Journal[] {
  const earning = lines
    .filter((line) => line.curatorPersonId !== line.buyerPersonId)
    .map((line) => ({
      ...line,
      id: platform.ids.next<'acc'>(line.cellId),
      accruedFen: commissionOf(line.goodsFen, line.rule),
    }))
  if (earning.length > 0) sql.insertAccruals(tx, earning)
  return journalsOf(earning)
}

/** A line accrues once, which a constraint on the accruals holds; an order of many lines is one event in the books. */
function journalsOf(accruals: readonly Accrual[]): Journal[] {
  const byOrder = new Map<bigint, Accrual[]>()
  for (const accrual of accruals) {
    if (accrual.accruedFen === 0) continue
    const group = byOrder.get(accrual.orderId)
    if (group) group.push(accrual)
    else byOrder.set(accrual.orderId, [accrual])
  }
  return [...byOrder].map(([orderId, group]) => ({
    kind: 'commission_accrued',
    key: `acc:${formatId('ord', orderId)}`,
    cellId: group[0]?.cellId ?? 0,
    reference: orderId,
    actor: 'system:commissions',
    transfers: group.map(({ curatorPersonId, accruedFen }) => ({
      debit: contractCost,
      credit: frozenOf(curatorPersonId),
      amountFen: accruedFen,
    })),
  }))
}
