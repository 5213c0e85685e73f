import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { anonymous } from '../platform/actor.ts'
import { readSession, recordActivity } from './index.ts'

let stage: PeopleStage

beforeAll(async () => {
  stage = await peopleStage()
})

afterAll(() => stage.close())

const STAFF = '/v1/admin/staff'
const KEYS = '/v1/admin/api-keys'
const ACTIVITY = '/v1/admin/activity'
const colleagueOf = (login: string) => ({
  login,
  name: '新同事',
  password: 'a password of length',
  roles: ['operator'],
})
const bearer = (secret: string) => stage.server.client({ headers: { authorization: `Bearer ${secret}` } })

describe('colleagues', () => {
  test('are added once per key, with a secret that is told once', async () => {
    const admin = await stage.colleague('admin')
    const body = colleagueOf('gu.nanzhi')
    const first = await admin.post(STAFF, body, { key: 'k1' })
    expect(first.status).toBe(201)
    expect(first.body.totpSecret).toMatch(/^[A-Z2-7]{32}$/)
    expect(first.body.totpUri).toMatch(/^otpauth:\/\/totp\/Leaven:gu\.nanzhi\?secret=/)
    const again = await admin.post(STAFF, body, { key: 'k1' })
    expect(again.body).toEqual({ staff: first.body.staff, totpSecret: null, totpUri: null })
    expect((await admin.post(STAFF, body)).body.code).toBe('login_taken')
  })

  test('come in with what they were told, and are shut out at once', async () => {
    const admin = await stage.colleague('admin')
    const operator = await stage.colleague('operator')
    const { items } = (await admin.get(STAFF)).body
    const { id } = items.find((one: { login: string }) => one.login === operator.login)
    expect((await operator.get('/v1/admin/people')).status).toBe(200)
    expect((await admin.post(`${STAFF}/${id}/disable`)).body.disabledAt).not.toBeNull()
    expect((await operator.get('/v1/admin/people')).status).toBe(401)
    expect((await admin.get(`${ACTIVITY}?subject=${id}`)).body.items[0]).toMatchObject({ action: 'staff.disabled' })
  })

  test('two administrators who disable each other at once: one remains', async () => {
    const fresh = await peopleStage()
    const [one, other] = [await fresh.colleague('admin'), await fresh.colleague('admin')]
    const { items } = (await one.get(STAFF)).body
    const idOf = (login: string) => items.find((row: { login: string }) => row.login === login).id
    const answers = await Promise.all([
      one.post(`${STAFF}/${idOf(other.login)}/disable`),
      other.post(`${STAFF}/${idOf(one.login)}/disable`),
    ])
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    const [left] = await fresh.read<{ count: number }>(
      "select count(*) from people.staff where 'admin' = any (roles) and disabled_at is null",
    )
    expect(left?.count).toBe(1)
    await fresh.close()
  })

  test.each([
    [{ password: 'short' }],
    [{ roles: [] }],
    [{ roles: ['root'] }],
    [{ login: 'Has Blanks' }],
    [{ name: '名'.repeat(10_000) }],
    [{ isDemo: true }],
  ])('%.60j is refused', async (flaw) => {
    const admin = await stage.colleague('admin')
    expect((await admin.post(STAFF, { ...colleagueOf('some.one'), ...flaw })).status).toBe(400)
  })

  test.each(['operator', 'scout', 'finance', 'service'] as const)('%s may not add colleagues or keys', async (role) => {
    const colleague = await stage.colleague(role)
    expect((await colleague.post(STAFF, colleagueOf('some.two'))).status).toBe(403)
    expect((await colleague.post(KEYS, { name: 'x', scopes: ['admin:read'] })).status).toBe(403)
    expect((await colleague.get(ACTIVITY)).status).toBe(403)
    expect((await colleague.get(`${ACTIVITY}?subject=stf_01hqzk3v5x8ab`)).status).toBe(403)
  })
})

describe('API keys', () => {
  test('open what their scopes say, are shown once, and end when they are revoked', async () => {
    const admin = await stage.colleague('admin')
    const { key, secret } = (await admin.post(KEYS, { name: '报表', scopes: ['admin:read'] })).body
    expect(secret).toMatch(/^lvk_[\w-]{43}$/)
    expect(key).toMatchObject({ name: '报表', scopes: ['admin:read'], revokedAt: null })
    expect((await admin.get(KEYS)).text).not.toContain(secret)
    const machine = bearer(secret)
    expect((await machine.get('/v1/admin/people')).status).toBe(200)
    expect((await machine.post(`${KEYS}/${key.id}/revoke`)).status).toBe(403)
    expect((await admin.post(`${KEYS}/${key.id}/revoke`)).body.revokedAt).not.toBeNull()
    expect((await machine.get('/v1/admin/people')).status).toBe(401)
  })

  test('make no keys and no colleagues, and read no phone numbers', async () => {
    const admin = await stage.colleague('admin')
    const { personId } = await stage.shopper()
    const { secret } = (await admin.post(KEYS, { name: '写', scopes: ['admin:read', 'admin:write'] })).body
    const machine = bearer(secret)
    expect((await machine.post(KEYS, { name: 'x', scopes: ['admin:write'] })).status).toBe(403)
    expect((await machine.post(STAFF, colleagueOf('some.three'))).status).toBe(403)
    const look = await machine.post(`/v1/admin/people/${personId}/show-phone`, { reason: '想看看' })
    expect(look.status).toBe(403)
  })

  test('are nobody for another audience; sessions are no bearer', async () => {
    const admin = await stage.colleague('admin')
    const { secret } = (await admin.post(KEYS, { name: '报表', scopes: ['admin:read'] })).body
    const { platform } = stage
    expect(await readSession(platform, 'store', { bearer: secret })).toEqual(anonymous)
    const cookie = admin.cookies.get('lv_admin') as string
    expect(await readSession(platform, 'admin', { cookie })).toMatchObject({ kind: 'staff' })
    expect(await readSession(platform, 'admin', { bearer: cookie })).toEqual(anonymous)
    expect(await readSession(platform, 'admin', { bearer: `lvk_${'A'.repeat(43)}` })).toEqual(anonymous)
    expect(await readSession(platform, 'admin', { cookie: 'x'.repeat(10_000) })).toEqual(anonymous)
  })

  test('a repeated request does not tell the secret again', async () => {
    const admin = await stage.colleague('admin')
    const body = { name: '再来', scopes: ['admin:read'] }
    const first = await admin.post(KEYS, body, { key: 'k2' })
    const again = await admin.post(KEYS, body, { key: 'k2' })
    expect(again.body).toEqual({ key: first.body.key, secret: null })
  })
})

describe('people, for staff', () => {
  test('are found by phone, by id, by the start of a nickname; masked', async () => {
    const service = await stage.colleague('service')
    const person = await stage.shopper('百分%之_百')
    const find = async (search: string) =>
      (await service.get(`/v1/admin/people?search=${encodeURIComponent(search)}`)).body.items
    const row = {
      id: person.personId,
      nickname: '百分%之_百',
      phoneMasked: `139****${person.phone.slice(-4)}`,
      erasedAt: null,
    }
    for (const search of [person.phone, `+86 ${person.phone}`, person.personId, '百分%之_']) {
      expect(await find(search)).toEqual([expect.objectContaining(row)])
    }
    for (const search of ['百分_', '%', person.phone.slice(0, 10), 'per_nonsense'])
      expect(await find(search)).toEqual([])
    expect((await service.get(`/v1/admin/people/${person.personId}`)).body).toMatchObject(row)
    expect((await service.get('/v1/admin/people/per_0000000000001')).status).toBe(404)
  })

  test('come in pages, each once', async () => {
    const service = await stage.colleague('service')
    for (let i = 0; i < 5; i++) await stage.shopper(`翻页${i}`)
    const seen: string[] = []
    let cursor = ''
    for (let pages = 0; pages < 9; pages++) {
      const { body } = await service.get(`/v1/admin/people?search=${encodeURIComponent('翻页')}&limit=2${cursor}`)
      seen.push(...body.items.map((one: { nickname: string }) => one.nickname))
      if (!body.nextCursor) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(seen).toEqual(['翻页4', '翻页3', '翻页2', '翻页1', '翻页0'])
  })

  test('a whole phone number is shown to a human with a reason, and the look is on record', async () => {
    const service = await stage.colleague('service')
    const admin = await stage.colleague('admin')
    const person = await stage.shopper()
    const path = `/v1/admin/people/${person.personId}/show-phone`
    expect((await service.post(path, {})).status).toBe(400)
    expect((await service.post(path, { reason: '快递找不到人' })).body).toEqual({ phone: `+86${person.phone}` })
    const { items } = (await admin.get(`${ACTIVITY}?subject=${person.personId}`)).body
    expect(items).toEqual([
      expect.objectContaining({
        action: 'person.phone_shown',
        reason: '快递找不到人',
        actorName: expect.stringMatching(/^同事/),
      }),
    ])
    expect(items[0].actor).toMatch(/^stf_/)
    const told = (await person.get('/v1/store/me/export')).body
    expect(told.rooms.people.seenByStaff).toEqual([expect.objectContaining({ reason: '快递找不到人' })])
    expect((await (await stage.colleague('scout')).post(path, { reason: '好奇一下' })).status).toBe(403)
  })
})

describe('the record of activities', () => {
  test('can be added to, and nothing else', async () => {
    const { db } = stage.platform
    await db.inTransaction(stage.platform, (tx) =>
      recordActivity(tx, {
        actor: { kind: 'system', name: 'test' },
        action: 'order.shipped',
        subject: 'ord_1',
        facts: { count: 2 },
      }),
    )
    await expect(stage.read("update people.activity set action = 'x.y'")).rejects.toThrow(/permission denied/)
    await expect(stage.read('delete from people.activity')).rejects.toThrow(/permission denied/)
    await expect(stage.read('truncate people.activity')).rejects.toThrow(/permission denied/)
  })

  test('of a subject is for those who may read the subject', async () => {
    const [service, scout] = [await stage.colleague('service'), await stage.colleague('scout')]
    const of = (prefix: string) => `${ACTIVITY}?subject=${prefix}_01hqzk3v5x8ab`
    expect((await service.get(of('ord'))).body).toEqual({ items: [], nextCursor: null })
    expect((await scout.get(of('ord'))).body.code).toBe('forbidden')
    expect((await scout.get(of('prd'))).status).toBe(200)
    expect((await service.get(ACTIVITY)).body.code).toBe('forbidden')
  })

  test('comes in pages, newest first', async () => {
    const admin = await stage.colleague('admin')
    for (let i = 0; i < 3; i++) {
      await stage.platform.db.inTransaction(stage.platform, (tx) =>
        recordActivity(tx, {
          actor: { kind: 'system', name: 'test' },
          action: 'page.turned',
          subject: 'ord_2',
          facts: { i },
        }),
      )
    }
    const first = (await admin.get(`${ACTIVITY}?subject=ord_2&limit=2`)).body
    expect(first.items.map((one: { facts: { i: number } }) => one.facts.i)).toEqual([2, 1])
    expect(first.items[0]).toMatchObject({ actor: 'system:test', actorName: 'test' })
    const rest = (await admin.get(`${ACTIVITY}?subject=ord_2&limit=2&cursor=${first.nextCursor}`)).body
    expect(rest.items.map((one: { facts: { i: number } }) => one.facts.i)).toEqual([0])
    expect(rest.nextCursor).toBeNull()
  })
})
