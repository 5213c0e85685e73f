import { type Actor, type StaffActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { recordActivity } from './activity.ts'
import { refusals } from './contract.ts'
import { openTotpSecret } from './create-staff.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import { forgetSessions } from './read-session.ts'
import { acceptStep, lockedStaff, proveSession, type StaffRecord, staffByLogin, updateTries } from './sql-staff.ts'
import { afterWrongTry, isLocked, isPassword, stepOfCode } from './staff.ts'

export interface StaffSignInInput {
  readonly login: string
  readonly password: string
  readonly totp: string
}

const NOBODY = 0n

/**
 * Opens a staff session by password and one-time code. Refuses `sign_in_wrong` alike, and after the same work, for an
 * unknown or disabled login, a wrong password, a wrong or used code, and while the login is locked: the fifth wrong try
 * in a row locks it for 15 minutes.
 */
export async function signInStaff(
  platform: Platform,
  actor: Actor,
  input: StaffSignInInput,
): Promise<OpenedSession & { staffId: Id<'stf'> }> {
  const [known] = await staffByLogin(platform.db, input.login.trim().toLowerCase())
  const isPasswordRight = await isPassword(known?.passwordHash, input.password)
  const opened = await platform.db.inTransaction(platform, async (tx) => {
    const [staff] = await lockedStaff(tx, known?.id ?? NOBODY)
    if (!staff || !(await judge(platform, tx, staff, input.totp, isPasswordRight))) return undefined
    const subject = formatId('stf', staff.id)
    const session = await openSession(platform, tx, 'admin', { staffId: staff.id }, actor)
    const { id: staffId, roles } = staff
    const signedIn: Actor = { kind: 'staff', staffId, sessionId: session.sessionId, roles, provedAt: tx.at }
    await recordActivity(tx, { actor: signedIn, action: 'staff.signed_in', subject })
    return { ...session, staffId }
  })
  // After the commit, so that the wrong try stays counted.
  if (!opened) throw new Refusal(refusals.sign_in_wrong)
  if ('sessionId' in actor)
    forgetSessions(platform, (kept) => 'sessionId' in kept && kept.sessionId === actor.sessionId)
  return opened
}

/** Shows anew that the person at the keyboard holds the authenticator. Wrong codes count as tries. Refuses `sign_in_wrong`. */
export async function proveAgain(platform: Platform, actor: StaffActor, totp: string): Promise<void> {
  const isProved = await platform.db.inTransaction(platform, async (tx) => {
    const [staff] = await lockedStaff(tx, actor.staffId)
    if (!staff || !(await judge(platform, tx, staff, totp, true))) return false
    await proveSession(tx, actor.sessionId, tx.at)
    return true
  })
  if (!isProved) throw new Refusal(refusals.sign_in_wrong)
  forgetSessions(platform, (kept) => 'sessionId' in kept && kept.sessionId === actor.sessionId)
}

/** The row is locked: parallel tries are counted one after the other, and a code is accepted once. */
async function judge(
  platform: Platform,
  tx: Tx,
  staff: StaffRecord,
  totp: string,
  isPasswordRight: boolean,
): Promise<boolean> {
  if (staff.disabledAt !== null || isLocked(staff, tx.at)) return false
  const step = stepOfCode(openTotpSecret(platform, staff), totp, staff.totpLastStep, tx.at)
  if (isPasswordRight && step !== undefined) {
    await acceptStep(tx, staff.id, step)
    return true
  }
  const tries = afterWrongTry(staff, tx.at)
  await updateTries(tx, staff.id, tries.wrongTries, tries.lockedUntil)
  if (tries.lockedUntil) {
    const subject = formatId('stf', staff.id)
    await recordActivity(tx, { actor: systemActor('sign_in'), action: 'staff.locked', subject })
  }
  return false
}
