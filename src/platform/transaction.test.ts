import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import type { Tx } from './db.ts'

let stage: TestPlatform
beforeAll(async () => {
  stage = await testPlatform(await freshDatabase(), { connections: 4 })
})
afterAll(() => stage.close())

const inTx = <T>(work: (tx: Tx) => Promise<T>) => stage.platform.db.inTransaction(stage.platform, work)
/** A key that is written once; the second is a violation. */
const write = (tx: Pick<Tx, 'send'>, name: string) =>
  tx.send('', `insert into platform.schedule (name, started_at) values ($1, '2026-01-01')`, [name])
const written = async (name: string) =>
  (await stage.platform.db.query('', 'select 1 from platform.schedule where name = $1', [name])).length

test('what is sent is there when the transaction says so', async () => {
  await inTx(async (tx) => write(tx, 'sent'))
  expect(await written('sent')).toBe(1)
})

test('a statement that was sent and fails takes everything with it, and says why', async () => {
  const twice = inTx(async (tx) => {
    write(tx, 'one of two')
    write(tx, 'sent')
  })
  await expect(twice).rejects.toMatchObject({ code: '23505' })
  expect(await written('one of two')).toBe(0)
})

test('what is asked after it is told the first failure, not that it is too late', async () => {
  const asked = inTx(async (tx) => {
    write(tx, 'sent')
    return tx.query('', 'select 1')
  })
  await expect(asked).rejects.toMatchObject({ code: '23505' })
})

test('a failure that somebody swallowed is not taken for a success', async () => {
  const swallowed = inTx(async (tx) => {
    write(tx, 'beside a swallowed failure')
    await tx.query('', 'select 1 / 0').catch(() => {})
  })
  await expect(swallowed).rejects.toThrow('overlooked')
  expect(await written('beside a swallowed failure')).toBe(0)
})

test('many at once, each in one packet, keep apart', async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      inTx(async (tx) => {
        const [row] = await tx.query<{ n: number }>('', 'select $1::int as n', [n])
        write(tx, `at once ${row?.n}`)
      }),
    ),
  )
  expect(await stage.platform.db.query('', `select 1 from platform.schedule where name like 'at once %'`)).toHaveLength(
    40,
  )
})

test('listeners hear what was committed, and nothing that was not', async () => {
  const heard: string[] = []
  stage.platform.db.onCommit((said) => void heard.push(...said.map((news) => news.name)))
  const say = (tx: Tx, name: 'test.kept' | 'test.lost') => tx.say({ name, cellId: 0, subject: 1n })
  await inTx(async (tx) => say(tx, 'test.kept'))
  await inTx(async (tx) => {
    say(tx, 'test.lost')
    write(tx, 'sent')
  }).catch(() => {})
  expect(heard).toEqual(['test.kept'])
})

test('work that was left running by a failure beside it writes nothing afterwards', async () => {
  let leftBehind: Promise<unknown> | undefined
  const failing = inTx(async (tx) => {
    leftBehind = new Promise((resolve) => setTimeout(resolve, 50)).then(() => {
      write(tx, 'left behind')
    })
    await Promise.reject(new Error('beside it'))
  })
  await expect(failing).rejects.toThrow('beside it')
  await leftBehind
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await written('left behind')).toBe(0)
})
