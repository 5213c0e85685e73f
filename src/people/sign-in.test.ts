import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestServer, testServer } from '../../test/support/http.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { anonymous } from '../platform/actor.ts'
import { createPerson, devRoutes, makeMeRoutes, room } from './index.ts'
import { signIn } from './sign-in.ts'

let stage: TestPlatform
let server: TestServer

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase())
  const { platform } = stage
  const routes = [...(room.routes ?? []), ...makeMeRoutes(async () => false), ...devRoutes(platform.config)]
  server = await testServer(platform, routes)
})

afterAll(async () => {
  await server.close()
  await stage.close()
})

let phones = 0
const newPhone = () => `139${String(++phones).padStart(8, '0')}`
const MINUTE = 60_000

/** The code as the developer page shows it. */
async function lastCode(): Promise<string> {
  const { body } = await server.client().get('/dev/messages.json')
  return /\d{6}/.exec(body.items[0].body)?.[0] ?? ''
}

async function sendCode(phone: string): Promise<string> {
  stage.clock.advance(1)
  const answer = await server.client().post('/v1/store/sign-in/code', { phone })
  expect(answer.status).toBe(202)
  return lastCode()
}

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')

async function read<Row>(text: string, values: unknown[] = []) {
  return stage.platform.db.query<Row>('', text, values)
}

describe('signing in with a code', () => {
  test('a new phone makes a person, the next sign-in finds them', async () => {
    const phone = newPhone()
    const browser = server.client()
    const first = await browser.post('/v1/store/sign-in', { phone, code: await sendCode(phone), nickname: '小王' })
    expect(first.status).toBe(200)
    expect(first.body).toEqual({
      person: {
        id: expect.stringMatching(/^per_/),
        nickname: '小王',
        phoneMasked: `139****${phone.slice(-4)}`,
        locale: 'zh-CN',
        createdAt: expect.stringMatching(/Z$/),
      },
      isNew: true,
    })
    expect((await browser.get('/v1/store/me')).body.person.nickname).toBe('小王')
    stage.clock.advance(MINUTE)
    const again = await server.client().post('/v1/curator/sign-in', {
      phone: `+86${phone}`,
      code: await sendCode(phone),
      nickname: '别的名字',
    })
    expect(again.body).toEqual({ person: first.body.person, isNew: false })
  })

  test('each audience has a cookie of its own', async () => {
    const phone = newPhone()
    const browser = server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    expect([...browser.cookies.keys()]).toEqual(['lv_store'])
    const planted = server.client()
    planted.cookies.set('lv_curator', browser.cookies.get('lv_store') as string)
    expect((await planted.get('/v1/curator/me')).body.person).toBeNull()
  })

  test('the cookie cannot be read by scripts or sent by other sites', async () => {
    const phone = newPhone()
    const answer = await server.client().post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax/)
    expect(answer.headers['set-cookie']).toMatch(/Max-Age=2592000/)
  })

  test('a nickname is made up when none is given', async () => {
    const phone = newPhone()
    const { body } = await server.client().post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    expect(body.person.nickname).toMatch(/^群友\d{4}$/)
  })

  test('a session gets a new token at each sign-in, and the one before it ends', async () => {
    const phone = newPhone()
    const browser = server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    const before = browser.cookies.get('lv_store') as string
    stage.clock.advance(MINUTE)
    await browser.post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    expect(browser.cookies.get('lv_store')).not.toBe(before)
    const old = server.client()
    old.cookies.set('lv_store', before)
    expect((await old.get('/v1/store/me')).body.person).toBeNull()
  })

  test('signing out ends the session at once', async () => {
    const phone = newPhone()
    const browser = server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    const token = browser.cookies.get('lv_store') as string
    expect((await browser.get('/v1/store/me')).body.person).not.toBeNull()
    expect((await browser.post('/v1/store/sign-out')).status).toBe(204)
    expect(browser.cookies.size).toBe(0)
    browser.cookies.set('lv_store', token)
    expect((await browser.get('/v1/store/me')).body.person).toBeNull()
    expect((await browser.patch('/v1/store/me', { nickname: '不行' })).status).toBe(401)
  })

  test('a session ends after thirty days', async () => {
    const phone = newPhone()
    const browser = server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    stage.clock.advance(30 * 24 * 60 * MINUTE - 1_000)
    expect((await browser.get('/v1/store/me')).body.person).not.toBeNull()
    stage.clock.advance(1_000)
    expect((await browser.get('/v1/store/me')).body.person).toBeNull()
  })

  test('a person keeps twenty sessions', async () => {
    const phone = newPhone()
    const first = server.client()
    await first.post('/v1/store/sign-in', { phone, code: await sendCode(phone) })
    for (let i = 0; i < 20; i++) {
      stage.clock.advance(60 * MINUTE)
      const code = await sendCode(phone)
      await server.client().post('/v1/store/sign-in', { phone, code })
    }
    const { body } = await first.get('/v1/store/me')
    expect(body.person).toBeNull()
  })
})

describe('a code that does not open', () => {
  const refused = { status: 422, body: { code: 'code_wrong' } }
  const tryCode = (phone: string, code: string) => server.client().post('/v1/store/sign-in', { phone, code })

  test('a wrong one, a used one, one that expired, one for another phone, one that was never sent: one answer', async () => {
    const phone = newPhone()
    const other = newPhone()
    const code = await sendCode(phone)
    const wrong = await tryCode(phone, wrongFor(code))
    const foreign = await tryCode(other, code)
    expect((await tryCode(phone, code)).status).toBe(200)
    const used = await tryCode(phone, code)
    stage.clock.advance(MINUTE)
    const late = await sendCode(phone)
    stage.clock.advance(5 * MINUTE)
    const expired = await tryCode(phone, late)
    for (const answer of [wrong, foreign, used, expired]) {
      expect(answer).toMatchObject(refused)
      expect({ ...answer.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' })
    }
  })

  test('works until the last second', async () => {
    const phone = newPhone()
    const code = await sendCode(phone)
    stage.clock.advance(5 * MINUTE - 1)
    expect((await tryCode(phone, code)).status).toBe(200)
  })

  test('a newer code makes the older void', async () => {
    const phone = newPhone()
    const older = await sendCode(phone)
    stage.clock.advance(MINUTE)
    let newer = await sendCode(phone)
    if (newer === older) {
      stage.clock.advance(MINUTE)
      newer = await sendCode(phone)
    }
    expect(await tryCode(phone, older)).toMatchObject(refused)
    expect((await tryCode(phone, newer)).status).toBe(200)
  })

  test('after five wrong tries the right code opens nothing', async () => {
    const phone = newPhone()
    const code = await sendCode(phone)
    for (let i = 0; i < 4; i++) await tryCode(phone, wrongFor(code))
    const patient = newPhone()
    const patientCode = await sendCode(patient)
    for (let i = 0; i < 4; i++) await tryCode(patient, wrongFor(patientCode))
    expect((await tryCode(patient, patientCode)).status).toBe(200)
    await tryCode(phone, wrongFor(code))
    expect(await tryCode(phone, code)).toMatchObject(refused)
  })

  test('fifty guesses at once count as five', async () => {
    const phone = newPhone()
    const code = await sendCode(phone)
    const guesses = Array.from({ length: 50 }, (_, i) => String(i).padStart(6, '0')).map((guess) =>
      guess === code ? '999999' : guess,
    )
    const answers = await Promise.all(guesses.map((guess) => tryCode(phone, guess)))
    expect(answers.every((answer) => answer.status === 422)).toBe(true)
    expect(await tryCode(phone, code)).toMatchObject(refused)
    const [row] = await read<{ wrong_tries: number }>(
      'select wrong_tries from people.phone_code where phone_fingerprint = $1',
      [stage.platform.keys.fingerprint('phone', `+86${phone}`)],
    )
    expect(row?.wrong_tries).toBe(5)
  })

  test('fifty of the right code at once open one session', async () => {
    const phone = newPhone()
    const code = await sendCode(phone)
    const input = { audience: 'store', phone, code, locale: 'zh-CN' } as const
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => signIn(stage.platform, anonymous, input)))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test.each(['12345', '1234567', 'abcdef', '１２３４５６', '0'.repeat(10_000)])('%.20s is no code', async (code) => {
    expect((await tryCode(newPhone(), code)).status).toBe(400)
  })

  test('a code as a number is no code', async () => {
    expect((await server.client().post('/v1/store/sign-in', { phone: newPhone(), code: 123456 })).status).toBe(400)
  })
})

describe('asking for a code', () => {
  const ask = (phone: string) => server.client().post('/v1/store/sign-in/code', { phone })

  test('answers alike for a phone that has a person and one that has none', async () => {
    const known = newPhone()
    await createPerson(stage.platform, { phone: known })
    const answers = [await ask(known), await ask(newPhone())]
    for (const answer of answers) {
      expect(answer.status).toBe(202)
      expect(answer.body).toEqual({ expiresInSeconds: 300, resendInSeconds: 60 })
    }
  })

  test('asks the same statements for both, so it takes the same time', async () => {
    const known = newPhone()
    await createPerson(stage.platform, { phone: known })
    const countOf = async (phone: string) => {
      const seen: string[] = []
      const { db } = stage.platform
      const spied = Object.assign(Object.create(db), {
        inTransaction: (env: never, work: never) =>
          db.inTransaction(env, ((tx: { query: (name: string, ...rest: unknown[]) => unknown }) =>
            (work as (given: unknown) => Promise<unknown>)({
              ...tx,
              query: (name: string, ...rest: unknown[]) => {
                seen.push(name)
                return tx.query(name, ...rest)
              },
            })) as never),
      })
      const { sendSignInCode } = await import('./send-sign-in-code.ts')
      await sendSignInCode({ ...stage.platform, db: spied }, { phone, locale: 'zh-CN' })
      return seen
    }
    expect(await countOf(known)).toEqual(await countOf(newPhone()))
  })

  test('again only after sixty seconds', async () => {
    const phone = newPhone()
    await ask(phone)
    stage.clock.advance(MINUTE - 1_000)
    expect(await ask(phone)).toMatchObject({
      status: 429,
      body: { code: 'code_too_soon', facts: { retryInSeconds: 1 } },
    })
    stage.clock.advance(1_000)
    expect((await ask(phone)).status).toBe(202)
  })

  test('five an hour', async () => {
    const phone = newPhone()
    for (let i = 0; i < 5; i++) {
      expect((await ask(phone)).status).toBe(202)
      stage.clock.advance(MINUTE)
    }
    expect(await ask(phone)).toMatchObject({ status: 429, body: { facts: { retryInSeconds: 55 * 60 } } })
    stage.clock.advance(55 * MINUTE)
    expect((await ask(phone)).status).toBe(202)
  })

  test('twenty requests at once send one code', async () => {
    const phone = newPhone()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(phone)))
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1)
    const [row] = await read<{ sent_in_hour: number }>(
      'select sent_in_hour from people.phone_code where phone_fingerprint = $1',
      [stage.platform.keys.fingerprint('phone', `+86${phone}`)],
    )
    expect(row?.sent_in_hour).toBe(1)
  })

  test('no limits where the installation has lifted them', async () => {
    const free = await testPlatform(await freshDatabase(), { config: { limitsApply: false } })
    const unlimited = await testServer(free.platform, room.routes ?? [])
    const phone = newPhone()
    for (let i = 0; i < 8; i++) {
      expect((await unlimited.client().post('/v1/store/sign-in/code', { phone })).status).toBe(202)
    }
    await unlimited.close()
    await free.close()
  })

  test('sixty an hour from one address of the network', async () => {
    const ip = '203.0.113.9'
    let last = 0
    for (let i = 0; i < 61; i++) {
      last = (await server.client().post('/v1/store/sign-in/code', { phone: newPhone() }, { ip })).status
    }
    expect(last).toBe(429)
  })

  test.each(['1380000000', '23800000001', '+8623800000001', '138 0000 0001', 'x', '', '1'.repeat(10_000)])(
    '%.20j is no phone',
    async (phone) => {
      expect((await ask(phone)).status).toBe(400)
    },
  )

  test('phones of other countries', async () => {
    const answer = await server
      .client()
      .post('/v1/store/sign-in', { phone: '+4915112345678', code: await sendCode('+4915112345678') })
    expect(answer.body.person.phoneMasked).toBe('+491****78')
  })

  test('an unknown field is refused', async () => {
    const answer = await server.client().post('/v1/store/sign-in/code', { phone: newPhone(), admin: true })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })
})

describe('making persons', () => {
  test('one phone at once from many places makes one person', async () => {
    const phone = newPhone()
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createPerson(stage.platform, { phone, nickname: '同时' })),
    )
    expect(new Set(made.map((one) => one.personId)).size).toBe(1)
    expect(made.filter((one) => one.isNew)).toHaveLength(1)
    const news = await read("select 1 from platform.outbox where name = 'person.joined' and subject = $1", [
      made[0]?.personId,
    ])
    expect(news).toHaveLength(1)
  })

  test('demo people are refused in production', async () => {
    const production = { ...stage.platform, config: { ...stage.platform.config, mode: 'production' as const } }
    await expect(createPerson(production, { phone: newPhone(), isDemo: true })).rejects.toThrow(/demo mode only/)
  })
})

describe('the developer page', () => {
  test('has no route outside of demo mode', () => {
    expect(devRoutes({ ...stage.platform.config, mode: 'production' })).toEqual([])
  })

  test('masks the phone', async () => {
    await sendCode(newPhone())
    const { body } = await server.client().get('/dev/messages.json')
    expect(body.items[0].phoneMasked).toMatch(/^139\*{4}\d{4}$/)
  })
})
