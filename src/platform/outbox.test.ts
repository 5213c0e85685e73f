import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { connectOnce, type Tx } from './db.ts'
import { currentPosition, deliver, forgetOldNews, newsSince } from './outbox.ts'
import type { StoredNews, Subscription } from './room.ts'

const DAY_MS = 24 * 3_600_000

let stage: TestPlatform
let url = ''
let subscribers = 0

beforeAll(async () => {
  url = await freshDatabase()
  stage = await testPlatform(url, { connections: 12 })
})
afterAll(() => stage.close())

const say = (subject: number, name: `${string}.${string}` = 'thing.happened', before?: () => Promise<void>) =>
  stage.platform.db.inTransaction(stage.platform, async (tx) => {
    tx.say({ name, cellId: 0, subject: BigInt(subject) })
    // News is written at the end, so that its place in commit order must be taken by hand here.
    if (before) {
      await tx.query('', 'select pg_current_xact_id()')
      await before()
    }
  })

/** A subscriber of its own that keeps what it took. */
function subscriber(take?: (news: readonly StoredNews[], tx: Tx) => Promise<void> | void) {
  const taken: number[] = []
  const subscription: Subscription = {
    subscriber: `test.${++subscribers}`,
    names: ['thing.happened'],
    take: async (_platform, tx, news) => {
      await take?.(news, tx)
      taken.push(...news.map((one) => Number(one.subject)))
    },
  }
  return { taken, subscription }
}

/** Delivers until nothing comes any more; an open transaction elsewhere on the server may hold news up for a moment. */
async function deliverAll(subscription: Subscription, until: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    while ((await deliver(stage.platform, subscription)) > 0);
    if (until() || Date.now() > end) return
  }
}

describe('delivery', () => {
  test('in the order of transaction numbers, also where they grow by a digit', async () => {
    const owner = await connectOnce(url)
    await owner.query(
      `insert into platform.outbox (id, cell_id, tx, name, version, subject, occurred_at, actor, data)
       select 100 + n, 0, n::text::xid8, 'thing.happened', 1, n, now(), 'test', '{}' from generate_series(9, 12) n`,
    )
    const { taken, subscription } = subscriber()
    await deliverAll(subscription, () => taken.length >= 4)
    expect(taken).toEqual([9, 10, 11, 12])
    expect(await deliver(stage.platform, subscription)).toBe(0)
    const position = await currentPosition(stage.platform.db)
    expect((await newsSince(stage.platform.db, position)).news).toEqual([])
    await owner.query('delete from platform.outbox')
    await owner.end()
  })

  test('what was said in a transaction that failed was never said', async () => {
    const { taken, subscription } = subscriber()
    await expect(
      stage.platform.db.inTransaction(stage.platform, async (tx) => {
        tx.say({ name: 'thing.happened', cellId: 0, subject: 1n })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await say(2)
    await deliverAll(subscription, () => taken.includes(2))
    expect(taken).toEqual([2])
  })

  test('only the names that were asked for, in order, each once', async () => {
    const { taken, subscription } = subscriber()
    await deliverAll(subscription, () => true)
    taken.length = 0
    for (let i = 10; i < 30; i++) await say(i, i % 2 ? 'thing.happened' : 'other.happened')
    await deliverAll(subscription, () => taken.length === 10)
    expect(taken).toEqual([11, 13, 15, 17, 19, 21, 23, 25, 27, 29])
    expect(await deliver(stage.platform, subscription)).toBe(0)
  })

  test('transactions that commit out of order lose nothing: the late one is waited for', async () => {
    const { taken, subscription } = subscriber()
    await deliverAll(subscription, () => true)
    taken.length = 0
    let letGo: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let begun: () => void = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = say(100, 'thing.happened', () => {
      begun()
      return held
    })
    await hasBegun
    try {
      await say(101)
      await say(102)
      while ((await deliver(stage.platform, subscription)) > 0);
      expect(taken).toEqual([])
    } finally {
      letGo()
      await slow
    }
    await deliverAll(subscription, () => taken.length === 3)
    expect([...taken].sort()).toEqual([100, 101, 102])
  })

  test('eighty at once from twelve connections while four workers deliver: each exactly once', async () => {
    const { taken, subscription } = subscriber()
    await deliverAll(subscription, () => true)
    taken.length = 0
    const wanted = Array.from({ length: 80 }, (_, index) => 200 + index)
    let saying = true
    const workers = Array.from({ length: 4 }, async () => {
      while (saying) await deliver(stage.platform, subscription)
    })
    await Promise.all(wanted.map((subject) => say(subject)))
    saying = false
    await Promise.all(workers)
    await deliverAll(subscription, () => taken.length >= 80)
    expect([...taken].sort((a, b) => a - b)).toEqual(wanted)
  })

  test('an effect happens once: what a handler wrote before it failed is gone, and comes with the next try', async () => {
    let fails = 2
    const { subscription } = subscriber(async (news, tx) => {
      for (const one of news)
        await tx.query(
          '',
          'insert into platform.idempotency (key, actor, route, cell_id, input_hash, claimed_at) values ($1, $2, $3, 0, $4, $5)',
          [`effect-${one.id}`, 'test', 'test', Buffer.alloc(0), tx.at],
        )
      if (fails-- > 0) throw new Error('not yet')
    })
    await say(300)
    const effects = () => stage.platform.db.query('', `select key from platform.idempotency where actor = 'test'`)
    await deliver(stage.platform, subscription)
    expect(await effects()).toEqual([])
    await deliverAll(subscription, () => fails < 0)
    const [all] = await stage.platform.db.query<{ n: number }>(
      '',
      `select count(*) as n from platform.outbox where name = 'thing.happened'`,
    )
    expect(await effects()).toHaveLength(all?.n ?? -1)
  })
})

describe('what cannot be taken', () => {
  test('is tried alone, parked after twenty failures, and holds nobody up for ever', async () => {
    let tries = 0
    const { taken, subscription } = subscriber((news) => {
      if (news.some((one) => Number(one.subject) === 401)) {
        if (news.length === 1) tries++
        throw new Error('401 cannot be taken')
      }
    })
    await deliverAll(subscription, () => true)
    taken.length = 0
    for (const subject of [400, 401, 402]) await say(subject)
    await deliverAll(subscription, () => taken.includes(402))
    expect(taken).toEqual([400, 402])
    expect(tries).toBe(20)
    const parked = await stage.platform.db.query<{ failures: number; parked: boolean; last_error: string }>(
      '',
      'select failures, parked_at is not null as parked, last_error from platform.outbox_failure where subscriber = $1',
      [subscription.subscriber],
    )
    expect(parked).toEqual([{ failures: 20, parked: true, last_error: '401 cannot be taken' }])
  })
})

describe('live listeners and forgetting', () => {
  test('a listener starts where the log stands and sees what comes after', async () => {
    await say(500)
    const settled = async () =>
      (await newsSince(stage.platform.db, { tx: '0', id: 0 })).news.some((one) => Number(one.subject) === 500)
    await expect.poll(settled, { timeout: 20_000 }).toBe(true)
    let position = await currentPosition(stage.platform.db)
    await say(501)
    const seen: number[] = []
    await expect
      .poll(
        async () => {
          const next = await newsSince(stage.platform.db, position)
          position = next.position
          seen.push(...next.news.map((one) => Number(one.subject)))
          return seen
        },
        { timeout: 20_000 },
      )
      .toEqual([501])
  })

  test('only what every subscriber has passed, and that is fourteen days old, is forgotten; keys after seven', async () => {
    const slow = subscriber()
    await deliver(stage.platform, slow.subscription)
    await say(600)
    const left = async () =>
      (await stage.platform.db.query('', 'select id from platform.outbox where subject = 600')).length
    stage.clock.advance(15 * DAY_MS)
    await forgetOldNews(stage.platform)
    expect(await left()).toBe(1)
    const names = await stage.platform.db.query<{ subscriber: string }>(
      '',
      'select subscriber from platform.outbox_cursor',
    )
    for (const { subscriber: name } of names)
      await deliverAll({ subscriber: name, names: [], take: async () => {} }, () => true)
    await expect
      .poll(
        async () => {
          for (const { subscriber: name } of names)
            await deliver(stage.platform, { subscriber: name, names: [], take: async () => {} })
          await forgetOldNews(stage.platform)
          return left()
        },
        { timeout: 20_000 },
      )
      .toBe(0)
    const [keys] = await stage.platform.db.query<{ n: number }>('', 'select count(*) as n from platform.idempotency')
    expect(keys?.n).toBe(0)
  })
})
