import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../platform/keys.ts'

/** The pure rules of a code that was sent to a phone. */

export const CODE_LIFE_MS = 5 * 60_000
export const RESEND_AFTER_MS = 60_000
export const CODES_PER_HOUR = 5
export const HOUR_MS = 3_600_000
export const MAX_WRONG_TRIES = 5

export interface PhoneCode {
  readonly codeHash: Buffer
  readonly wrongTries: number
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

export type CodeVerdict = 'right' | 'wrong' | 'dead'

export const makeCode = (): string => randomInt(0, 1_000_000).toString().padStart(6, '0')

/** Keyed, because a million codes are hashed in a second; bound to the phone, so that no row can stand for another. */
export const hashCode = (keys: Keys, phoneFingerprint: Buffer, code: string): Buffer =>
  keys.fingerprint('phone-code', `${phoneFingerprint.toString('hex')}:${code}`)

/** `wrong` costs one of the tries; `dead` is a code that is spent, expired or guessed at too often, whatever was typed. */
export function judgeCode(sent: PhoneCode, givenHash: Buffer, at: Date): CodeVerdict {
  if (sent.usedAt !== null || at >= sent.expiresAt || sent.wrongTries >= MAX_WRONG_TRIES) return 'dead'
  return timingSafeEqual(sent.codeHash, givenHash) ? 'right' : 'wrong'
}
