import type { Actor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { type Curator, isAppointed } from './curator.ts'
import * as sql from './sql.ts'

/** Curators by person, whatever their state; who never applied has no entry. */
export async function curatorsByIds(q: Queryable, personIds: Iterable<bigint>): Promise<Map<bigint, Curator>> {
  const wanted = [...new Set(personIds)]
  if (wanted.length === 0) return new Map()
  return new Map((await sql.findCurators(q, wanted)).map((row) => [row.person_id, toCurator(row)]))
}

/** What an order needs of a curator. */
export type Seller = Pick<Curator, 'displayName' | 'stage' | 'state'>

/** As `curatorsByIds`, as much as orders need. */
export async function sellersByIds(q: Queryable, personIds: Iterable<bigint>): Promise<Map<bigint, Seller>> {
  const wanted = [...new Set(personIds)]
  if (wanted.length === 0) return new Map()
  const rows = await sql.findSellers(q, wanted)
  return new Map(
    rows.map((row) => [row.person_id, { displayName: row.display_name, stage: row.stage, state: row.state }]),
  )
}

/** Whoever asks has the workbench; a curator who rests has it too. The gate of routes for curators asks this. */
export async function isCurator(platform: Platform, actor: Actor): Promise<boolean> {
  if (actor.kind !== 'person') return false
  return isAppointed((await curatorsByIds(platform.db, [actor.personId])).get(actor.personId))
}

/** Everybody whom the staff let in and who has not gone since. */
export async function activeCuratorIds(q: Queryable, limit: number): Promise<bigint[]> {
  return (await sql.activeCurators(q, limit)).map((row) => row.person_id)
}

/** How many applications wait for the staff. */
export async function curatorApplications(q: Queryable): Promise<number> {
  return (await sql.countApplications(q))[0]?.n ?? 0
}

export async function profileOf(platform: Platform, personId: bigint) {
  const curator = (await curatorsByIds(platform.db, [personId])).get(personId)
  return curator ? presentCurator(curator) : null
}

export interface CuratorsQuery {
  readonly state?: Curator['state'] | undefined
  /** A person's id, or a part of the name. */
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** Curators for the staff, the newest people first. */
export async function curatorsPage(platform: Platform, query: CuratorsQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('per', query.cursor) : NEWEST
  const search = query.search?.trim() ?? ''
  const personId = search.startsWith('per_') ? parseId('per', search) : null
  const filter = { state: query.state ?? '', personId, name: personId === null ? search : '', before }
  const rows = await sql.curatorsPage(platform.db, filter, limit + 1)
  const curators = rows.map((row) => presentCurator(toCurator(row)))
  return pageOf(curators, limit, (last) => last.personId)
}

export const presentCurator = (curator: Curator) => ({
  personId: formatId('per', curator.personId),
  displayName: curator.displayName,
  introduction: curator.introduction,
  stage: curator.stage,
  state: curator.state,
  appliedAt: curator.appliedAt.toISOString(),
  decidedAt: curator.decidedAt?.toISOString() ?? null,
  decisionNote: curator.decisionNote,
  version: curator.version,
})

export const toCurator = (row: sql.CuratorRow): Curator => ({
  personId: row.person_id,
  displayName: row.display_name,
  introduction: row.introduction,
  stage: row.stage,
  state: row.state,
  appliedAt: row.applied_at,
  decidedAt: row.decided_at,
  decisionNote: row.decision_note,
  version: row.version,
})
