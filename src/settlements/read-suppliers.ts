import { productNames, readLots, supplierNamesOf } from '../catalog/index.ts'
import { suppliesOf, supplySums } from '../orders/index.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { namesOf } from '../platform/names.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { SupplierSettlement, SupplierStatement } from './contract-periods.ts'
import { type PeriodRow, periodsById } from './sql-periods.ts'
import * as sql from './sql-suppliers.ts'

interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly supplierId?: string
}

type Sums = Omit<sql.SupplierSettlementRow, 'id' | 'settled_at'> & { readonly id: bigint | null }

export async function listSupplierSettlements(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('sst', query.cursor) : NEWEST
  const supplier = query.supplierId === undefined ? null : parseId('sup', query.supplierId)
  const rows = await sql.supplierSettlementsBefore(platform.db, supplier, before, limit + 1)
  return pageOf(await present(platform, rows), limit, (last) => last.id ?? '')
}

/** Settled, or, while the period is open, what each has come to so far: nothing is due before it is closed. */
export async function suppliersOfPeriod(platform: Platform, period: PeriodRow): Promise<SupplierSettlement[]> {
  if (period.state !== 'open') return present(platform, await sql.supplierSettlementsOfPeriod(platform.db, period.id))
  const sums = await supplySums(platform.db, period.first_day, period.last_day)
  return present(
    platform,
    sums.map((row) => ({
      ...row,
      ...{ id: null, period_id: period.id, carried_fen: 0, deducted_fen: 0, set_off_fen: 0, left_fen: 0 },
      ...{ due_fen: 0, paid_fen: 0 },
    })),
  )
}

/** A settled statement whole: what was delivered line by line, what was set off, what was paid. */
export async function readSupplierStatement(
  platform: Platform,
  id: bigint,
  locale: Locale,
): Promise<SupplierStatement> {
  const [row] = await sql.findSupplierSettlement(platform.db, id)
  if (!row) throw new Refusal(platformRefusals.not_found)
  const [shown] = await present(platform, [row])
  const { firstDay, lastDay } = shown as SupplierSettlement
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const supplies = await suppliesOf(platform.db, row.supplier_id, firstDay, lastDay)
  const [names, lots, deductions, payments] = await Promise.all([
    productNames(platform, platform.db, [...new Set(supplies.map((one) => one.sku_id))], locale),
    readLots(platform.db, [...new Set(supplies.map((one) => one.lot_id))]),
    sql.deductionsOf(platform.db, id),
    readPayments(platform, [id]),
  ])
  return {
    ...(shown as SupplierSettlement),
    deliveries: supplies.map((one) => ({
      orderId: formatId('ord', one.order_id),
      lineNo: one.line_no,
      receivedOn: one.received_on,
      name: names.get(one.sku_id)?.name ?? '',
      unit: names.get(one.sku_id)?.unit ?? '',
      lot: lots.get(one.lot_id)?.code ?? '',
      quantity: one.quantity,
      unitCost: money(one.unit_cost_fen),
      cost: money(one.cost_fen),
    })),
    deductions: deductions.map((one) => ({
      id: formatId('ded', one.id),
      kind: one.kind,
      amount: money(one.amount_fen),
      reason: one.reason,
      on: one.recorded_on,
    })),
    payments,
  }
}

async function readPayments(platform: Platform, settlementIds: readonly bigint[]) {
  const rows = await sql.supplierPaymentsOf(platform.db, settlementIds)
  const approvals = await sql.supplierApprovalsOf(
    platform.db,
    rows.map((row) => row.id),
  )
  const staff = await namesOf(
    platform.db,
    approvals.map((one) => formatId('stf', one.staff_id)),
  )
  return rows.map((row) => ({
    id: formatId('spy', row.id),
    amount: { amount: row.amount_fen, currency: platform.config.currency },
    bankReference: row.bank_reference,
    reason: row.reason,
    state: row.state,
    needsTwo: row.needs_two,
    approvals: approvals
      .filter((one) => one.payment_id === row.id)
      .map((one) => ({
        by: formatId('stf', one.staff_id),
        name: staff.get(formatId('stf', one.staff_id)) ?? null,
        at: one.approved_at.toISOString(),
      })),
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endReason: row.end_reason,
  }))
}

async function present(platform: Platform, rows: readonly Sums[]): Promise<SupplierSettlement[]> {
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const periods = await periodsById(platform.db, [...new Set(rows.map((row) => row.period_id))])
  const names = await supplierNamesOf(platform.db, [...new Set(rows.map((row) => row.supplier_id))])
  return rows.map((row) => {
    const period = periods.find((one) => one.id === row.period_id)
    return {
      id: row.id === null ? null : formatId('sst', row.id),
      periodId: formatId('spr', row.period_id),
      firstDay: period?.first_day ?? '',
      lastDay: period?.last_day ?? '',
      supplierId: formatId('sup', row.supplier_id),
      supplierName: names.get(row.supplier_id) ?? '',
      lines: row.lines,
      quantity: row.quantity,
      cost: money(row.cost_fen),
      carried: money(row.carried_fen),
      deducted: money(row.deducted_fen),
      setOff: money(row.set_off_fen),
      left: money(row.left_fen),
      due: money(row.due_fen),
      paid: money(row.paid_fen),
    }
  })
}
