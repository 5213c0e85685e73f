import { looksAt } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Looks } from './contract-words.ts'
import { lastOrderIdsOf } from './sql-words.ts'

const ORDERS_LOOKED_AT = 500
const LOOKS_TOLD = 100

const whats = {
  'person.phone_shown': 'phone',
  'person.trust_shown': 'trust',
  'order.look_at_address': 'address',
} as const

/** What is on record about looks at the actor and at her last orders, newest first. */
export async function looksAtMine(platform: Platform, actor: PersonActor): Promise<Looks> {
  const orders = await lastOrderIdsOf(platform.db, actor.personId, ORDERS_LOOKED_AT)
  const subjects = [formatId('per', actor.personId), ...orders.map(({ id }) => formatId('ord', id))]
  const looks = await looksAt(platform.db, subjects, Object.keys(whats), LOOKS_TOLD)
  return {
    items: looks.map(({ happenedAt, actorName, action, reason, subject }) => ({
      at: happenedAt,
      who: actorName,
      what: whats[action as keyof typeof whats],
      reason,
      orderId: subject.startsWith('ord_') ? subject : null,
    })),
  }
}
