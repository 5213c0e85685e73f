import { supplierNamesOf } from '../catalog/index.ts'
import { book, type Transfer } from '../ledger/index.ts'
import { costOfGoods, payableTo, supplySums } from '../orders/index.ts'
import { recordActivity } from '../people/index.ts'
import { actorName, type StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { dueTo, receivableFrom } from './accounts.ts'
import { type Span, setOff } from './period.ts'
import * as sql from './sql-suppliers.ts'

/**
 * What one supplier comes to in a period: what the goods cost that arrived, less what the supplier bears. From payable
 * (by line, unguarded) to due (guarded), in one journal. Nothing when it was settled before.
 */
export async function settleSupplier(
  platform: Platform,
  tx: Tx,
  period: { readonly id: bigint; readonly span: Span },
  supplierId: bigint,
): Promise<void> {
  const { from, through } = period.span
  const [sums] = await supplySums(tx, from, through, supplierId)
  const deductions = await sql.lockDeductions(tx, supplierId, through)
  const [before] = await sql.leftBefore(tx, supplierId, from)
  const costFen = sums?.cost_fen ?? 0
  const carriedFen = before?.left_fen ?? 0
  const deductedFen = deductions.reduce((sum, row) => sum + row.amount_fen, 0)
  const { setOffFen, leftFen, dueFen } = setOff(costFen, carriedFen, deductedFen)
  const id = platform.ids.next<'sst'>(0)
  const [made] = await sql.insertSupplierSettlement(tx, {
    ...{ id, period_id: period.id, supplier_id: supplierId, lines: sums?.lines ?? 0, quantity: sums?.quantity ?? 0 },
    ...{ cost_fen: costFen, carried_fen: carriedFen, deducted_fen: deductedFen, set_off_fen: setOffFen },
    ...{ left_fen: leftFen, due_fen: dueFen },
  })
  if (!made) return
  await sql.markDeductions(
    tx,
    deductions.map((row) => row.id),
    id,
  )
  const transfers: Transfer[] = [
    { debit: payableTo(supplierId), credit: dueTo(supplierId), amountFen: costFen },
    { debit: dueTo(supplierId), credit: receivableFrom(supplierId), amountFen: setOffFen },
  ].filter(({ amountFen }) => amountFen > 0)
  if (transfers.length === 0) return
  const [booked] = await book(platform, tx, [
    {
      ...{ kind: 'supplier_settled', key: `sset:${formatId('spr', period.id)}/${formatId('sup', supplierId)}` },
      ...{ cellId: 0, reference: id, actor: 'system:settlements', transfers },
    },
  ])
  // A journal that is there already would leave it settled in name only.
  if (!booked) throw new Error('a supplier that is not settled is in the books as settled')
}

/**
 * Writes down a claim or a fee that a supplier bears: it lowers what his goods cost the house, and is set off in the
 * settlement of the period. Refuses `not_found`.
 */
export async function recordDeduction(
  platform: Platform,
  tx: Tx,
  actor: StaffActor,
  supplierId: bigint,
  of: { readonly kind: 'claim' | 'fee'; readonly amountFen: number; readonly reason: string },
): Promise<Id<'ded'>> {
  if (!(await supplierNamesOf(tx, [supplierId])).has(supplierId)) throw new Refusal(platformRefusals.not_found)
  const id = platform.ids.next<'ded'>(0)
  const row = { id, supplier_id: supplierId, kind: of.kind, amount_fen: of.amountFen, reason: of.reason }
  await sql.insertDeduction(tx, { ...row, recorded_by: actor.staffId }, platform.config.timeZone)
  await book(platform, tx, [
    {
      ...{ kind: `supplier_${of.kind}`, key: `ded:${formatId('ded', id)}`, cellId: 0, reference: id },
      actor: actorName(actor),
      transfers: [{ debit: receivableFrom(supplierId), credit: costOfGoods, amountFen: of.amountFen }],
    },
  ])
  await recordActivity(tx, {
    ...{ actor, action: `supplier.${of.kind}`, subject: formatId('sup', supplierId), reason: of.reason },
    facts: { amountFen: of.amountFen },
  })
  return id
}
