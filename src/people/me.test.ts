import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { type Id, parseId } from '../platform/ids.ts'
import { addressOf, nicknamesOf, openForPerson, openParcelAddress, sealedAddressFor, sealForPerson } from './index.ts'

let stage: PeopleStage

beforeAll(async () => {
  stage = await peopleStage()
})

afterAll(() => stage.close())

const home = { recipient: '小王', phone: '13800000001', region: '浙江省 杭州市 西湖区', street: '文三路1号' }
const ADDRESSES = '/v1/store/me/addresses'
const idOf = (client: { personId: string }): Id<'per'> => parseId('per', client.personId)

describe('my name and language', () => {
  test('change alone or together', async () => {
    const me = await stage.shopper('从前')
    expect((await me.patch('/v1/store/me', { nickname: '  后来  ' })).body).toMatchObject({
      nickname: '后来',
      locale: 'zh-CN',
    })
    expect((await me.patch('/v1/store/me', { locale: 'en' })).body).toMatchObject({ nickname: '后来', locale: 'en' })
    expect((await nicknamesOf(stage.platform.db, [idOf(me), 7n])).size).toBe(1)
  })

  test('markup stays data', async () => {
    const nickname = '<script>alert(1)</script>'
    const me = await stage.shopper(nickname)
    expect((await me.get('/v1/store/me')).body.person.nickname).toBe(nickname)
  })

  test.each([
    [{ nickname: '字'.repeat(10_000) }, 400],
    [{ nickname: '字'.repeat(31) }, 422],
    [{ nickname: '   ' }, 422],
    [{ nickname: 'a\u0007b' }, 400],
    [{ nickname: 7 }, 400],
    [{ locale: 'fr' }, 400],
    [{ isDemo: true }, 400],
  ])('%.60j is refused', async (change, status) => {
    const me = await stage.shopper('原样')
    expect((await me.patch('/v1/store/me', change)).status).toBe(status)
    expect((await me.get('/v1/store/me')).body.person.nickname).toBe('原样')
  })

  test('a nickname that is refused at sign-in does not cost the code', async () => {
    const phone = stage.newPhone()
    const code = await stage.sendCode(phone)
    const client = stage.server.client()
    const refused = await client.post('/v1/store/sign-in', { phone, code, nickname: '\u2060' })
    expect(refused).toMatchObject({ status: 422, body: { code: 'nickname_unusable' } })
    expect((await client.post('/v1/store/sign-in', { phone, code, nickname: '好了' })).status).toBe(200)
  })

  test('strangers have no name to change', async () => {
    expect((await stage.server.client().patch('/v1/store/me', { nickname: '谁' })).status).toBe(401)
  })
})

describe('my addresses', () => {
  test('the first is the default; a later default takes its place', async () => {
    const me = await stage.shopper()
    const first = await me.post(ADDRESSES, home)
    expect(first.status).toBe(201)
    expect(first.body).toEqual({ id: expect.stringMatching(/^adr_/), ...home, isDefault: true })
    stage.clock.advance(1)
    const second = await me.post(ADDRESSES, { ...home, street: '文三路2号' })
    expect(second.body.isDefault).toBe(false)
    stage.clock.advance(1)
    const third = await me.post(ADDRESSES, { ...home, street: '文三路3号', isDefault: true })
    const { body } = await me.get(ADDRESSES)
    expect(body.items.map((one: { id: string; isDefault: boolean }) => [one.id, one.isDefault])).toEqual([
      [third.body.id, true],
      [second.body.id, false],
      [first.body.id, false],
    ])
  })

  test('a change is a new row, and an order that names the old one still finds it', async () => {
    const me = await stage.shopper()
    const before = (await me.post(ADDRESSES, home)).body
    const after = (await me.put(`${ADDRESSES}/${before.id}`, { ...home, street: '文三路9号' })).body
    expect(after).toEqual({ ...before, id: after.id, street: '文三路9号' })
    expect(after.id).not.toBe(before.id)
    expect((await me.get(ADDRESSES)).body.items).toEqual([after])
    const kept = await addressOf(stage.platform, stage.platform.db, idOf(me), parseId('adr', before.id))
    expect(kept).toEqual({ ...before, isDefault: true, isRemoved: true })
  })

  test('the same key adds once, another body with it is refused', async () => {
    const me = await stage.shopper()
    const first = await me.post(ADDRESSES, home, { key: 'k1' })
    const again = await me.post(ADDRESSES, home, { key: 'k1' })
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect((await me.post(ADDRESSES, { ...home, street: '别处' }, { key: 'k1' })).status).toBe(422)
    expect((await me.post(ADDRESSES, home, { key: '' })).status).toBe(400)
    expect((await me.get(ADDRESSES)).body.items).toHaveLength(1)
  })

  test('removing the default makes the newest of the rest the default', async () => {
    const me = await stage.shopper()
    const first = (await me.post(ADDRESSES, home)).body
    for (const street of ['二号', '三号']) {
      stage.clock.advance(1)
      await me.post(ADDRESSES, { ...home, street })
    }
    expect((await me.delete(`${ADDRESSES}/${first.id}`)).status).toBe(204)
    const { items } = (await me.get(ADDRESSES)).body
    expect(items.map((one: { street: string; isDefault: boolean }) => [one.street, one.isDefault])).toEqual([
      ['三号', true],
      ['二号', false],
    ])
    expect((await me.delete(`${ADDRESSES}/${first.id}`)).status).toBe(404)
  })

  test('twenty, also when thirty come at once', async () => {
    const me = await stage.shopper()
    const answers = await Promise.all(Array.from({ length: 30 }, () => me.post(ADDRESSES, home)))
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(20)
    expect(answers.filter((answer) => answer.body.code === 'too_many_addresses')).toHaveLength(10)
    const { items } = (await me.get(ADDRESSES)).body
    expect(items.filter((one: { isDefault: boolean }) => one.isDefault)).toHaveLength(1)
  })

  test("somebody else's answers like one that does not exist", async () => {
    const mine = await stage.shopper()
    const other = await stage.shopper()
    const { id } = (await other.post(ADDRESSES, home)).body
    const absent = 'adr_0000000000001'
    for (const [method, body] of [
      ['put', home],
      ['delete', undefined],
    ] as const) {
      const call = (path: string) => (method === 'put' ? mine.put(path, body) : mine.delete(path))
      const [foreign, nowhere, malformed] = [
        await call(`${ADDRESSES}/${id}`),
        await call(`${ADDRESSES}/${absent}`),
        await call(`${ADDRESSES}/nonsense`),
      ]
      expect(foreign.status).toBe(404)
      for (const answer of [nowhere, malformed]) {
        expect({ ...answer.body, requestId: '' }).toEqual({ ...foreign.body, requestId: '' })
      }
    }
    await expect(addressOf(stage.platform, stage.platform.db, idOf(mine), parseId('adr', id))).rejects.toThrow(
      'not_found',
    )
    expect((await other.get(ADDRESSES)).body.items).toHaveLength(1)
  })

  test.each([
    [{ recipient: '' }, 400],
    [{ recipient: ' ' }, 422],
    [{ street: '路'.repeat(10_000) }, 400],
    [{ region: '省'.repeat(61) }, 400],
    [{ phone: 'call me' }, 400],
    [{ street: '路\u0000' }, 400],
    [{ owner: 'me' }, 400],
  ])('%.60j is refused', async (flaw, status) => {
    const me = await stage.shopper()
    expect((await me.post(ADDRESSES, { ...home, ...flaw })).status).toBe(status)
  })

  test('markup stays data', async () => {
    const me = await stage.shopper()
    const street = '<img src=x onerror=alert(1)>'
    expect((await me.post(ADDRESSES, { ...home, street })).body.street).toBe(street)
  })

  test('a parcel gets a sealed copy that only its buyer’s key opens', async () => {
    const { platform } = stage
    const me = await stage.shopper()
    const other = await stage.shopper()
    const id = parseId('adr', (await me.post(ADDRESSES, home)).body.id)
    const copy = await platform.db.inTransaction(platform, (tx) => sealedAddressFor(platform, tx, idOf(me), id))
    expect(copy.includes('文三路')).toBe(false)
    expect(await openParcelAddress(platform, platform.db, idOf(me), copy)).toEqual(home)
    await expect(openParcelAddress(platform, platform.db, idOf(other), copy)).rejects.toThrow()
    const foreign = platform.db.inTransaction(platform, (tx) => sealedAddressFor(platform, tx, idOf(other), id))
    await expect(foreign).rejects.toThrow('not_found')
  })
})

describe('what other rooms seal for a person', () => {
  test('opens in its own context only', async () => {
    const { platform } = stage
    const me = idOf(await stage.shopper())
    const sealed = await sealForPerson(platform, platform.db, me, '门铃坏了', 'orders.note')
    expect(await openForPerson(platform, platform.db, me, sealed, 'orders.note')).toBe('门铃坏了')
    await expect(openForPerson(platform, platform.db, me, sealed, 'orders.other')).rejects.toThrow()
    await expect(sealForPerson(platform, platform.db, 99n as Id<'per'>, 'x', 'y')).rejects.toThrow('not_found')
  })
})

describe('my consents', () => {
  const CONSENTS = '/v1/store/me/consents'

  test('are given once, withdrawn, and kept on record', async () => {
    const me = await stage.shopper()
    const curator = await stage.shopper()
    const wish = { purpose: 'share_name_with_curator', towards: curator.personId }
    const given = await me.post(CONSENTS, wish)
    expect(given).toMatchObject({ status: 201, body: { ...wish, withdrawnAt: null } })
    expect((await me.post(CONSENTS, wish)).body.id).toBe(given.body.id)
    expect((await curator.delete(`${CONSENTS}/${given.body.id}`)).status).toBe(404)
    expect((await me.delete(`${CONSENTS}/${given.body.id}`)).status).toBe(204)
    stage.clock.advance(1)
    const again = await me.post(CONSENTS, wish)
    expect(again.body.id).not.toBe(given.body.id)
    const { items } = (await me.get(CONSENTS)).body
    expect(items.map((one: { withdrawnAt: string | null }) => one.withdrawnAt !== null)).toEqual([false, true])
  })

  test.each([
    [{ purpose: 'share_name_with_curator' }, 400],
    [{ purpose: 'notices', towards: 'per_0000000000001' }, 400],
    [{ purpose: 'share_name_with_curator', towards: 'per_0000000000001' }, 404],
    [{ purpose: 'everything' }, 400],
  ])('%j is refused', async (wish, status) => {
    const me = await stage.shopper()
    expect((await me.post(CONSENTS, wish)).status).toBe(status)
  })
})
