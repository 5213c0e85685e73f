import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { type Prefix, platformRefusals } from '../platform/wire.ts'
import { type Consent, consentPrefix, type consentPurposes } from './contract.ts'
import { isErased } from './read-people.ts'
import {
  type ConsentRecord,
  consentById,
  consentInForce,
  consentsOf,
  insertConsent,
  withdrawConsent as withdrawRow,
} from './sql.ts'

export interface ConsentGiven {
  readonly purpose: (typeof consentPurposes)[number]
  /** The curator, where the name is shared with one; nobody otherwise. */
  readonly towards?: string | undefined
}

/** Every consent that the person gave, also those that were withdrawn, newest first. */
export async function listConsents(q: Queryable, personId: Id<'per'>): Promise<Consent[]> {
  return (await consentsOf(q, personId)).map(presentConsent)
}

/** Gives a consent, once: the same one in force is found again. Refuses `invalid_request` when `towards` does not fit. */
export async function giveConsent(
  platform: Platform,
  actor: PersonActor,
  tx: Tx,
  given: ConsentGiven,
): Promise<bigint> {
  const needsTowards = given.purpose === 'share_name_with_curator'
  if (needsTowards !== (given.towards !== undefined)) throw new Refusal(platformRefusals.invalid_request)
  const towards = given.towards === undefined ? null : parseId('per', given.towards)
  if (towards !== null && (await isErased(tx, towards))) throw new Refusal(platformRefusals.not_found)
  const id: bigint = platform.ids.next<Prefix>(cellByHash(actor.personId))
  const consent = { id, purpose: given.purpose, towards }
  const [inserted] = await insertConsent(tx, actor.personId, consent, tx.at)
  if (inserted) return id
  const [inForce] = await consentInForce(tx, actor.personId, given.purpose, towards)
  if (!inForce) throw new Refusal(platformRefusals.in_progress)
  return inForce.id
}

export async function readConsent(q: Queryable, personId: Id<'per'>, id: bigint): Promise<Consent> {
  const [row] = await consentById(q, personId, id)
  if (!row) throw new Refusal(platformRefusals.not_found)
  return presentConsent(row)
}

/** From now on; what was done before stays lawful. Refuses `not_found`. */
export async function withdrawConsent(platform: Platform, actor: PersonActor, id: bigint): Promise<void> {
  await platform.db.inTransaction(platform, async (tx) => {
    const withdrawn = await withdrawRow(tx, actor.personId, id, tx.at)
    if (withdrawn.length === 0) throw new Refusal(platformRefusals.not_found)
  })
}

const presentConsent = (row: ConsentRecord): Consent => ({
  id: formatId(consentPrefix, row.id),
  purpose: row.purpose,
  towards: row.towards === null ? null : formatId('per', row.towards),
  givenAt: row.givenAt.toISOString(),
  withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
})
