import type { StaffActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { recordActivity } from './activity.ts'
import { refusals, type Staff, type StaffRow } from './contract.ts'
import { forgetSessions } from './read-session.ts'
import {
  allStaff,
  disableStaff as disableRow,
  endSessionsOfStaff,
  lockedAdmins,
  type StaffRecord,
  staffByIds,
} from './sql-staff.ts'

/** All colleagues, also those who may not come in any more. */
export async function listStaff(q: Queryable): Promise<StaffRow[]> {
  return (await allStaff(q)).map(presentStaffRow)
}

export async function readStaff(q: Queryable, id: bigint): Promise<StaffRow> {
  const [staff] = await staffByIds(q, [id])
  if (!staff) throw new Refusal(platformRefusals.not_found)
  return presentStaffRow(staff)
}

/** Shuts a colleague out and ends their sessions. API keys belong to the installation and stay. Refuses `last_admin`, `not_found`. */
export async function disableStaff(actor: StaffActor, tx: Tx, id: Id<'stf'>): Promise<Id<'stf'>> {
  const admins = await lockedAdmins(tx)
  const [staff] = await staffByIds(tx, [id])
  if (!staff) throw new Refusal(platformRefusals.not_found)
  if (admins.every((admin) => admin.id === id)) throw new Refusal(refusals.last_admin)
  await disableRow(tx, id, tx.at)
  await endSessionsOfStaff(tx, id, tx.at)
  await recordActivity(tx, { actor, action: 'staff.disabled', subject: formatId('stf', id) })
  return id
}

export function forgetStaff(platform: Platform, id: bigint): void {
  forgetSessions(platform, (kept) => kept.kind === 'staff' && kept.staffId === id)
}

export const presentStaff = (staff: StaffRecord): Staff => ({
  id: formatId('stf', staff.id),
  login: staff.login,
  name: staff.name,
  roles: staff.roles,
})

const presentStaffRow = (staff: StaffRecord): StaffRow => ({
  ...presentStaff(staff),
  createdAt: staff.createdAt.toISOString(),
  disabledAt: staff.disabledAt?.toISOString() ?? null,
})
