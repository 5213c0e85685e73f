import { generateSecret, generateSync, generateURI, verifySync } from 'otplib'
import type { Actor, StaffActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import { platformRefusals } from '../platform/wire.ts'

/** The pure rules of a staff member's proofs: password, one-time code, tries. */

export const MAX_STAFF_TRIES = 5
export const LOCK_MS = 15 * 60_000
const STEP_SECONDS = 30
/** A phone's clock may be a step off, in either direction. */
const TOLERANCE_SECONDS = 30
const ISSUER = 'Leaven'

export interface Tries {
  readonly wrongTries: number
  readonly lockedUntil: Date | null
}

export const makeTotpSecret = (): string => generateSecret()
export const totpUri = (login: string, secret: string): string => generateURI({ issuer: ISSUER, label: login, secret })

/** argon2id with 19 MiB and two passes, the floor that OWASP names; also the default of the package. */
export const hashPassword = async (password: string): Promise<string> => (await hasher()).hash(password)

/** Loaded with the first password: memory that only the process needs where staff sign in. */
const hasher = () => import('@node-rs/argon2')

let hashOfNobody: Promise<string> | undefined

/** Takes as long for a login that does not exist (no hash) as for one that does. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  hashOfNobody ??= hashPassword('nobody has this password')
  const { verify } = await hasher()
  const fits = await verify(passwordHash ?? (await hashOfNobody), password)
  return fits && passwordHash !== undefined
}

/** The time step of a right code that is newer than the last one used; undefined otherwise. A code opens once. */
export function stepOfCode(secret: string, code: string, lastStep: number, at: Date): number | undefined {
  const verdict = verifySync({ secret, token: code, epoch: secondsOf(at), epochTolerance: TOLERANCE_SECONDS })
  const step = verdict.valid && 'timeStep' in verdict ? verdict.timeStep : undefined
  return step !== undefined && step > lastStep ? step : undefined
}

/** The code that would be taken now, or how long to wait when the ones in reach are spent. For demo staff only. */
export function codeInReach(secret: string, lastStep: number, at: Date): { totp: string | null; waitSeconds: number } {
  const seconds = secondsOf(at)
  const step = Math.max(Math.floor(seconds / STEP_SECONDS), lastStep + 1)
  const waitSeconds = (step - 1) * STEP_SECONDS - seconds
  if (waitSeconds > 0) return { totp: null, waitSeconds }
  return { totp: generateSync({ secret, epoch: step * STEP_SECONDS }), waitSeconds: 0 }
}

export const isLocked = (tries: Tries, at: Date): boolean => tries.lockedUntil !== null && at < tries.lockedUntil

/** The fifth wrong try in a row locks for a quarter of an hour; then counting starts anew. */
export function afterWrongTry(tries: Tries, at: Date): Tries {
  const wrongTries = tries.wrongTries + 1
  if (wrongTries < MAX_STAFF_TRIES) return { wrongTries, lockedUntil: null }
  return { wrongTries: 0, lockedUntil: new Date(at.getTime() + LOCK_MS) }
}

/** Refuses everyone but a human of the staff. A key must not make keys or colleagues, nor read a phone number. */
export function asStaff(actor: Actor): StaffActor {
  if (actor.kind !== 'staff') throw new Refusal(platformRefusals.forbidden)
  return actor
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000)
