import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { applyPaid } from './apply-facts.ts'
import { paidFact } from './inbox.ts'
import { type Intent, isOpenAtProvider } from './intent.ts'
import { providerOf } from './provider.ts'
import { ProviderRefused, ProviderUnknown } from './providers/port.ts'
import * as sql from './sql.ts'
import { closeCreated } from './sql-sweeps.ts'

/** What the provider's own answer made of an intent. `open`: it may still be paid. `unknown`: nobody can say now. */
export type Answer = 'paid' | 'ended' | 'open' | 'unknown'

const ASK_AFTER_SUBMIT_MS = 20_000
const ASK_EVERY_MS = 30_000
/** Its owner closes an intent a minute after its time; what is open even later was left to the janitor. */
const CLOSE_AFTER_EXPIRY_MS = 90_000
const BATCH = 50
/** A start that never reached the provider: nobody can have paid it. */
const NEVER_ARRIVED = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'])

/** Notifications come within a moment; a page that waits for one does not make us ask the provider before that. */
const NOTIFICATION_WITHIN_MS = 3_000
export const isNotificationDue = (intent: Intent, at: Date): boolean =>
  intent.submittedAt !== null && at.getTime() - intent.submittedAt.getTime() >= NOTIFICATION_WITHIN_MS

/** The janitor: asks about intents whose notification has not come. A timer never decides; only an answer does. */
export async function askOpenIntents(platform: Platform): Promise<number> {
  const now = platform.clock.now().getTime()
  const intents = await sql.intentsToAsk(
    platform.db,
    new Date(now - ASK_AFTER_SUBMIT_MS),
    new Date(now - ASK_EVERY_MS),
    BATCH,
  )
  for (const intent of intents) {
    const isOver = now - intent.expiresAt.getTime() > CLOSE_AFTER_EXPIRY_MS
    await (isOver ? closeIntent(platform, intent) : askAbout(platform, intent))
  }
  return intents.length === BATCH ? BATCH : 0
}

/** Asks the provider about one intent and applies the answer. */
export async function askAbout(platform: Platform, intent: Intent): Promise<Answer> {
  if (intent.state === 'succeeded') return 'paid'
  if (!isOpenAtProvider(intent.state)) return intent.state === 'created' ? 'open' : 'ended'
  try {
    const payment = await providerOf(platform).query(formatId('pay', intent.id))
    if (payment.state === 'succeeded' || payment.state === 'refunded') {
      const fact = paidFact(`query:${formatId('pay', intent.id)}`, intent.id, payment)
      await platform.db.inTransaction(platform, (tx) => applyPaid(platform, tx, [fact]))
      return 'paid'
    }
    if (payment.state === 'closed' || payment.state === 'failed') {
      await sql.markEnded(platform.db, [intent.id], payment.state, platform.clock.now())
      return 'ended'
    }
    await sql.markAsked(platform.db, [intent.id], platform.clock.now())
    return 'open'
  } catch (error) {
    return unknown(platform, intent, error)
  }
}

/**
 * Makes sure that nobody can pay an intent any more, or finds that it is paid. Closed at the provider first, since only
 * then may stock go back. An intent that never left us is closed by us alone.
 */
export async function closeIntent(platform: Platform, intent: Intent): Promise<Answer> {
  if (intent.state === 'succeeded') return 'paid'
  if (intent.state === 'closed' || intent.state === 'failed') return 'ended'
  if (intent.state === 'created') {
    const ended = await sql.markEnded(platform.db, [intent.id], 'closed', platform.clock.now())
    return ended.length === 1 ? 'ended' : 'open'
  }
  try {
    await providerOf(platform).close(formatId('pay', intent.id))
    await sql.markEnded(platform.db, [intent.id], 'closed', platform.clock.now())
    return 'ended'
  } catch (error) {
    if (error instanceof ProviderRefused && error.paid) return askAbout(platform, intent)
    if (error instanceof ProviderRefused && NEVER_ARRIVED.has(error.code)) {
      await sql.markEnded(platform.db, [intent.id], 'closed', platform.clock.now())
      return 'ended'
    }
    return unknown(platform, intent, error)
  }
}

const ASKED_AT_ONCE = 8

/**
 * As `closeIntent`, for a list: what never left us is closed in one statement, about the rest the provider is asked, a
 * few at once. Answers come in two parts, so that nobody waits for a provider that is slow about others.
 */
export async function closeIntents(
  platform: Platform,
  intents: readonly Intent[],
  take: (ids: readonly bigint[], answer: Answer) => Promise<void>,
): Promise<void> {
  const created = intents.filter((intent) => intent.state === 'created').map((intent) => intent.id)
  const closed = (await closeCreated(platform.db, created, platform.clock.now())).map((row) => row.id)
  const ended = intents.filter((intent) => intent.state === 'closed' || intent.state === 'failed')
  await take([...closed, ...ended.map((intent) => intent.id)], 'ended')
  const toAsk = intents.filter((intent) => isOpenAtProvider(intent.state))
  for (let from = 0; from < toAsk.length; from += ASKED_AT_ONCE) {
    const some = toAsk.slice(from, from + ASKED_AT_ONCE)
    const answers = await Promise.all(some.map((intent) => closeIntent(platform, intent)))
    for (const answer of ['ended', 'unknown'] as const)
      await take(
        some.filter((_, index) => answers[index] === answer).map((intent) => intent.id),
        answer,
      )
  }
}

async function unknown(platform: Platform, intent: Intent, error: unknown): Promise<Answer> {
  if (!(error instanceof ProviderUnknown) && !(error instanceof ProviderRefused)) throw error
  await sql.markUnknown(platform.db, [intent.id], platform.clock.now())
  platform.log.warn(
    { room: 'payments', subject: formatId('pay', intent.id), code: error.name },
    'the provider did not say what happened',
  )
  return 'unknown'
}
