import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../../test/support/http.ts'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { createPerson, devRoutes, room } from './index.ts'
import { sendSignInCode } from './send-sign-in-code.ts'

let stage: PeopleStage

beforeAll(async () => {
  stage = await peopleStage()
})

afterAll(() => stage.close())

const MINUTE = 60_000

describe('asking for a code', () => {
  const ask = (phone: string) => stage.server.client().post('/v1/store/sign-in/code', { phone })

  test('answers alike for a phone that has a person and one that has none', async () => {
    const known = stage.newPhone()
    await createPerson(stage.platform, { phone: known })
    const answers = [await ask(known), await ask(stage.newPhone())]
    for (const answer of answers) {
      expect(answer.status).toBe(202)
      expect(answer.body).toEqual({ expiresInSeconds: 300, resendInSeconds: 60 })
    }
  })

  test('asks the same statements for both, so it takes the same time', async () => {
    const known = stage.newPhone()
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
      await sendSignInCode({ ...stage.platform, db: spied }, { phone, locale: 'zh-CN' })
      return seen
    }
    expect(await countOf(known)).toEqual(await countOf(stage.newPhone()))
  })

  test('again only after sixty seconds', async () => {
    const phone = stage.newPhone()
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
    const phone = stage.newPhone()
    for (let i = 0; i < 5; i++) {
      expect((await ask(phone)).status).toBe(202)
      stage.clock.advance(MINUTE)
    }
    expect(await ask(phone)).toMatchObject({ status: 429, body: { facts: { retryInSeconds: 55 * 60 } } })
    stage.clock.advance(55 * MINUTE)
    expect((await ask(phone)).status).toBe(202)
  })

  test('twenty requests at once send one code', async () => {
    const phone = stage.newPhone()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(phone)))
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1)
    const [row] = await stage.read<{ sent_in_hour: number }>(
      'select sent_in_hour from people.phone_code where phone_fingerprint = $1',
      [stage.platform.keys.fingerprint('phone', `+86${phone}`)],
    )
    expect(row?.sent_in_hour).toBe(1)
  })

  test('no limits where the installation has lifted them', async () => {
    const { config } = stage.platform
    const platform = { ...stage.platform, config: { ...config, limitsApply: false } }
    const unlimited = await testServer(platform, room.routes ?? [])
    const phone = stage.newPhone()
    for (let i = 0; i < 8; i++) {
      expect((await unlimited.client().post('/v1/store/sign-in/code', { phone })).status).toBe(202)
    }
    await unlimited.close()
  })

  test('sixty an hour from one address of the network', async () => {
    const ip = '203.0.113.9'
    let last = 0
    for (let i = 0; i < 61; i++) {
      last = (await stage.server.client().post('/v1/store/sign-in/code', { phone: stage.newPhone() }, { ip })).status
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
    const answer = await stage.server
      .client()
      .post('/v1/store/sign-in', { phone: '+4915112345678', code: await stage.sendCode('+4915112345678') })
    expect(answer.body.person.phoneMasked).toBe('+491****78')
  })

  test('an unknown field is refused', async () => {
    const answer = await stage.server.client().post('/v1/store/sign-in/code', { phone: stage.newPhone(), admin: true })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })
})

describe('making persons', () => {
  test('one phone at once from many places makes one person', async () => {
    const phone = stage.newPhone()
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createPerson(stage.platform, { phone, nickname: '同时' })),
    )
    expect(new Set(made.map((one) => one.personId)).size).toBe(1)
    expect(made.filter((one) => one.isNew)).toHaveLength(1)
    const news = await stage.read("select 1 from platform.outbox where name = 'person.joined' and subject = $1", [
      made[0]?.personId,
    ])
    expect(news).toHaveLength(1)
  })

  test('demo people are refused in production', async () => {
    const production = { ...stage.platform, config: { ...stage.platform.config, mode: 'production' as const } }
    await expect(createPerson(production, { phone: stage.newPhone(), isDemo: true })).rejects.toThrow(/demo mode only/)
  })
})

describe('the developer page', () => {
  test('has no route outside of demo mode', () => {
    expect(devRoutes({ ...stage.platform.config, mode: 'production' })).toEqual([])
  })

  test('masks the phone', async () => {
    await stage.sendCode(stage.newPhone())
    const { body } = await stage.server.client().get('/dev/messages.json')
    expect(body.items[0].phoneMasked).toMatch(/^139\*{4}\d{4}$/)
  })
})
