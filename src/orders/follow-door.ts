import { lockIntents, resetExpiry } from '../payments/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { StoredNews, Subscription } from '../platform/room.ts'
import { cancelOrder } from './cancel-orders.ts'
import { PAY_WITHIN_MS } from './place-orders.ts'
import * as sql from './sql.ts'

/** Orders that wait for a community's door: let in, they may be paid; turned away, they end and give their stock back. */
export const followDoor: Subscription = {
  subscriber: 'orders.follow_door',
  names: ['member.joined', 'member.declined', 'member.banned', 'member.left'],
  take: async (platform, tx, news) => {
    for (const one of news) await follow(platform, tx, one)
  },
}

async function follow(platform: Platform, tx: Tx, news: StoredNews): Promise<void> {
  const communityId = parseId('com', String(news.data.communityId))
  const personId = parseId('per', String(news.data.personId))
  const waiting = await sql.waitingOfMember(tx, communityId, personId)
  if (waiting.length === 0) return
  if (news.name !== 'member.joined') {
    for (const order of waiting) await cancelOrder(platform, tx, systemActor('orders'), order.id, '没有进群')
    return
  }
  const expiresAt = new Date(tx.at.getTime() + PAY_WITHIN_MS)
  await lockIntents(
    tx,
    waiting.map((order) => order.intent_id),
  )
  await sql.openDoor(
    tx,
    waiting.map((order) => order.id),
    expiresAt,
  )
  await resetExpiry(
    tx,
    waiting.map((order) => order.intent_id),
    expiresAt,
  )
}
