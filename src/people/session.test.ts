import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
