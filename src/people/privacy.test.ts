import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { Refusal } from '../platform/errors.ts'
import { type Id, parseId } from '../platform/ids.ts'
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { isErased, nicknamesOf, openForPerson, room, sealForPerson } from './index.ts'

let stage: PeopleStage
let refuses = false
const openedWhileErasing: (string | null)[] = []
let note: Buffer | undefined

/** A room above, which keeps something sealed for a person. */
const notes: Room = {
  name: 'notes',
  exportPerson: async () => ({ count: 7n }),
  erasePerson: async (platform, tx, personId) => {
    if (note) openedWhileErasing.push(await openForPerson(platform, tx, personId, note, 'notes'))
    if (refuses)
      throw new Refusal({ code: 'money_on_its_way', status: 409, zh: '还有钱在路上。', en: 'Money is on its way.' })
  },
}

beforeAll(async () => {
  // The room people stands first in the list, as it does in the house.
  stage = await peopleStage({ rooms: [room, notes] })
})

beforeEach(() => {
  refuses = false
  note = undefined
})

afterAll(() => stage.close())

const ERASE = '/v1/store/me/erase'
const home = { recipient: '柚子王', phone: '13800000001', region: '浙江省 杭州市 西湖区', street: '文三路1号' }
const idOf = (client: { personId: string }): Id<'per'> => parseId('per', client.personId)

async function audit(): Promise<unknown[]> {
  const found: unknown[] = []
  for (const check of checks) {
    await stage.read(check.looked)
    found.push(...(await stage.read(check.found)))
  }
  return found
}

describe('the export', () => {
  test('tells everything of every room, to its person only', async () => {
    const me = await stage.shopper('小王')
    await me.post('/v1/store/me/addresses', home)
    await me.post('/v1/store/me/consents', { purpose: 'terms' })
    const { body, headers } = await me.get('/v1/store/me/export')
    expect(headers['content-disposition']).toMatch(/^attachment/)
    expect(headers['cache-control']).toBe('no-store')
    expect(body.rooms).toEqual({
      people: {
        id: me.personId,
        nickname: '小王',
        phone: `+86${me.phone}`,
        locale: 'zh-CN',
        createdAt: expect.any(String),
        addresses: [home],
        consents: [expect.objectContaining({ purpose: 'terms' })],
        sessions: [expect.objectContaining({ audience: 'store', endedAt: null })],
        seenByStaff: [],
      },
      notes: { count: '7' },
    })
    expect((await stage.server.client().get('/v1/store/me/export')).status).toBe(401)
  })
})

describe('erasing', () => {
  test('asks to be meant', async () => {
    const me = await stage.shopper()
    for (const body of [{}, { confirm: true }, { confirm: 'yes' }])
      expect((await me.post(ERASE, body)).status).toBe(400)
    expect((await stage.server.client().post(ERASE, { confirm: 'erase' })).status).toBe(401)
  })

  test('shreds the key, frees the phone, ends every session, keeps the id', async () => {
    const { platform } = stage
    const me = await stage.shopper('会走的人')
    await me.post('/v1/store/me/addresses', home)
    await me.post('/v1/store/me/consents', { purpose: 'terms' })
    note = await sealForPerson(platform, platform.db, idOf(me), '只给她看', 'notes')
    stage.clock.advance(60_000)
    const elsewhere = stage.server.client()
    await elsewhere.post('/v1/curator/sign-in', { phone: me.phone, code: await stage.sendCode(me.phone) })
    expect((await elsewhere.get('/v1/curator/me')).body.person.id).toBe(me.personId)

    expect((await me.post(ERASE, { confirm: 'erase' })).status).toBe(204)

    expect(openedWhileErasing).toEqual(['只给她看'])
    expect((await elsewhere.get('/v1/curator/me')).body.person).toBeNull()
    expect((await me.get('/v1/store/me')).body.person).toBeNull()
    expect(await isErased(platform.db, idOf(me))).toBe(true)
    expect(await nicknamesOf(platform.db, [idOf(me)])).toEqual(new Map([[idOf(me), '已注销']]))
    expect(await openForPerson(platform, platform.db, idOf(me), note, 'notes')).toBeNull()
    expect(await audit()).toEqual([])
    const news = await stage.read<{ data: unknown }>(
      "select data from platform.outbox where name = 'person.erased' and subject = $1",
      [idOf(me)],
    )
    expect(news).toEqual([{ data: {} }])

    stage.clock.advance(60_000)
    const again = await stage.server
      .client()
      .post('/v1/store/sign-in', { phone: me.phone, code: await stage.sendCode(me.phone) })
    expect(again.body.isNew).toBe(true)
    expect(again.body.person.id).not.toBe(me.personId)
  })

  test('a code that was on its way opens no session of the erased', async () => {
    const me = await stage.shopper()
    stage.clock.advance(60_000)
    const code = await stage.sendCode(me.phone)
    await me.post(ERASE, { confirm: 'erase' })
    expect((await stage.server.client().post('/v1/store/sign-in', { phone: me.phone, code })).status).toBe(422)
  })

  test('a room that refuses keeps everything as it was', async () => {
    const me = await stage.shopper('留下的人')
    refuses = true
    expect(await me.post(ERASE, { confirm: 'erase' })).toMatchObject({
      status: 409,
      body: { code: 'money_on_its_way' },
    })
    expect((await me.get('/v1/store/me')).body.person.nickname).toBe('留下的人')
    refuses = false
    expect((await me.post(ERASE, { confirm: 'erase' })).status).toBe(204)
  })

  test('ten times at once erases once', async () => {
    const me = await stage.shopper()
    const answers = await Promise.all(Array.from({ length: 10 }, () => me.post(ERASE, { confirm: 'erase' })))
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
    const news = await stage.read("select 1 from platform.outbox where name = 'person.erased' and subject = $1", [
      idOf(me),
    ])
    expect(news).toHaveLength(1)
  })
})

describe('personal data stays where it belongs', () => {
  const canary = { phone: '13987654321', other: '13976543210', street: '金丝雀路77号', recipient: '金丝雀', code: '' }

  /** Every row of every table that this room writes to, bytes as hexadecimal and as text. */
  async function everythingStored(): Promise<string> {
    const tables = await stage.read<{ name: string }>(
      "select schemaname || '.' || tablename as name from pg_tables where schemaname in ('people', 'platform')",
    )
    const rows: unknown[] = []
    for (const { name } of tables) {
      if (name === 'platform.migration') continue
      rows.push(await stage.read(`select t::text as row from ${name} t`))
    }
    return JSON.stringify(rows)
  }

  test('no phone and no address in the clear: tables, outbox, activities, logs, answers to staff', async () => {
    const client = stage.server.client()
    canary.code = await stage.sendCode(canary.phone)
    await client.post('/v1/store/sign-in', { phone: canary.phone, code: '000000' })
    await client.post('/v1/store/sign-in', { phone: canary.phone, code: canary.code })
    const address = { ...home, phone: canary.other, street: canary.street, recipient: canary.recipient }
    const added = (await client.post('/v1/store/me/addresses', address)).body
    await client.put(`/v1/store/me/addresses/${added.id}`, { ...address, isDefault: true })
    await client.post('/v1/store/me/addresses', { ...address, street: canary.street.repeat(900) })
    await client.post('/v1/store/sign-in', { phone: canary.phone, code: canary.code, note: canary.phone })
    const service = await stage.colleague('service')
    const { id } = (await client.get('/v1/store/me')).body.person
    await service.post(`/v1/admin/people/${id}/show-phone`, { reason: '核对' })
    const shown = [
      (await service.get(`/v1/admin/people?search=${canary.phone}`)).text,
      (await service.get(`/v1/admin/people/${id}`)).text,
      (await client.get('/v1/store/me')).text,
      (await stage.server.client().get('/dev/messages.json')).text,
    ]
    const places = { tables: await everythingStored(), logs: stage.logged.join('\n'), shown: shown.join('\n') }
    for (const [place, content] of Object.entries(places)) {
      for (const secret of [canary.phone, canary.other, canary.street, canary.recipient]) {
        expect(content.includes(secret), `${place} holds ${secret}`).toBe(false)
        expect(content.includes(Buffer.from(secret).toString('hex')), `${place} holds the bytes of ${secret}`).toBe(
          false,
        )
      }
    }
    for (const [name, token] of client.cookies) {
      expect(places.tables.includes(token), `a token of ${name} is stored`).toBe(false)
      expect(places.tables.includes(Buffer.from(token, 'base64url').toString('hex'))).toBe(false)
    }
    expect(places.tables).toContain('person.joined')
  })
})
