import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { systemActor } from '../platform/actor.ts'
import { type Curator, isActive, whyNotSelling } from './curator.ts'
import { erasePerson, exportPerson } from './keep-profile.ts'
import { curatorsByIds, isCurator } from './read-curators.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.close())

const apply = (someone: Someone, displayName = '阿芸') =>
  someone.post('/v1/curator/apply', { displayName, introduction: '我选的，我负责' })
const sells = async (someone: Someone) =>
  isActive((await curatorsByIds(market.platform.db, [someone.personId])).get(someone.personId))
const decide = (id: string, decision: string, note?: string) =>
  market.staff('operator').post(`/v1/admin/curators/${id}/decide`, { decision, ...(note ? { note } : {}) })

describe('applying', () => {
  test('waits for the staff, who decide once and on record', async () => {
    const ayun = await market.person('阿芸')
    expect((await ayun.get('/v1/curator/profile')).body).toEqual({ profile: null })
    const applied = await apply(ayun)
    expect(applied.status).toBe(201)
    expect(applied.body).toEqual({
      personId: ayun.id,
      displayName: '阿芸',
      introduction: '我选的，我负责',
      stage: 'novice',
      state: 'applied',
      appliedAt: '2026-11-23T04:00:00.000Z',
      decidedAt: null,
      decisionNote: '',
      version: 1,
    })
    expect(await isCurator(market.platform, ayun.actor)).toBe(false)
    expect((await ayun.get('/v1/curator/goods')).status).toBe(403)
    const waiting = (await market.staff('operator').get('/v1/admin/curators?state=applied')).body.items
    expect(waiting).toContainEqual(applied.body)
    const approved = await decide(ayun.id, 'approve', '欢迎')
    expect(approved.body).toMatchObject({
      state: 'active',
      decidedAt: '2026-11-23T04:00:00.000Z',
      decisionNote: '欢迎',
    })
    expect((await ayun.get('/v1/curator/goods')).status).toBe(200)
    expect((await decide(ayun.id, 'decline')).body.code).toBe('already_decided')
    expect(await sells(ayun)).toBe(true)
    const record = await market.read<{ actor: string; action: string; reason: string }>(
      'select actor, action, reason from people.activity where subject = $1',
      [ayun.id],
    )
    expect(record).toEqual([{ actor: expect.stringMatching(/^staff:/), action: 'curator.approved', reason: '欢迎' }])
  })

  test('gives her a name whose name we made up, and takes none away', async () => {
    const nicknameAfter = async (someone: Someone) => {
      await apply(someone, '云姨')
      const text = 'select nickname from people.person where id = $1'
      return (await market.read<{ nickname: string }>(text, [someone.personId]))[0]?.nickname
    }
    expect(await nicknameAfter(await market.person('小赵'))).toBe('小赵')
    const unnamed = await market.person('群友1234')
    await market.read('update people.person set is_nickname_made_up = true where id = $1 returning id', [
      unnamed.personId,
    ])
    expect(await nicknameAfter(unnamed)).toBe('云姨')
  })

  test('happens once; after a decline one may apply again', async () => {
    const someone = await market.person()
    await apply(someone)
    expect((await apply(someone)).body.code).toBe('already_applied')
    expect((await decide(someone.id, 'decline', '再试试')).body.state).toBe('declined')
    expect(await isCurator(market.platform, someone.actor)).toBe(false)
    const again = await apply(someone, '阿芸二')
    expect(again.body).toMatchObject({ state: 'applied', displayName: '阿芸二', decidedAt: null, decisionNote: '' })
    await decide(someone.id, 'approve')
    expect((await apply(someone)).body.code).toBe('already_curator')
  })

  test('ten times at once makes one application', async () => {
    const someone = await market.person()
    const answers = await Promise.all(Array.from({ length: 10 }, () => apply(someone)))
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
    expect(answers.filter((one) => one.body.code === 'already_applied')).toHaveLength(9)
    expect((await market.news('curator.applied')).filter((one) => one.subject === someone.personId)).toHaveLength(1)
  })

  test('refuses names that are none, and texts without end', async () => {
    const someone = await market.person()
    for (const wrong of [
      {},
      { displayName: '' },
      { displayName: '字'.repeat(31) },
      { displayName: '阿芸', introduction: '字'.repeat(10_000) },
    ])
      expect((await someone.post('/v1/curator/apply', wrong)).status).toBe(400)
    expect((await apply(someone, '<script>1</script>')).body.displayName).toBe('<script>1</script>')
  })

  test('is decided by operators only, and only for who applied', async () => {
    const someone = await market.person()
    await apply(someone)
    expect(
      (await market.staff('scout').post(`/v1/admin/curators/${someone.id}/decide`, { decision: 'approve' })).status,
    ).toBe(403)
    expect((await someone.post(`/v1/admin/curators/${someone.id}/decide`, { decision: 'approve' })).status).toBe(403)
    expect((await decide((await market.person()).id, 'approve')).status).toBe(404)
    expect((await decide(someone.id, 'perhaps')).status).toBe(400)
  })
})

describe('resting', () => {
  test('closes her for orders and leaves her the workbench', async () => {
    const ayun = await market.curator('阿芸')
    expect((await ayun.post('/v1/curator/rest')).body.state).toBe('resting')
    expect((await ayun.post('/v1/curator/rest')).body.state).toBe('resting')
    expect(await sells(ayun)).toBe(false)
    expect(await isCurator(market.platform, ayun.actor)).toBe(true)
    expect((await ayun.post('/v1/curator/return')).body.state).toBe('active')
    expect((await market.news('curator.rested')).filter((one) => one.subject === ayun.personId)).toHaveLength(1)
  })

  test('is not for who is no curator', async () => {
    const someone = await market.person()
    await apply(someone)
    for (const act of ['rest', 'return']) {
      const answer = await someone.post(`/v1/curator/${act}`)
      expect([answer.status, answer.body.code]).toEqual([403, 'not_a_curator'])
    }
  })

  test('is what she is told when she wants to sell', () => {
    const code = (state?: Curator['state']) => whyNotSelling(state && ({ state } as Curator))?.refusal.code
    expect(code('active')).toBeUndefined()
    expect(code('resting')).toBe('curator_resting')
    for (const state of ['applied', 'declined', 'closed', undefined] as const) expect(code(state)).toBe('not_a_curator')
  })
})

test('a profile changes under its version', async () => {
  const ayun = await market.curator('阿芸')
  const { version } = (await ayun.get('/v1/curator/profile')).body.profile
  const changed = await ayun.patch('/v1/curator/profile', { introduction: '每晚八点', version })
  expect(changed.body).toMatchObject({ displayName: '阿芸', introduction: '每晚八点', version: version + 1 })
  const late = await ayun.patch('/v1/curator/profile', { displayName: '旧名', version })
  expect([late.status, late.body.code, late.body.facts]).toEqual([409, 'version_changed', { current: version + 1 }])
  expect((await (await market.person()).patch('/v1/curator/profile', { displayName: '无', version: 1 })).status).toBe(
    404,
  )
})

test('a stage is set by operators, on record, for curators', async () => {
  const ayun = await market.curator()
  const path = `/v1/admin/curators/${ayun.id}/stage`
  expect((await market.staff('operator').post(path, { stage: 'skilled' })).body.stage).toBe('skilled')
  expect((await market.staff('finance').post(path, { stage: 'skilled' })).status).toBe(403)
  expect((await market.staff('operator').post(path, { stage: 'diamond' })).status).toBe(400)
  const applicant = await market.person()
  await apply(applicant)
  const early = await market.staff('operator').post(`/v1/admin/curators/${applicant.id}/stage`, { stage: 'skilled' })
  expect(early.body.code).toBe('not_a_curator')
  expect((await market.news('curator.stage_changed')).at(-1)?.data).toEqual({ stage: 'skilled' })
})

test('a curator who is forgotten keeps no name and sells no more', async () => {
  const ayun = await market.curator('阿芸')
  const told = (await exportPerson(market.platform.db, market.platform, ayun.personId)) as {
    curator: { displayName: string }
  }
  expect(told.curator.displayName).toBe('阿芸')
  await market.platform.db.inTransaction(market.platform, (tx) => erasePerson(market.platform, tx, ayun.personId))
  const gone = (await curatorsByIds(market.platform.db, [ayun.personId])).get(ayun.personId)
  expect(gone).toMatchObject({ displayName: '已注销', introduction: '', state: 'closed' })
  expect(await isCurator(market.platform, ayun.actor)).toBe(false)
  expect(await isCurator(market.platform, systemActor('test'))).toBe(false)
})
