import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { isRefusal, Refusal } from './errors.ts'
import { type Claim, hashInput, judgeClaims, once, recordMade, releaseKeys } from './idempotency.ts'
import { platformRefusals } from './wire.ts'

let one: TestPlatform
let two: TestPlatform
let keys = 0

beforeAll(async () => {
  const url = await freshDatabase()
  one = await testPlatform(url)
  two = await testPlatform(url)
})
afterAll(async () => {
  await one.close()
  await two.close()
})

const claim = (changes: Partial<Claim> = {}): Claim => ({
  ...{ actor: 'person:1', route: 'POST /v1/test', cellId: 3, key: `key-${++keys}`, inputHash: hashInput({ a: 1 }) },
  ...changes,
})
const refusedAs = (code: string) => (error: unknown) => isRefusal(error, code)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Ids are above 2^53, as everywhere. */
const id = (n: number) => 9_007_199_254_740_992n + BigInt(n)

describe('once', () => {
  test('later: the same id, nothing is run again', async () => {
    const mine = claim()
    let ran = 0
    const work = async () => {
      ran++
      return id(7)
    }
    expect(await once(one.platform, mine, work)).toEqual({ made: id(7), replayed: false })
    for (const stage of [one, two, one])
      expect(await once(stage.platform, mine, work)).toEqual({ made: id(7), replayed: true })
    expect(ran).toBe(1)
  })

  test('with another body: refused, and the first stays', async () => {
    const mine = claim()
    await once(one.platform, mine, async () => id(1))
    const other = once(two.platform, { ...mine, inputHash: hashInput({ a: 2 }) }, async () => id(2))
    await expect(other).rejects.toSatisfy(refusedAs('idempotency_key_reused'))
    expect((await once(one.platform, mine, async () => id(3))).made).toBe(id(1))
  })

  test('another actor, route or cell has keys of its own', async () => {
    const mine = claim()
    const others = [mine, { ...mine, actor: 'person:2' }, { ...mine, route: 'POST /v1/other' }, { ...mine, cellId: 4 }]
    for (const [index, other] of others.entries())
      expect(await once(one.platform, other, async () => id(index))).toEqual({ made: id(index), replayed: false })
  })

  test('at once in one process: one runs, the others are told so from memory', async () => {
    const mine = claim()
    let ran = 0
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        once(one.platform, mine, async () => {
          ran++
          await pause(30)
          return id(1)
        }),
      ),
    )
    expect(ran).toBe(1)
    expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    for (const each of tries) if (each.status === 'rejected') expect(isRefusal(each.reason, 'in_progress')).toBe(true)
  })

  test('a refusal, an error and a lost race leave no trace: the key may be tried again', async () => {
    const mine = claim()
    const refuse = once(one.platform, mine, async () => {
      throw new Refusal(platformRefusals.forbidden)
    })
    await expect(refuse).rejects.toSatisfy(refusedAs('forbidden'))
    const broken = once(one.platform, mine, async () => {
      throw new Error('bug')
    })
    await expect(broken).rejects.toThrow('bug')
    expect(await once(one.platform, mine, async () => id(5))).toEqual({ made: id(5), replayed: false })
  })

  test('the order of fields does not matter, their values and kinds do', () => {
    const same = hashInput({ a: 1, b: { c: [1, 2], d: null } })
    expect(hashInput({ b: { d: null, c: [1, 2] }, a: 1 })).toEqual(same)
    for (const other of [
      { a: '1', b: { c: [1, 2], d: null } },
      { a: 1, b: { c: [2, 1], d: null } },
      { a: 1, b: { c: [1, 2] } },
      { a: 1, b: { c: [1, 2], d: null }, e: 0 },
    ])
      expect(hashInput(other)).not.toEqual(same)
  })
})

describe('many keys in one statement', () => {
  const judge = (
    stage: TestPlatform,
    claims: readonly Claim[],
    made?: (index: number) => bigint,
    hold?: Promise<void>,
  ) =>
    stage.platform.db.inTransaction(
      stage.platform,
      async (tx) => {
        const verdicts = await judgeClaims(tx, claims)
        const fresh = claims.flatMap((one, index) => (verdicts[index] === undefined ? [{ one, index }] : []))
        if (made)
          await recordMade(
            tx,
            fresh.map(({ one }) => one),
            fresh.map(({ index }) => made(index)),
          )
        await hold
        return verdicts
      },
      500,
    )

  test('each is judged by itself: new, known, of another body', async () => {
    const [known, reused] = [claim(), claim()]
    await judge(one, [known, reused], (index) => id(10 + index))
    const fresh = claim()
    const verdicts = await judge(two, [fresh, { ...reused, inputHash: hashInput('else') }, known], () => id(20))
    expect(verdicts[0]).toBeUndefined()
    expect(isRefusal(verdicts[1], 'idempotency_key_reused')).toBe(true)
    expect(verdicts[2]).toBe(id(10))
  })

  test('two batches that share keys in opposite order do not deadlock; one waits and finds the other’s', async () => {
    for (let round = 0; round < 10; round++) {
      const claims = Array.from({ length: 20 }, () => claim())
      const [a, b] = await Promise.all([judge(one, claims, () => id(1)), judge(two, claims.toReversed(), () => id(2))])
      const wins = [a, b].map((verdicts) => verdicts.filter((verdict) => verdict === undefined).length)
      expect(wins.sort((x, y) => x - y)).toEqual([0, 20])
    }
  })

  test('a key that is held too long is said to be in progress, within the lock time-out', async () => {
    const mine = claim()
    let letGo: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const first = judge(one, [mine], () => id(1), held)
    await pause(100)
    try {
      await expect(judge(two, [mine], () => id(2))).rejects.toSatisfy(refusedAs('in_progress'))
    } finally {
      letGo()
      await first
    }
    expect(await judge(two, [mine], () => id(2))).toEqual([id(1)])
  })

  test('what was let go is new again', async () => {
    const mine = claim()
    await one.platform.db.inTransaction(one.platform, async (tx) => {
      await judgeClaims(tx, [mine])
      releaseKeys(tx, [mine])
    })
    expect(await judge(two, [mine], () => id(1))).toEqual([undefined])
  })
})
