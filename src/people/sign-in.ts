import type { Actor, Audience } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { refusals } from './contract.ts'
import { findOrMakePerson, mustReadPhone } from './create-person.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import { readNickname } from './person.ts'
import { fingerprintOf } from './phone.ts'
import { hashCode, judgeCode } from './phone-code.ts'
import { forgetSessions } from './read-session.ts'
import { countWrongTry, lockedCode, spendCode } from './sql.ts'

export interface SignInInput {
  readonly audience: Audience
  readonly phone: string
  readonly code: string
  /** Of a person who is new; somebody who is known keeps theirs. */
  readonly nickname?: string | undefined
  readonly locale: 'zh-CN' | 'en'
}

export interface SignedInPerson extends OpenedSession {
  readonly personId: Id<'per'>
  readonly isNew: boolean
}

/**
 * Opens a session for whoever holds the phone, and makes the person when the phone is new.
 * Refuses `code_wrong` alike for a wrong, spent, expired, over-guessed or never sent code; `nickname_unusable`.
 */
export async function signIn(platform: Platform, actor: Actor, input: SignInInput): Promise<SignedInPerson> {
  const phone = mustReadPhone(input.phone)
  const nickname = input.nickname === undefined ? undefined : readNickname(input.nickname)
  const signedIn = await platform.db.inTransaction(platform, async (tx) => {
    if (!(await takeCode(platform, tx, fingerprintOf(platform.keys, phone), input.code))) return undefined
    const made = await findOrMakePerson(platform, tx, { phone, nickname, locale: input.locale })
    const opened = await openSession(platform, tx, input.audience, { personId: made.personId }, actor)
    return { ...made, ...opened }
  })
  // Thrown after the commit: a refusal inside would roll the counted try back, and guessing would be free.
  if (!signedIn) throw new Refusal(refusals.code_wrong)
  if ('sessionId' in actor)
    forgetSessions(platform, (kept) => 'sessionId' in kept && kept.sessionId === actor.sessionId)
  return signedIn
}

/** The row is locked from the look to the count, so parallel guesses are judged one after the other. */
async function takeCode(platform: Platform, tx: Tx, fingerprint: Buffer, code: string): Promise<boolean> {
  const given = hashCode(platform.keys, fingerprint, code)
  const [sent] = await lockedCode(tx, fingerprint)
  const isRight = sent !== undefined && judgeCode(sent, given, tx.at) === 'right'
  if (isRight) await spendCode(tx, fingerprint, tx.at)
  else await countWrongTry(tx, fingerprint)
  return isRight
}
