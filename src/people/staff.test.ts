import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { anonymous } from '../platform/actor.ts'
import { createStaff } from './index.ts'
import { signInStaff } from './sign-in-staff.ts'
import { codeInReach, hashPassword, stepOfCode } from './staff.ts'

/** The hashes that a password was held against. */
const verified = vi.hoisted((): string[] => [])
vi.mock('@node-rs/argon2', async (load) => {
  const real = await load<typeof import('@node-rs/argon2')>()
  return {
    ...real,
    verify: (...asked: Parameters<typeof real.verify>) => {
      verified.push(String(asked[0]))
      return real.verify(...asked)
    },
  }
})

let stage: PeopleStage

beforeAll(async () => {
  stage = await peopleStage()
})

afterAll(() => stage.close())

const ARGON2ID = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/
const SIGN_IN = '/v1/admin/sign-in'
const MINUTE = 60_000
const password = 'correct horse battery'
let made = 0

async function newColleague() {
  const login = `lu.zhang${++made}`
  const input = { login, name: '陆账', password, roles: ['finance'] as const, isDemo: true }
  const { totpSecret } = await createStaff(stage.platform, input)
  const code = () => generateSync({ secret: totpSecret, epoch: Math.floor(stage.clock.now().getTime() / 1000) })
  return { login, code }
}

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')

describe('signing in as staff', () => {
  test('by password and one-time code, for twelve hours', async () => {
    const { login, code } = await newColleague()
    const browser = stage.server.client()
    const answer = await browser.post(SIGN_IN, { login: ` ${login.toUpperCase()} `, password, totp: code() })
    expect(answer.status).toBe(200)
    expect(answer.body.staff).toEqual({ id: expect.stringMatching(/^stf_/), login, name: '陆账', roles: ['finance'] })
    expect([...browser.cookies.keys()]).toEqual(['lv_admin'])
    stage.clock.advance(12 * 60 * MINUTE - 1_000)
    expect((await browser.get('/v1/admin/me')).body.staff?.login).toBe(login)
    stage.clock.advance(1_000)
    expect((await browser.get('/v1/admin/me')).body.staff).toBeNull()
  })

  test('every wrong combination gets one answer', async () => {
    const { login, code } = await newColleague()
    const { login: gone, code: goneCode } = await newColleague()
    const admin = await stage.colleague('admin')
    const { items } = (await admin.get('/v1/admin/staff')).body
    const { id } = items.find((one: { login: string }) => one.login === gone)
    expect((await admin.post(`/v1/admin/staff/${id}/disable`)).status).toBe(200)
    const wrong = [
      { login, password: 'not the password', totp: code() },
      { login, password, totp: wrongFor(code()) },
      { login: 'nobody', password, totp: code() },
      { login: gone, password, totp: goneCode() },
      { login: "' or 1=1 --", password, totp: code() },
    ]
    for (const body of wrong) {
      const answer = await stage.server.client().post(SIGN_IN, body)
      expect(answer).toMatchObject({ status: 422, body: { code: 'sign_in_wrong' } })
      expect(Object.keys(answer.body).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type'])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  test('an unknown login costs the same work as a known one: one hash of the same cost', async () => {
    const { login } = await newColleague()
    for (const who of ['nobody-here', login]) {
      verified.length = 0
      const input = { login: who, password: 'x', totp: '000000' }
      expect((await stage.server.client().post(SIGN_IN, input)).body.code).toBe('sign_in_wrong')
      expect(verified).toEqual([expect.stringMatching(ARGON2ID)])
    }
  })

  test('a code opens once, and no older one after it', async () => {
    const { login, code } = await newColleague()
    const before = code()
    stage.clock.advance(30_000)
    const now = code()
    expect((await stage.server.client().post(SIGN_IN, { login, password, totp: now })).status).toBe(200)
    for (const totp of [now, before]) {
      expect((await stage.server.client().post(SIGN_IN, { login, password, totp })).status).toBe(422)
    }
    stage.clock.advance(30_000)
    expect((await stage.server.client().post(SIGN_IN, { login, password, totp: code() })).status).toBe(200)
  })

  test('twenty at once with one code open one session', async () => {
    const { login, code } = await newColleague()
    const input = { login, password, totp: code() }
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => signInStaff(stage.platform, anonymous, input)),
    )
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test('the fifth wrong try locks for fifteen minutes, and says nothing of it', async () => {
    const { login, code } = await newColleague()
    for (let i = 0; i < 5; i++) {
      await stage.server.client().post(SIGN_IN, { login, password: 'wrong', totp: code() })
    }
    const locked = await stage.server.client().post(SIGN_IN, { login, password, totp: code() })
    expect(locked.body.code).toBe('sign_in_wrong')
    stage.clock.advance(15 * MINUTE)
    expect((await stage.server.client().post(SIGN_IN, { login, password, totp: code() })).status).toBe(200)
  })

  test('four wrong tries are forgiven by a right one', async () => {
    const { login, code } = await newColleague()
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) {
        await stage.server.client().post(SIGN_IN, { login, password: 'wrong', totp: code() })
      }
      expect((await stage.server.client().post(SIGN_IN, { login, password, totp: code() })).status).toBe(200)
      stage.clock.advance(30_000)
    }
  })

  test('thirty guesses at once lock after five', async () => {
    const { login, code } = await newColleague()
    const guess = { login, password, totp: wrongFor(code()) }
    await Promise.allSettled(Array.from({ length: 30 }, () => signInStaff(stage.platform, anonymous, guess)))
    expect((await stage.server.client().post(SIGN_IN, { login, password, totp: code() })).status).toBe(422)
    const locks = await stage.read<{ locked_until: Date }>(
      `select locked_until from people.staff st join people.activity a on a.action = 'staff.locked' and a.facts = '{}'
       where st.login = $1 and st.locked_until > $2 and a.happened_at = $2`,
      [login, stage.clock.now()],
    )
    expect(locks).toHaveLength(1)
  })

  test('a session of one audience is nobody in another', async () => {
    const shopper = await stage.shopper()
    const client = stage.server.client()
    client.cookies.set('lv_admin', shopper.cookies.get('lv_store') as string)
    expect((await client.get('/v1/admin/me')).body.staff).toBeNull()
    expect((await client.get('/v1/admin/people')).status).toBe(401)
  })
})

describe('proving again', () => {
  test('is asked for ten minutes after signing in, where power is made', async () => {
    const admin = await stage.colleague('admin')
    const colleague = { login: 'new.one', name: '新人', password: 'a password of length', roles: ['scout'] }
    stage.clock.advance(11 * MINUTE)
    const asked = await admin.post('/v1/admin/staff', colleague)
    expect(asked).toMatchObject({ status: 401, body: { facts: { again: true } } })
    expect((await admin.post('/v1/admin/prove-again', { totp: await admin.totp() })).status).toBe(204)
    expect((await admin.post('/v1/admin/staff', colleague)).status).toBe(201)
  })

  test('wrong codes count as tries', async () => {
    const admin = await stage.colleague('admin')
    stage.clock.advance(MINUTE)
    const wrong = wrongFor(await admin.totp())
    for (let i = 0; i < 5; i++) {
      expect((await admin.post('/v1/admin/prove-again', { totp: wrong })).body.code).toBe('sign_in_wrong')
    }
    expect((await admin.post('/v1/admin/prove-again', { totp: await admin.totp() })).status).toBe(422)
  })
})

describe('one-time codes', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const at = new Date('2026-11-23T04:00:00Z')
  const epoch = at.getTime() / 1000
  const codeAt = (seconds: number) => generateSync({ secret, epoch: epoch + seconds })

  test('of RFC 6238', () => {
    expect(generateSync({ secret, epoch: 59 })).toBe('287082')
    expect(stepOfCode(secret, '287082', 0, new Date(59_000))).toBe(1)
  })

  test('one step before and after is let through, two are not', () => {
    const step = Math.floor(epoch / 30)
    expect([-30, 0, 30].map((seconds) => stepOfCode(secret, codeAt(seconds), 0, at))).toEqual([
      step - 1,
      step,
      step + 1,
    ])
    expect([-60, 60].map((seconds) => stepOfCode(secret, codeAt(seconds), 0, at))).toEqual([undefined, undefined])
  })

  test('the demo page shows one that is let through, or how long to wait', () => {
    const step = Math.floor(epoch / 30)
    for (const lastStep of [0, step - 1, step]) {
      const { totp } = codeInReach(secret, lastStep, at)
      expect(stepOfCode(secret, totp ?? '', lastStep, at)).toBeGreaterThan(lastStep)
    }
    expect(codeInReach(secret, step + 1, at)).toEqual({ totp: null, waitSeconds: 30 })
  })

  test('passwords are hashed with argon2id', async () => {
    expect(await hashPassword('x')).toMatch(ARGON2ID)
  })
})

test('demo staff are refused in production', async () => {
  const production = { ...stage.platform, config: { ...stage.platform.config, mode: 'production' as const } }
  const input = { login: 'demo.one', name: '演示', password, roles: ['admin'] as const, isDemo: true }
  await expect(createStaff(production, input)).rejects.toThrow(/demo mode only/)
})
