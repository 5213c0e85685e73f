import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { anonymous } from '../platform/actor.ts'
import { signIn } from './sign-in.ts'

let stage: PeopleStage

beforeAll(async () => {
  stage = await peopleStage()
})

afterAll(() => stage.close())

const MINUTE = 60_000

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')

describe('signing in with a code', () => {
  test('a new phone makes a person, the next sign-in finds them', async () => {
    const phone = stage.newPhone()
    const browser = stage.server.client()
    const first = await browser.post('/v1/store/sign-in', {
      phone,
      code: await stage.sendCode(phone),
      nickname: '小王',
    })
    expect(first.status).toBe(200)
    expect(first.body).toEqual({
      person: {
        id: expect.stringMatching(/^per_/),
        nickname: '小王',
        isNicknameMadeUp: false,
        phoneMasked: `139****${phone.slice(-4)}`,
        locale: 'zh-CN',
        createdAt: expect.stringMatching(/Z$/),
      },
      isNew: true,
    })
    expect((await browser.get('/v1/store/me')).body.person.nickname).toBe('小王')
    stage.clock.advance(MINUTE)
    const again = await stage.server.client().post('/v1/curator/sign-in', {
      phone: `+86${phone}`,
      code: await stage.sendCode(phone),
      nickname: '别的名字',
    })
    expect(again.body).toEqual({ person: first.body.person, isNew: false })
  })

  test('each audience has a cookie of its own', async () => {
    const phone = stage.newPhone()
    const browser = stage.server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    expect([...browser.cookies.keys()]).toEqual(['lv_store'])
    const planted = stage.server.client()
    planted.cookies.set('lv_curator', browser.cookies.get('lv_store') as string)
    expect((await planted.get('/v1/curator/me')).body.person).toBeNull()
  })

  test('the cookie cannot be read by scripts or sent by other sites', async () => {
    const phone = stage.newPhone()
    const answer = await stage.server.client().post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax/)
    expect(answer.headers['set-cookie']).toMatch(/Max-Age=2592000/)
  })

  test('a nickname is made up when none is given', async () => {
    const phone = stage.newPhone()
    const { body } = await stage.server.client().post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    expect(body.person.nickname).toMatch(/^群友\d{4}$/)
  })

  test('a session gets a new token at each sign-in, and the one before it ends', async () => {
    const phone = stage.newPhone()
    const browser = stage.server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    const before = browser.cookies.get('lv_store') as string
    stage.clock.advance(MINUTE)
    await browser.post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    expect(browser.cookies.get('lv_store')).not.toBe(before)
    const old = stage.server.client()
    old.cookies.set('lv_store', before)
    expect((await old.get('/v1/store/me')).body.person).toBeNull()
  })

  test('signing out ends the session at once', async () => {
    const phone = stage.newPhone()
    const browser = stage.server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    const token = browser.cookies.get('lv_store') as string
    expect((await browser.get('/v1/store/me')).body.person).not.toBeNull()
    expect((await browser.post('/v1/store/sign-out')).status).toBe(204)
    expect(browser.cookies.size).toBe(0)
    browser.cookies.set('lv_store', token)
    expect((await browser.get('/v1/store/me')).body.person).toBeNull()
    expect((await browser.patch('/v1/store/me', { nickname: '不行' })).status).toBe(401)
  })

  test('a session ends after thirty days', async () => {
    const phone = stage.newPhone()
    const browser = stage.server.client()
    await browser.post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    stage.clock.advance(30 * 24 * 60 * MINUTE - 1_000)
    expect((await browser.get('/v1/store/me')).body.person).not.toBeNull()
    stage.clock.advance(1_000)
    expect((await browser.get('/v1/store/me')).body.person).toBeNull()
  })

  test('a person keeps twenty sessions', async () => {
    const phone = stage.newPhone()
    const first = stage.server.client()
    await first.post('/v1/store/sign-in', { phone, code: await stage.sendCode(phone) })
    for (let i = 0; i < 20; i++) {
      stage.clock.advance(60 * MINUTE)
      const code = await stage.sendCode(phone)
      await stage.server.client().post('/v1/store/sign-in', { phone, code })
    }
    const { body } = await first.get('/v1/store/me')
    expect(body.person).toBeNull()
  })
})

describe('a code that does not open', () => {
  const refused = { status: 422, body: { code: 'code_wrong' } }
  const tryCode = (phone: string, code: string) => stage.server.client().post('/v1/store/sign-in', { phone, code })

  test('a wrong one, a used one, one that expired, one for another phone, one that was never sent: one answer', async () => {
    const phone = stage.newPhone()
    const other = stage.newPhone()
    const code = await stage.sendCode(phone)
    const wrong = await tryCode(phone, wrongFor(code))
    const foreign = await tryCode(other, code)
    expect((await tryCode(phone, code)).status).toBe(200)
    const used = await tryCode(phone, code)
    stage.clock.advance(MINUTE)
    const late = await stage.sendCode(phone)
    stage.clock.advance(5 * MINUTE)
    const expired = await tryCode(phone, late)
    for (const answer of [wrong, foreign, used, expired]) {
      expect(answer).toMatchObject(refused)
      expect({ ...answer.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' })
    }
  })

  test('works until the last second', async () => {
    const phone = stage.newPhone()
    const code = await stage.sendCode(phone)
    stage.clock.advance(5 * MINUTE - 1)
    expect((await tryCode(phone, code)).status).toBe(200)
  })

  test('a newer code makes the older void', async () => {
    const phone = stage.newPhone()
    const older = await stage.sendCode(phone)
    stage.clock.advance(MINUTE)
    let newer = await stage.sendCode(phone)
    if (newer === older) {
      stage.clock.advance(MINUTE)
      newer = await stage.sendCode(phone)
    }
    expect(await tryCode(phone, older)).toMatchObject(refused)
    expect((await tryCode(phone, newer)).status).toBe(200)
  })

  test('after five wrong tries the right code opens nothing', async () => {
    const phone = stage.newPhone()
    const code = await stage.sendCode(phone)
    for (let i = 0; i < 4; i++) await tryCode(phone, wrongFor(code))
    const patient = stage.newPhone()
    const patientCode = await stage.sendCode(patient)
    for (let i = 0; i < 4; i++) await tryCode(patient, wrongFor(patientCode))
    expect((await tryCode(patient, patientCode)).status).toBe(200)
    await tryCode(phone, wrongFor(code))
    expect(await tryCode(phone, code)).toMatchObject(refused)
  })

  test('fifty guesses at once count as five', async () => {
    const phone = stage.newPhone()
    const code = await stage.sendCode(phone)
    const guesses = Array.from({ length: 50 }, (_, i) => String(i).padStart(6, '0')).map((guess) =>
      guess === code ? '999999' : guess,
    )
    const answers = await Promise.all(guesses.map((guess) => tryCode(phone, guess)))
    expect(answers.every((answer) => answer.status === 422)).toBe(true)
    expect(await tryCode(phone, code)).toMatchObject(refused)
    const [row] = await stage.read<{ wrong_tries: number }>(
      'select wrong_tries from people.phone_code where phone_fingerprint = $1',
      [stage.platform.keys.fingerprint('phone', `+86${phone}`)],
    )
    expect(row?.wrong_tries).toBe(5)
  })

  test('fifty of the right code at once open one session', async () => {
    const phone = stage.newPhone()
    const code = await stage.sendCode(phone)
    const input = { audience: 'store', phone, code, locale: 'zh-CN' } as const
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => signIn(stage.platform, anonymous, input)))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test.each(['12345', '1234567', 'abcdef', '１２３４５６', '0'.repeat(10_000)])('%.20s is no code', async (code) => {
    expect((await tryCode(stage.newPhone(), code)).status).toBe(400)
  })

  test('a code as a number is no code', async () => {
    expect(
      (await stage.server.client().post('/v1/store/sign-in', { phone: stage.newPhone(), code: 123456 })).status,
    ).toBe(400)
  })
})
