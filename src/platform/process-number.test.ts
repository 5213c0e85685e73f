import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import type { Database } from './db.ts'
import { Outage } from './errors.ts'
import { PROCESSES } from './ids.ts'
import { ProcessNumber } from './process-number.ts'

const TIMES = { leaseMs: 1_500, renewMs: 150, marginMs: 300, retryMs: 50 }

let stage: TestPlatform
const held: ProcessNumber[] = []

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase())
})
afterEach(async () => {
  for (const lease of held.splice(0)) await lease.release()
})
afterAll(() => stage.close())

/** The real database, until it is said to be away, or to answer nothing at all. */
function database() {
  const state = { is: 'there' as 'there' | 'away' | 'silent' }
  const query = (...asked: Parameters<Database['query']>) => {
    if (state.is === 'away') return Promise.reject(new Outage('database'))
    if (state.is === 'silent') return new Promise<never>(() => {})
    return stage.platform.db.query(...asked)
  }
  return { state, db: { query } as unknown as Database }
}

async function lease(db = database().db, heard: boolean[] = []): Promise<ProcessNumber> {
  const taken = await ProcessNumber.lease(db, (isHeld) => heard.push(isHeld), TIMES)
  held.push(taken)
  return taken
}

const numberOf = (taken: ProcessNumber) => {
  try {
    return taken.current()
  } catch (error) {
    if (error instanceof Outage) return undefined
    throw error
  }
}

describe('a process number', () => {
  test('is nobody else’s, is kept, and is given back', async () => {
    const all = await Promise.all(Array.from({ length: PROCESSES }, () => lease()))
    const numbers = all.map((one) => one.current())
    expect(new Set(numbers).size).toBe(PROCESSES)
    await new Promise((resolve) => setTimeout(resolve, TIMES.leaseMs * 1.5))
    expect(all.map((one) => one.current())).toEqual(numbers)
    await expect(lease()).rejects.toThrow(`all ${PROCESSES}`)
    const [first] = all
    await first?.release()
    expect(numberOf(first as ProcessNumber)).toBeUndefined()
    expect((await lease()).current()).toBe(numbers[0])
  })

  test('is lost while the database is away for long, and comes back by itself', async () => {
    const { db, state } = database()
    const heard: boolean[] = []
    const mine = await lease(db, heard)
    state.is = 'away'
    expect(mine.current()).toBeGreaterThanOrEqual(0)
    await expect.poll(() => numberOf(mine), { timeout: 5_000 }).toBeUndefined()
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([false])
    state.is = 'there'
    await expect.poll(() => numberOf(mine), { timeout: 5_000 }).toBeTypeOf('number')
    expect(heard).toEqual([false, true])
  })

  test('ends by itself while the database says nothing', async () => {
    const { db, state } = database()
    const mine = await lease(db)
    state.is = 'silent'
    await expect.poll(() => numberOf(mine), { timeout: 5_000 }).toBeUndefined()
    state.is = 'there'
  })

  test('that another holder took is given up for a free one', async () => {
    const heard: boolean[] = []
    const mine = await lease(undefined, heard)
    const before = mine.current()
    await stage.platform.db.query(
      '',
      `update platform.process set holder = gen_random_uuid(), held_until = $2 where process_no = $1`,
      [before, new Date(Date.now() + 60_000)],
    )
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([false, true])
    expect(mine.current()).not.toBe(before)
  })
})
