import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { connectOnce } from './db.ts'
import { arrayToText } from './write-array.ts'

let connection: Awaited<ReturnType<typeof connectOnce>>
beforeAll(async () => {
  connection = await connectOnce(await freshDatabase())
})
afterAll(() => connection?.end())

const read = async (type: string, values: readonly unknown[]) =>
  (
    await connection.query<{ v: unknown }>(
      `select v from unnest($1::${type}[]) with ordinality as t (v, n) order by n`,
      [arrayToText(values)],
    )
  ).map((row) => row.v)

test('PostgreSQL reads every text back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')))),
      async (texts) => {
        expect(await read('text', texts)).toEqual(texts)
      },
    ),
    { numRuns: 200 },
  )
})

test('numbers, ids, moments, bytes, truth and absence', async () => {
  expect(await read('bigint', [2n ** 62n, 5, null])).toEqual([2n ** 62n, 5, null])
  const moment = new Date('2026-03-01T01:02:03.456Z')
  expect(await read('timestamptz', [moment, undefined])).toEqual([moment, null])
  const bytes = Buffer.from([0, 34, 92, 120, 255])
  expect(await read('bytea', [bytes])).toEqual([bytes])
  expect(await read('boolean', [true, false])).toEqual([true, false])
  expect(await read('text', ['NULL', '', '{', ',', '"', '\\', "'"])).toEqual(['NULL', '', '{', ',', '"', '\\', "'"])
})

test('what is no list of plain values is left to the driver', () => {
  expect(arrayToText('text')).toBe('text')
  const nested = [[1], [2]]
  expect(arrayToText(nested)).toBe(nested)
})
