import { nicknamesOf } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { namesOf } from '../platform/names.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { AdminPayout, Payout } from './contract.ts'
import * as sql from './sql.ts'

interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly state?: string
}

/** Her own payouts, newest first. */
export async function listOwnPayouts(platform: Platform, actor: PersonActor, query: ListQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('wdr', query.cursor) : NEWEST
  const rows = await sql.payoutsOf(platform.db, actor.personId, before, limit + 1)
  return pageOf(
    rows.map((row) => present(platform, row)),
    limit,
    (last) => last.id,
  )
}

/** Her own payout; anyone else's is as absent. */
export async function ownPayout(platform: Platform, actor: PersonActor, id: bigint): Promise<sql.PayoutRow> {
  const [row] = await sql.findPayouts(platform.db, [id])
  if (!row || row.curator_person_id !== actor.personId) throw new Refusal(platformRefusals.not_found)
  return row
}

export function present(platform: Platform, row: sql.PayoutRow): Payout {
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const waits = row.state === 'confirming' && row.confirm_package !== null
  return {
    id: formatId('wdr', row.id),
    gross: money(row.gross_fen),
    tax: money(row.tax_fen),
    net: money(row.net_fen),
    taxRule: row.tax_rule,
    taxMonth: row.tax_month,
    state: row.state,
    confirm: waits ? confirmAt(platform, row.confirm_package as string) : null,
    endReason: row.end_reason,
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

/** In WeChat the page hands the package to `requestMerchantTransfer`; the sandbox has a page of its own. */
function confirmAt({ config: { payment } }: Platform, pack: string) {
  if (payment.kind === 'sandbox')
    return { package: pack, url: `/sandbox/cashier/transfer/${pack}`, mchId: null, appId: null }
  return { package: pack, url: null, mchId: payment.mchid, appId: payment.appid }
}

/** Payouts for staff, newest first. */
export async function listPayouts(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('wdr', query.cursor) : NEWEST
  const rows = await sql.payoutsBefore(platform.db, query.state ?? null, before, limit + 1)
  return pageOf(await presentForStaff(platform, rows), limit, (last) => last.id)
}

export async function showPayout(platform: Platform, id: bigint): Promise<AdminPayout> {
  const [shown] = await presentForStaff(platform, await sql.findPayouts(platform.db, [id]))
  if (!shown) throw new Refusal(platformRefusals.not_found)
  return shown
}

async function presentForStaff(platform: Platform, rows: readonly sql.PayoutRow[]): Promise<AdminPayout[]> {
  const curators = [...new Set(rows.map((row) => row.curator_person_id))]
  const [names, identities, approvals] = await Promise.all([
    nicknamesOf(platform.db, curators),
    sql.identities(platform.db, curators),
    sql.approvalsOf(
      platform.db,
      rows.map((row) => row.id),
    ),
  ])
  const staff = await namesOf(
    platform.db,
    approvals.map((one) => formatId('stf', one.staff_id)),
  )
  return rows.map((row) => ({
    ...present(platform, row),
    // Hers to confirm, nobody else's.
    confirm: null,
    curatorId: formatId('per', row.curator_person_id),
    curatorName: names.get(row.curator_person_id) ?? '',
    nameMasked: identities.find((one) => one.person_id === row.curator_person_id)?.name_masked ?? null,
    providerBill: row.provider_bill,
    held: row.held,
    approvals: approvals
      .filter((one) => one.payout_id === row.id)
      .map((one) => ({
        by: formatId('stf', one.staff_id),
        name: staff.get(formatId('stf', one.staff_id)) ?? null,
        at: one.approved_at.toISOString(),
      })),
  }))
}
