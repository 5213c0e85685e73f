import type { Queryable, Tx } from './db.ts'
import type { Platform } from './platform.ts'
import type { FollowedLog, StoredNews, Subscription } from './room.ts'

const BATCH = 500
const PARK_AFTER = 20
const KEEP_DAYS = 14

interface Position {
  readonly tx: string
  readonly id: bigint | number
}

interface NewsRow {
  readonly id: bigint
  readonly cell_id: number
  readonly tx: string
  readonly name: string
  readonly version: number
  readonly subject: bigint
  readonly occurred_at: Date
  readonly actor: string
  readonly data: Record<string, unknown>
}

const START: Position = { tx: '0', id: 0 }

export const outboxLog: FollowedLog = { log: 'platform.outbox', positions: ['platform.outbox_cursor'] }

/**
 * Delivers news to one subscriber: in commit order, below the oldest open transaction (ids made by the application commit
 * out of order; a plain "greater than" loses events). The cursor moves in the handler's own transaction, so its effect
 * happens once. An event that fails is tried alone; after twenty failures it is parked and shown by doctor.
 * @returns how many events the cursor passed
 */
export async function deliver(platform: Platform, subscription: Subscription): Promise<number> {
  try {
    return await deliverBatch(platform, subscription, BATCH)
  } catch (error) {
    platform.log.warn(
      { room: subscription.subscriber, error },
      'a batch of news failed; its events are tried one by one',
    )
    return deliverOne(platform, subscription)
  }
}

async function deliverBatch(platform: Platform, subscription: Subscription, limit: number): Promise<number> {
  return platform.db.inTransaction(platform, async (tx) => {
    const position = await lockCursor(tx, subscription.subscriber)
    if (!position) return 0
    const rows = await newsAfter(tx, position, limit)
    const last = rows.at(-1)
    if (!last) return 0
    const wanted = rows.filter((row) => subscription.names.includes(row.name)).map(newsOf)
    if (wanted.length > 0) await subscription.take(platform, tx, wanted)
    await moveCursor(tx, subscription.subscriber, last)
    return rows.length
  })
}

async function deliverOne(platform: Platform, subscription: Subscription): Promise<number> {
  try {
    return await deliverBatch(platform, subscription, 1)
  } catch (error) {
    return platform.db.inTransaction(platform, async (tx) => {
      const position = await lockCursor(tx, subscription.subscriber)
      const [row] = position ? await newsAfter(tx, position, 1) : []
      if (!row) return 0
      const failures = await countFailure(tx, subscription.subscriber, row.id, error)
      if (failures < PARK_AFTER) return 0
      await moveCursor(tx, subscription.subscriber, row)
      return 1
    })
  }
}

/** The cursor's row is the lock: one worker at a time per subscriber; another passes by. */
async function lockCursor(tx: Tx, subscriber: string): Promise<Position | undefined> {
  await tx.query(
    'platform.makeCursor',
    `insert into platform.outbox_cursor (subscriber, tx, id, moved_at) values ($1, '0', 0, $2) on conflict do nothing`,
    [subscriber, tx.at],
  )
  const [row] = await tx.query<Position>(
    'platform.lockCursor',
    'select tx::text, id from platform.outbox_cursor where subscriber = $1 for update skip locked',
    [subscriber],
  )
  return row
}

const moveCursor = (tx: Tx, subscriber: string, to: Position) =>
  tx.query(
    'platform.moveCursor',
    'update platform.outbox_cursor set tx = $2::xid8, id = $3, moved_at = $4 where subscriber = $1',
    [subscriber, to.tx, to.id, tx.at],
  )

async function countFailure(tx: Tx, subscriber: string, eventId: bigint, error: unknown): Promise<number> {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  const [row] = await tx.query<{ failures: number }>(
    'platform.countFailure',
    `insert into platform.outbox_failure (subscriber, event_id, failures, last_error, failed_at) values ($1, $2, 1, $3, $4)
     on conflict (subscriber, event_id) do update set failures = platform.outbox_failure.failures + 1, last_error = $3, failed_at = $4,
       parked_at = case when platform.outbox_failure.failures + 1 >= ${PARK_AFTER} then $4 end returning failures`,
    [subscriber, eventId, message, tx.at],
  )
  return row?.failures ?? 1
}

// Ordered by the column's full name: "tx" alone would mean the text that is selected, and '100000' sorts before '99999'.
const newsAfter = (q: Queryable, position: Position, limit: number) =>
  q.query<NewsRow>(
    'platform.newsAfter',
    `select id, cell_id, tx::text, name, version, subject, occurred_at, actor, data from platform.outbox
     where (tx, id) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot()) order by outbox.tx, id limit $3`,
    [position.tx, position.id, limit],
  )

/** Whether one of these subscribers has news before it, settled or not. */
export async function hasNewsFor(q: Queryable, subscribers: readonly string[]): Promise<boolean> {
  const [row] = await q.query<{ has: boolean }>(
    'platform.hasNewsFor',
    `select exists (select from platform.outbox_cursor c where c.subscriber = any($1::text[])
       and exists (select from platform.outbox o where (o.tx, o.id) > (c.tx, c.id))) as has`,
    [subscribers],
  )
  return row?.has === true
}

/** Where the log stands now: a live listener starts here. */
export async function currentPosition(q: Queryable): Promise<Position> {
  const [row] = await q.query<Position>(
    'platform.currentPosition',
    `select tx::text, id from platform.outbox where tx < pg_snapshot_xmin(pg_current_snapshot()) order by outbox.tx desc, id desc limit 1`,
  )
  return row ?? START
}

/** Settled news after a position, with the position to go on from. For live pages; keeps no cursor of its own. */
export async function newsSince(q: Queryable, position: Position): Promise<{ news: StoredNews[]; position: Position }> {
  const rows = await newsAfter(q, position, BATCH)
  return { news: rows.map(newsOf), position: rows.at(-1) ?? position }
}

/** Forgets news that every subscriber has passed, fourteen days after it happened; and idempotency keys after seven. */
export async function forgetOldNews(platform: Platform): Promise<number> {
  const now = platform.clock.now().getTime()
  const before = (days: number) => new Date(now - days * 24 * 3_600_000)
  return platform.db.inTransaction(platform, async (tx) => {
    const gone = await tx.query(
      'platform.forgetNews',
      `delete from platform.outbox o where (o.id, o.cell_id) in (select id, cell_id from platform.outbox where occurred_at < $1
         and (tx, id) <= (select tx, id from platform.outbox_cursor order by tx, id limit 1) order by tx, id limit 5000) returning id`,
      [before(KEEP_DAYS)],
    )
    await tx.query('platform.forgetKeys', 'delete from platform.idempotency where claimed_at < $1', [before(7)])
    return gone.length
  })
}

const newsOf = (row: NewsRow): StoredNews => ({
  id: row.id,
  cellId: row.cell_id,
  name: row.name,
  version: row.version,
  subject: row.subject,
  occurredAt: row.occurred_at,
  actor: row.actor,
  data: row.data,
})
