import type { Actor } from './actor.ts'
import type { Database, Queryable, Tx } from './db.ts'
import type { Route } from './http.ts'
import type { Id } from './ids.ts'
import type { Platform } from './platform.ts'
import type { RefusalText } from './wire.ts'

/** An invariant that must find no row: as two statements (`looked` counts the rows that it judges), or as code. */
export type AuditCheck = { readonly name: string } & (
  | { readonly looked: string; readonly found: string }
  | { readonly judge: (q: Queryable, platform: Platform) => Promise<Judged> }
) & {
    /** The same over what changed since a moment: the worker's run, every five minutes. Checks without it run in full only. */
    readonly recent?: (q: Queryable, platform: Platform, since: Date) => Promise<Judged>
  }

export interface Judged {
  readonly looked: number
  readonly found: readonly unknown[]
}

/** A stored event as a subscriber sees it. */
export interface StoredNews {
  readonly id: bigint
  readonly cellId: number
  readonly name: string
  readonly version: number
  readonly subject: bigint
  readonly occurredAt: Date
  readonly actor: string
  readonly data: Record<string, unknown>
}

/** Takes events of some names, in a transaction that also moves the subscriber's cursor: its effect happens once. */
export interface Subscription {
  readonly subscriber: string
  readonly names: readonly string[]
  take(platform: Platform, tx: Tx, news: readonly StoredNews[]): Promise<void>
}

/** Work that returns at intervals, on one worker at a time. Returns how much it did; more than zero runs again at once. */
export interface Schedule {
  readonly name: string
  readonly everyMs: number
  run(platform: Platform): Promise<number>
}

/**
 * A log (with the columns tx and id) that is read in the order of transaction numbers, and the tables (with a column tx)
 * that say how far it was read. A restored backup gets new numbers in both.
 */
export interface FollowedLog {
  readonly log: string
  readonly positions: readonly string[]
}

/** What a room hands to the wiring. */
export interface Room {
  readonly name: string
  readonly refusals?: Readonly<Record<string, RefusalText>>
  readonly routes?: readonly Route[]
  readonly checks?: readonly AuditCheck[]
  readonly subscriptions?: readonly Subscription[]
  readonly schedules?: readonly Schedule[]
  readonly followedLogs?: readonly FollowedLog[]
  /** What the room knows of a person, for the person. */
  readonly exportPerson?: (q: Queryable, platform: Platform, personId: Id<'per'>) => Promise<unknown>
  /** Forgets a person where the law lets it. */
  readonly erasePerson?: (platform: Platform, tx: Tx, personId: Id<'per'>) => Promise<void>
}

export type { Actor, Database }
