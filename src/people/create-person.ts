import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { madeUpNickname, NO_CELL, readNickname } from './person.ts'
import { newWrappedKey, sealFor } from './person-key.ts'
import { fingerprintOf, type PhoneNumber, readPhone } from './phone.ts'
import { PHONE_CONTEXT } from './read-people.ts'
import { insertPerson, personByPhone } from './sql.ts'

export interface NewPersonInput {
  readonly phone: string
  readonly nickname?: string | undefined
  readonly locale?: 'zh-CN' | 'en'
  /** A person of the demo world; refused in production. */
  readonly isDemo?: boolean
}

export interface MadePerson {
  readonly personId: Id<'per'>
  readonly isNew: boolean
}

/** Losing a race once is usual; losing it again needs an erasure in between. */
const TRIES = 3

/** Makes the person of a phone outside of a sign-in (demo world, importers), or finds them. */
export async function createPerson(platform: Platform, input: NewPersonInput): Promise<MadePerson> {
  return platform.db.inTransaction(platform, (tx) => findOrMakePerson(platform, tx, input))
}

/** The one write path of persons. Two at once with one phone make one person. Refuses `nickname_unusable`. */
export async function findOrMakePerson(platform: Platform, tx: Tx, input: NewPersonInput): Promise<MadePerson> {
  if (input.isDemo && platform.config.mode !== 'demo') throw new Error('demo people live in demo mode only')
  const phone = mustReadPhone(input.phone)
  const fingerprint = fingerprintOf(platform.keys, phone)
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const [known] = await personByPhone(tx, fingerprint)
    if (known) return { personId: known.id, isNew: false }
    const made = await makePerson(platform, tx, phone, fingerprint, input)
    if (made) return { personId: made, isNew: true }
  }
  throw new Refusal(platformRefusals.in_progress)
}

export function mustReadPhone(text: string): PhoneNumber {
  const phone = readPhone(text)
  if (!phone) throw new Refusal(platformRefusals.invalid_request)
  return phone
}

async function makePerson(
  platform: Platform,
  tx: Tx,
  phone: PhoneNumber,
  fingerprint: Buffer,
  input: NewPersonInput,
): Promise<Id<'per'> | undefined> {
  const id = platform.ids.next<'per'>(NO_CELL)
  const locale = input.locale ?? 'zh-CN'
  const { dataKey, wrapped } = newWrappedKey(platform.keys, id)
  const row = {
    id,
    fingerprint,
    phoneSealed: sealFor(dataKey, id, phone, PHONE_CONTEXT),
    wrappedKey: wrapped,
    nickname: input.nickname === undefined ? madeUpNickname(locale) : readNickname(input.nickname),
    isNicknameMadeUp: input.nickname === undefined,
    locale,
    isDemo: input.isDemo ?? false,
  }
  const [inserted] = await insertPerson(tx, row, tx.at)
  if (!inserted) return undefined
  tx.say({ name: 'person.joined', cellId: cellByHash(id), subject: id, actor: `person:${id}` })
  return id
}
