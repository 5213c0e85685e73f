import { expect, test } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { signIn } from '../../src/rehearsal/house.ts'
import { HOUSE_STARTS_AT, openTestHouse, type TestHouse } from '../support/house.ts'

/** The house of a demo: nobody works in it unasked, and it leaves no moment behind. */

const LATER = new Date(HOUSE_STARTS_AT.getTime() + 24 * 3_600_000)

async function read<Row>(house: TestHouse, text: string): Promise<Row[]> {
  const connection = await connectOnce(house.databaseUrl)
  try {
    return await connection.query<Row>(text)
  } finally {
    await connection.end()
  }
}

const moment = (house: TestHouse) => read(house, 'select owned_clock_at as at from platform.installation')

test('a passing house keeps no moment, so that its installation goes on by the machine’s clock', async () => {
  const house = await openTestHouse(undefined, HOUSE_STARTS_AT, undefined, {}, true)
  await house.moveTo(LATER)
  expect(house.now()).toEqual(LATER)
  expect(await moment(house)).toEqual([{ at: null }])
})

test('another keeps the one that it has reached, so that a broken run goes on from it', async () => {
  const house = await openTestHouse()
  await house.moveTo(LATER)
  expect(await moment(house)).toEqual([{ at: LATER }])
})

test('work that is due is done when it is asked for, to the last piece of news', async () => {
  const house = await openTestHouse(undefined, HOUSE_STARTS_AT, undefined, {}, true)
  const yun = await signIn(house, 'curator', '13800000001', '阿芸')
  await yun.post('/v1/curator/apply', { displayName: '阿芸', introduction: '邻居' }, 'apply')
  expect(await read(house, 'select from platform.outbox')).not.toEqual([])
  expect(await read(house, 'select from platform.outbox_cursor')).toEqual([])
  await house.doDueWork()
  const waiting = 'select from platform.outbox o, platform.outbox_cursor c where (o.tx, o.id) > (c.tx, c.id)'
  expect(await read(house, 'select from platform.outbox_cursor')).not.toEqual([])
  expect(await read(house, waiting)).toEqual([])
})
