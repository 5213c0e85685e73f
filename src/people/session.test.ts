import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { testPlatform } from '../../test/support/platform.ts'
import type { Actor } from '../platform/actor.ts'
import { readSession } from './index.ts'
import { forgetOld } from './jobs.ts'
import { hashToken, SessionCache } from './session.ts'

const now = new Date('2026-11-23T04:00:00Z')
const later = new Date(now.getTime() + 60_000)
const person = { kind: 'person', personId: 1n, sessionId: 2n, audience: 'store' } as unknown as Actor

describe('what is remembered of sessions', () => {
  test('is found again for its audience until it expires', () => {
    const cache = new SessionCache()
    const hash = hashToken('one')
    cache.keep('store', hash, { actor: person, expiresAt: later }, cache.drops)
    expect(cache.find('store', hash, now)).toBe(person)
    expect(cache.find('curator', hash, now)).toBeUndefined()
    expect(cache.find('store', hash, later)).toEqual({ kind: 'anonymous' })
    expect(cache.find('store', hashToken('two'), now)).toBeUndefined()
  })

  test('is gone once it is dropped; a reading that began before is not kept', () => {
    const cache = new SessionCache()
    const hash = hashToken('one')
    const before = cache.drops
    cache.keep('store', hash, { actor: person, expiresAt: later }, before)
    cache.drop((actor) => actor === person)
    expect(cache.find('store', hash, now)).toBeUndefined()
    cache.keep('store', hash, { actor: person, expiresAt: later }, before)
    expect(cache.find('store', hash, now)).toBeUndefined()
  })

  test('does not grow without end', () => {
    const cache = new SessionCache()
    for (let i = 0; i < 50_050; i++) cache.keep('store', hashToken(`${i}`), { actor: person, expiresAt: later }, 0)
    expect(cache.find('store', hashToken('0'), now)).toBeUndefined()
    expect(cache.find('store', hashToken('50049'), now)).toBe(person)
  })
})

describe('what was remembered more than three seconds ago', () => {
  const hash = hashToken('one')
  let cache: SessionCache
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
    cache = new SessionCache()
    cache.keep('store', hash, { actor: person, expiresAt: later }, cache.drops)
    vi.advanceTimersByTime(3_001)
  })
  afterEach(() => void vi.useRealTimers())

  test('is believed again once it was asked which sessions have ended', () => {
    expect(cache.find('store', hash, now)).toBeUndefined()
    expect(cache.isBehind('store', hash)).toBe(true)
    cache.hear([], performance.now())
    expect(cache.find('store', hash, now)).toBe(person)
    vi.advanceTimersByTime(3_001)
    expect(cache.find('store', hash, now)).toBeUndefined()
  })

  test('is forgotten when it is among them, also by a reading that is under way', () => {
    const before = cache.drops
    cache.hear([{ audience: 'store', tokenHash: hash }], performance.now())
    expect(cache.find('store', hash, now)).toBeUndefined()
    expect(cache.isBehind('store', hash)).toBe(false)
    cache.keep('store', hash, { actor: person, expiresAt: later }, before)
    expect(cache.find('store', hash, now)).toBeUndefined()
  })

  test('is read anew after ten minutes, whatever was heard', () => {
    vi.advanceTimersByTime(600_000)
    cache.hear([], performance.now())
    expect(cache.find('store', hash, now)).toBeUndefined()
    expect(cache.isBehind('store', hash)).toBe(false)
  })

  test('is read anew for staff, whose roles may have changed', () => {
    const staff = { kind: 'staff', staffId: 1n, sessionId: 2n, roles: [], provedAt: now } as unknown as Actor
    cache.keep('admin', hash, { actor: staff, expiresAt: later }, cache.drops)
    vi.advanceTimersByTime(3_001)
    cache.hear([], performance.now())
    expect(cache.find('admin', hash, now)).toBeUndefined()
    expect(cache.isBehind('admin', hash)).toBe(false)
  })
})

describe('sessions in two processes', () => {
  let stage: PeopleStage

  beforeAll(async () => {
    stage = await peopleStage()
  })

  afterAll(() => stage.close())

  test('one that ended elsewhere may be believed here for three seconds, not longer', async () => {
    const { config } = stage.platform
    const other = await testPlatform(config.databaseUrl, { clock: stage.clock })
    const shopper = await stage.shopper()
    const cookie = shopper.cookies.get('lv_store') as string
    expect(await readSession(other.platform, 'store', { cookie })).toMatchObject({ kind: 'person' })
    await shopper.post('/v1/store/sign-out')
    expect(await readSession(stage.platform, 'store', { cookie })).toEqual({ kind: 'anonymous' })
    await new Promise((resolve) => setTimeout(resolve, 3_050))
    expect(await readSession(other.platform, 'store', { cookie })).toEqual({ kind: 'anonymous' })
    await other.close()
  })

  test('those that go on are not read anew: one question for all of them', async () => {
    const other = await testPlatform(stage.platform.config.databaseUrl, { clock: stage.clock })
    const shoppers = [await stage.shopper(), await stage.shopper()]
    const cookies = shoppers.map((shopper) => shopper.cookies.get('lv_store') as string)
    const readAll = () => Promise.all(cookies.map((cookie) => readSession(other.platform, 'store', { cookie })))
    const people = await readAll()
    await new Promise((resolve) => setTimeout(resolve, 3_050))
    const query = vi.spyOn(other.platform.db, 'query')
    expect(await readAll()).toEqual(people)
    expect(query.mock.calls.map(([name]) => name)).toEqual(['people.endedSessions'])
    await other.close()
  })

  test('what ended long ago is deleted', async () => {
    const shopper = await stage.shopper()
    await forgetOld(stage.platform)
    expect((await shopper.get('/v1/store/me')).body.person).not.toBeNull()
    stage.clock.advance(61 * 86_400_000)
    expect(await forgetOld(stage.platform)).toBeGreaterThan(1)
    expect(await stage.read('select 1 from people.session')).toEqual([])
    expect(await stage.read('select 1 from people.phone_code')).toEqual([])
    expect(await forgetOld(stage.platform)).toBe(0)
  })
})
