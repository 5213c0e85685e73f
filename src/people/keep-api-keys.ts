import type { StaffActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { recordActivity } from './activity.ts'
import type { ApiKey, ApiKeyInput } from './contract.ts'
import { NO_CELL } from './person.ts'
import { forgetSessions } from './read-session.ts'
import { API_KEY_MARK, hashToken, makeToken } from './session.ts'
import { type ApiKeyRecord, allApiKeys, insertApiKey, revokeApiKey as revokeRow } from './sql-staff.ts'

export const makeApiSecret = (): string => `${API_KEY_MARK}${makeToken()}`

export async function listApiKeys(q: Queryable): Promise<ApiKey[]> {
  return (await allApiKeys(q)).map(presentApiKey)
}

export async function readApiKey(q: Queryable, id: bigint): Promise<ApiKey> {
  const key = (await allApiKeys(q)).find((row) => row.id === id)
  if (!key) throw new Refusal(platformRefusals.not_found)
  return presentApiKey(key)
}

/** Keeps the hash of a secret that is shown once, and what it may do. */
export async function addApiKey(
  platform: Platform,
  actor: StaffActor,
  tx: Tx,
  input: ApiKeyInput,
  secret: string,
): Promise<Id<'key'>> {
  const id = platform.ids.next<'key'>(NO_CELL)
  const key = {
    id,
    name: input.name.trim(),
    audience: 'admin' as const,
    secretHash: hashToken(secret),
    scopes: input.scopes,
    madeBy: actor.staffId,
  }
  await insertApiKey(tx, key, tx.at)
  const facts = { scopes: input.scopes.join(' ') }
  await recordActivity(tx, { actor, action: 'api_key.made', subject: formatId('key', id), facts })
  return id
}

/** Ends a key for ever. Refuses `not_found`. */
export async function revokeApiKey(actor: StaffActor, tx: Tx, id: Id<'key'>): Promise<Id<'key'>> {
  const revoked = await revokeRow(tx, id, tx.at)
  if (revoked.length === 0) throw new Refusal(platformRefusals.not_found)
  await recordActivity(tx, { actor, action: 'api_key.revoked', subject: formatId('key', id) })
  return id
}

export function forgetApiKey(platform: Platform, id: bigint): void {
  forgetSessions(platform, (kept) => kept.kind === 'machine' && kept.keyId === id)
}

const presentApiKey = (key: ApiKeyRecord): ApiKey => ({
  id: formatId('key', key.id),
  name: key.name,
  scopes: key.scopes,
  madeBy: { id: formatId('stf', key.madeBy), name: key.madeByName },
  createdAt: key.createdAt.toISOString(),
  revokedAt: key.revokedAt?.toISOString() ?? null,
})
