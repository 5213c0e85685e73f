import type { Queryable } from '../platform/db.ts'
import { keepAtMost } from '../platform/keep-at-most.ts'
import type { Platform } from '../platform/platform.ts'
import { sharedWord } from '../platform/shared-word.ts'
import type { Link } from './link.ts'
import { findLinks, ownLinksOf } from './make-links.ts'
import * as sql from './sql.ts'

/** What never changes of a link. Whether it may be used is read anew each time. */
export type KnownLink = Pick<
  Link,
  'id' | 'cellId' | 'kind' | 'saleId' | 'communityId' | 'curatorPersonId' | 'fromPersonId'
>

/** About 400 bytes each. */
const MOST_KNOWN = 50_000
const known = new WeakMap<Platform, Map<bigint, KnownLink>>()

/**
 * Where links lead, from memory, in the order of the ids: those that are not known yet are read in one statement. Undefined
 * where no id was given or none of ours.
 */
export async function knownLinks(
  platform: Platform,
  ids: readonly (bigint | null)[],
): Promise<(KnownLink | undefined)[]> {
  const kept = keptOf(platform)
  const missing: bigint[] = []
  const links = ids.map((id) => {
    const link = id === null ? undefined : kept.get(id)
    if (id !== null && !link) missing.push(id)
    return link
  })
  if (missing.length === 0) return links
  const read = new Map<bigint, KnownLink>()
  for (const link of (await findLinks(platform.db, missing)).values()) read.set(link.id, keep(kept, link))
  return links.map((link, index) => link ?? read.get(ids[index] ?? 0n))
}

/** Reads where the sales' own links lead into memory. */
export async function rememberLinks(platform: Platform, saleIds: readonly bigint[]): Promise<void> {
  const kept = keptOf(platform)
  for (const link of await ownLinksOf(platform.db, saleIds)) keep(kept, link)
}

function keep(kept: Map<bigint, KnownLink>, link: KnownLink): KnownLink {
  const { id, cellId, saleId, communityId, curatorPersonId } = link
  const kind = sharedWord(link.kind)
  // One number for both where they are the same person: each bigint is an object of its own.
  const fromPersonId = link.fromPersonId === curatorPersonId ? curatorPersonId : link.fromPersonId
  const shape = { id, cellId, kind, saleId, communityId, curatorPersonId, fromPersonId }
  keepAtMost(MOST_KNOWN, kept, id, shape)
  return shape
}

function keptOf(platform: Platform): Map<bigint, KnownLink> {
  const kept = known.get(platform) ?? new Map<bigint, KnownLink>()
  known.set(platform, kept)
  return kept
}

/** Those of these links that open nothing for anybody any more, read now. A sale's own link is never withdrawn. */
export async function revokedLinks(q: Queryable, links: readonly Pick<Link, 'id' | 'kind'>[]): Promise<Set<bigint>> {
  const passedOn = links.flatMap(({ id, kind }) => (kind === 'passed_on' ? [id] : []))
  return passedOn.length === 0 ? new Set() : new Set((await sql.revokedAmong(q, passedOn)).map((row) => row.id))
}
