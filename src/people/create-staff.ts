import type { StaffRole } from '../platform/actor.ts'
import { type Actor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import { seal, unseal } from '../platform/keys.ts'
import type { Platform } from '../platform/platform.ts'
import { recordActivity } from './activity.ts'
import { refusals } from './contract.ts'
import { NO_CELL } from './person.ts'
import { insertStaff, type StaffRecord } from './sql-staff.ts'
import { hashPassword, makeTotpSecret } from './staff.ts'

export interface NewStaffInput {
  readonly login: string
  readonly name: string
  readonly password: string
  /** Base32, for the authenticator app; one is made when it is not given. */
  readonly totpSecret?: string | undefined
  readonly roles: readonly StaffRole[]
  /** Staff of the demo world, whose codes the developer page shows; refused in production. */
  readonly isDemo?: boolean
}

export interface PreparedStaff extends Omit<NewStaffInput, 'password'> {
  readonly passwordHash: string
  readonly totpSecret: string
}

/** Makes a colleague from the command line or the demo loader. Refuses `login_taken`. */
export async function createStaff(platform: Platform, input: NewStaffInput) {
  const prepared = await prepareStaff(input)
  const staffId = await platform.db.inTransaction(platform, (tx) =>
    addStaff(platform, systemActor('command_line'), tx, prepared),
  )
  return { staffId, totpSecret: prepared.totpSecret }
}

/** Hashes the password, which takes its time and must not hold a transaction open. */
export async function prepareStaff(input: NewStaffInput): Promise<PreparedStaff> {
  const { password, totpSecret, ...rest } = input
  return { ...rest, passwordHash: await hashPassword(password), totpSecret: totpSecret ?? makeTotpSecret() }
}

export async function addStaff(platform: Platform, actor: Actor, tx: Tx, staff: PreparedStaff): Promise<Id<'stf'>> {
  if (staff.isDemo && platform.config.mode !== 'demo') throw new Error('demo staff live in demo mode only')
  const id = platform.ids.next<'stf'>(NO_CELL)
  const row = {
    id,
    login: staff.login,
    name: staff.name.trim(),
    passwordHash: staff.passwordHash,
    totpSealed: seal(platform.keys.derive('staff-totp'), staff.totpSecret, totpContext(id)),
    roles: staff.roles,
    isDemo: staff.isDemo ?? false,
  }
  const [inserted] = await insertStaff(tx, row, tx.at)
  if (!inserted) throw new Refusal(refusals.login_taken)
  const facts = { roles: staff.roles.join(' ') }
  await recordActivity(tx, { actor, action: 'staff.created', subject: formatId('stf', id), facts })
  return id
}

export const openTotpSecret = (platform: Platform, staff: Pick<StaffRecord, 'id' | 'totpSealed'>): string =>
  unseal(platform.keys.derive('staff-totp'), staff.totpSealed, totpContext(staff.id)).toString('utf8')

const totpContext = (id: Id<'stf'>): string => `staff:${id}`
