import { openForPerson, sealForPerson } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { refusals } from './contract.ts'
import { isIdNumber, maskIdNumber, maskName } from './id-number.ts'
import * as sql from './sql.ts'

const NAME = 'settlements.identity.name'
const NUMBER = 'settlements.identity.number'

/** Keeps who is paid, sealed with her own key. Refuses `id_number_wrong`: its last digit checks the others. */
export async function giveIdentity(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  input: { name: string; idNumber: string },
): Promise<bigint> {
  const idNumber = input.idNumber.toUpperCase()
  const name = input.name.trim()
  if (!isIdNumber(idNumber) || [...name].length < 2) throw new Refusal(refusals.id_number_wrong)
  await sql.keepIdentity(tx, {
    personId: actor.personId,
    nameSealed: await sealForPerson(platform, tx, actor.personId, name, NAME),
    idNumberSealed: await sealForPerson(platform, tx, actor.personId, idNumber, NUMBER),
    nameMasked: maskName(name),
    idNumberMasked: maskIdNumber(idNumber),
  })
  return actor.personId
}

export async function showIdentity(q: Queryable, personId: bigint) {
  const [row] = await sql.identities(q, [personId])
  return (
    row && { nameMasked: row.name_masked, idNumberMasked: row.id_number_masked, givenAt: row.given_at.toISOString() }
  )
}

/** The whole name, for the provider's transfer only; null when she has been erased. */
export async function nameForTransfer(platform: Platform, personId: bigint): Promise<string | null> {
  const [row] = await sql.identities(platform.db, [personId])
  return row ? openForPerson(platform, platform.db, personId as Id<'per'>, row.name_sealed, NAME) : null
}
