import { Batcher } from '../platform/batcher.ts'
import { type Tx, violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { refusals } from './contract.ts'
import { applyNews, type News, newsOf } from './inbox.ts'
import { providerOf } from './provider.ts'
import { ForgedNotification, type RawNotification } from './providers/port.ts'
import * as sql from './sql-inbox.ts'

const batchers = new WeakMap<Platform, Batcher<News, string>>()

/**
 * Takes one notification: verified on its raw bytes, stored in the inbox, applied with others of the moment in one
 * transaction. Resolves when it is durable. Refuses `notification_forged`; what is genuine but names nothing of ours is
 * kept and accepted, so that the provider stops sending it.
 */
export async function takeNotification(platform: Platform, raw: RawNotification): Promise<string> {
  const news = verify(platform, raw)
  let batcher = batchers.get(platform)
  if (!batcher) {
    batcher = new Batcher({
      name: 'notifications',
      run: (items) => takeTogether(platform, items),
      // Two of a hundred take turns with what the process does for the next; of two hundred, one list takes all who wait and
      // everybody waits for it (a tenth to a fifth fewer notifications, measured in alternation).
      maxBatch: 96,
      // Two lists meet as those of two processes do: rows are locked in one order, and most payments share none. While one
      // waits for the database, signatures are checked for the other.
      atOnce: 2,
    })
    batchers.set(platform, batcher)
  }
  return batcher.submit(news)
}

function verify(platform: Platform, raw: RawNotification): News {
  try {
    return newsOf(providerOf(platform).verifyNotification(raw))
  } catch (error) {
    if (!(error instanceof ForgedNotification)) throw error
    platform.log.warn({ room: 'payments', code: `forged_${error.reason}` }, 'a notification was refused')
    throw new Refusal(refusals.notification_forged)
  }
}

/** Two processes may be told the same thing at once: the later one is held by the provider's number, and looks again. */
async function takeTogether(platform: Platform, items: readonly News[]): Promise<string[]> {
  const take = () => platform.db.inTransaction(platform, (tx) => takeNews(platform, tx, items))
  try {
    return await take()
  } catch (error) {
    if (!violates(error, 'inbox_pkey')) throw error
    return take()
  }
}

/** What was not taken before is applied and kept with its outcome, in one transaction for the list. */
async function takeNews(platform: Platform, tx: Tx, items: readonly News[]): Promise<string[]> {
  const provider = providerOf(platform).name
  const distinct = [...new Map(items.map((item) => [item.notificationId, item])).values()]
  const ids = distinct.map((item) => item.notificationId)
  const taken = new Set((await sql.takenAmong(tx, provider, ids)).map((row) => row.notification_id))
  const fresh = distinct.filter((item) => !taken.has(item.notificationId))
  const applied = await applyNews(platform, tx, fresh)
  const outcomes = new Map(fresh.map((item, index) => [item.notificationId, applied[index] ?? 'noted'] as const))
  if (fresh.length > 0)
    sql.insertInbox(
      tx,
      provider,
      fresh.map(({ notificationId, kind, reference, facts }, index) => ({
        notificationId,
        kind,
        reference,
        facts,
        outcome: applied[index] ?? 'noted',
      })),
    )
  return items.map((item) => outcomes.get(item.notificationId) ?? 'duplicate')
}
