import { hash } from 'node:crypto'
import { byteas, int2s, texts } from './binary-array.ts'
import type { Queryable, Tx } from './db.ts'
import { Refusal } from './errors.ts'
import { jsonString } from './json-text.ts'
import type { Platform } from './platform.ts'
import { platformRefusals } from './wire.ts'

/** What a key stands for. Kept seven days; business uniqueness lives elsewhere, for ever. */
export interface Claim {
  readonly actor: string
  readonly route: string
  readonly cellId: number
  readonly key: string
  readonly inputHash: Buffer
}

export interface Outcome {
  readonly made: bigint
  readonly replayed: boolean
}

const LOCK_TIMEOUT_MS = 500
const underWay = new Set<string>()

export const hashInput = (input: unknown): Buffer => hash('sha256', canonical(input), 'buffer').subarray(0, 16)

/**
 * Runs a use case once per key and returns the id of what it made. A replay runs nothing and returns the same id.
 * Refuses `in_progress` while the first is under way, `idempotency_key_reused` for another body. A refusal of the use
 * case leaves no trace of the key.
 */
export async function once(platform: Platform, claim: Claim, work: (tx: Tx) => Promise<bigint>): Promise<Outcome> {
  const name = claimName(claim)
  if (underWay.has(name)) throw new Refusal(platformRefusals.in_progress)
  underWay.add(name)
  try {
    return await platform.db.inTransaction(
      platform,
      async (tx) => {
        const [before] = await claimKeys(tx, [claim])
        if (before) return { made: before, replayed: true }
        const made = await work(tx)
        await recordMade(tx, [claim], [made])
        return { made, replayed: false }
      },
      LOCK_TIMEOUT_MS,
    )
  } finally {
    underWay.delete(name)
  }
}

/**
 * Claims many keys in one statement, sorted so that two batches lock in the same order. Per claim: undefined when it is
 * new, else the id that the first made. Throws the refusal of the first claim that cannot stand (single use); batches
 * use `readClaims` to judge each.
 */
export async function claimKeys(tx: Tx, claims: readonly Claim[]): Promise<(bigint | undefined)[]> {
  const verdicts = await judgeClaims(tx, claims)
  return verdicts.map((verdict) => {
    if (verdict instanceof Refusal) throw verdict
    return verdict
  })
}

/**
 * As `claimKeys`, but each claim's refusal is returned in its place. Claims must be distinct. A claim that says what it
 * is going to make needs no `recordMade`; one that is refused must be let go (`releaseKeys`).
 */
export async function judgeClaims(
  tx: Tx,
  claims: readonly (Claim & { readonly making?: bigint })[],
): Promise<(bigint | Refusal | undefined)[]> {
  const names = claims.map(claimName)
  const sorted = claims
    .map((claim, index) => ({ claim, name: names[index] as string }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ claim }) => claim)
  const [claimed] = await tx.query<{ fresh: number; names: string[] | null }>(
    'platform.claimKeys',
    `with fresh as (insert into platform.idempotency (actor, route, key, cell_id, input_hash, made, claimed_at)
       select actor, route, key, cell_id, input_hash, made, $7
       from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::bytea[], $6::bigint[]) as t (actor, route, key, cell_id, input_hash, made)
       on conflict do nothing returning actor, route, cell_id, key)
     select count(*) as fresh,
       case when count(*) < cardinality($1::text[]) then array_agg(concat_ws(E'\\n', actor, route, cell_id, key)) end as names from fresh`,
    [
      texts(sorted.map((claim) => claim.actor)),
      texts(sorted.map((claim) => claim.route)),
      texts(sorted.map((claim) => claim.key)),
      int2s(sorted.map((claim) => claim.cellId)),
      byteas(sorted.map((claim) => claim.inputHash)),
      sorted.map((claim) => claim.making ?? null),
      tx.at,
    ],
  )
  // Nearly always all are new, and then no name need travel.
  if (claimed?.fresh === claims.length) return claims.map(() => undefined)
  const isFresh = new Set(claimed?.names)
  const before = await readClaims(
    tx,
    claims.filter((_, index) => !isFresh.has(names[index] as string)),
  )
  return claims.map((claim, index) => {
    const name = names[index] as string
    if (isFresh.has(name)) return undefined
    const row = before.get(name)
    if (!row || row.made === null) return new Refusal(platformRefusals.in_progress)
    if (!row.hash.equals(claim.inputHash)) return new Refusal(platformRefusals.idempotency_key_reused)
    return row.made
  })
}

/** Writes what each claimed key made. */
export async function recordMade(tx: Tx, claims: readonly Claim[], made: readonly bigint[]): Promise<void> {
  if (claims.length === 0) return
  await tx.query(
    'platform.recordMade',
    `update platform.idempotency i set made = t.made
     from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::bigint[]) as t (actor, route, key, cell_id, made)
     where i.key = t.key and i.actor = t.actor and i.route = t.route and i.cell_id = t.cell_id`,
    [
      claims.map((claim) => claim.actor),
      claims.map((claim) => claim.route),
      claims.map((claim) => claim.key),
      claims.map((claim) => claim.cellId),
      made,
    ],
  )
}

/** Lets go of keys whose use case was refused: the same key may be tried again. */
export function releaseKeys(tx: Tx, claims: readonly Claim[]): void {
  if (claims.length === 0) return
  tx.send(
    'platform.releaseKeys',
    `delete from platform.idempotency i using unnest($1::text[], $2::text[], $3::text[], $4::smallint[]) as t (actor, route, key, cell_id)
     where i.key = t.key and i.actor = t.actor and i.route = t.route and i.cell_id = t.cell_id`,
    [claims.map((c) => c.actor), claims.map((c) => c.route), claims.map((c) => c.key), claims.map((c) => c.cellId)],
  )
}

export const claimName = (claim: Pick<Claim, 'actor' | 'route' | 'cellId' | 'key'>): string =>
  `${claim.actor}\n${claim.route}\n${claim.cellId}\n${claim.key}`

async function readClaims(q: Queryable, claims: readonly Claim[]) {
  const rows = await q.query<{
    actor: string
    route: string
    key: string
    cell_id: number
    input_hash: Buffer
    made: bigint | null
  }>(
    'platform.readClaims',
    `select i.actor, i.route, i.key, i.cell_id, i.input_hash, i.made from platform.idempotency i
     join unnest($1::text[], $2::text[], $3::text[], $4::smallint[]) as t (actor, route, key, cell_id)
       on i.key = t.key and i.actor = t.actor and i.route = t.route and i.cell_id = t.cell_id`,
    [claims.map((c) => c.actor), claims.map((c) => c.route), claims.map((c) => c.key), claims.map((c) => c.cellId)],
  )
  return new Map(
    rows.map((row) => [claimName({ ...row, cellId: row.cell_id }), { hash: row.input_hash, made: row.made }]),
  )
}

/** JSON with sorted keys, so that the order of fields does not matter; bigint ids as decimal text. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}"`
  if (typeof value === 'string') return jsonString(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (value instanceof Date) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const fields = value as Record<string, unknown>
  let text = ''
  for (const name of inOrder(Object.keys(fields)))
    if (fields[name] !== undefined) text += `${text && ','}${jsonString(name)}:${canonical(fields[name])}`
  return `{${text}}`
}

const A_HANDFUL = 16

/** A handful of names is put in order where it stands: the general sort copies it twice. */
function inOrder(names: string[]): string[] {
  if (names.length > A_HANDFUL) return names.sort()
  for (let i = 1; i < names.length; i++) {
    const name = names[i] as string
    let at = i
    for (; at > 0 && (names[at - 1] as string) > name; at--) names[at] = names[at - 1] as string
    names[at] = name
  }
  return names
}
