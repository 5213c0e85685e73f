import { book, type Journal } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { contractCost, frozenOf } from './accounts.ts'
import { type AccrualLine, commissionOf } from './rule.ts'
import * as sql from './sql.ts'

/** Accrues commission as frozen, in the payment's own transaction. Buying through oneself earns nothing. */
export async function accrue(platform: Platform, tx: Tx, lines: readonly AccrualLine[]): Promise<void> {
  const earning = lines
    .filter((line) => line.curatorPersonId !== line.buyerPersonId)
    .map((line) => ({
      ...line,
      id: platform.ids.next<'acc'>(line.cellId),
      accruedFen: commissionOf(line.goodsFen, line.rule),
    }))
  if (earning.length === 0) return
  sql.insertAccruals(tx, earning)
  await book(platform, tx, earning.filter((line) => line.accruedFen > 0).map(journalOf))
}

function journalOf(line: AccrualLine & { accruedFen: number }): Journal {
  return {
    kind: 'commission_accrued',
    key: `acc:${formatId('ord', line.orderId)}/${line.lineNo}`,
    cellId: line.cellId,
    reference: line.orderId,
    actor: 'system:commissions',
    transfers: [{ debit: contractCost, credit: frozenOf(line.curatorPersonId), amountFen: line.accruedFen }],
  }
}
