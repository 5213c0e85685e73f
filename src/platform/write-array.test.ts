import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { byteas, int2s, int4s, int8s, jsons, texts } from './binary-array.ts'
import { connectOnce } from './db.ts'
import { arrayToText, writeArray } from './write-array.ts'

let connection: Awaited<ReturnType<typeof connectOnce>>
beforeAll(async () => {
  connection = await connectOnce(await freshDatabase())
})
afterAll(() => connection?.end())

const read = async (type: string, values: readonly unknown[]) =>
  (
    await connection.query<{ v: unknown }>(
      `select v from unnest($1::${type}[]) with ordinality as t (v, n) order by n`,
      [writeArray(values)],
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

const readBack = async (type: string, value: unknown) =>
  (
    await connection.query<{ v: string | null }>(
      `select v::text from unnest($1::${type}[]) with ordinality as t (v, n) order by n`,
      [value],
    )
  ).map((row) => row.v)

test('whole numbers and moments in the binary form are what they were, to the last bit', async () => {
  const big = fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
  const safe = fc.option(fc.maxSafeInteger())
  const moment = fc.option(
    fc.date({ min: new Date(-62_000_000_000_000), max: new Date(250_000_000_000_000), noInvalidDate: true }),
  )
  const asText = (values: readonly unknown[]) => values.map((value) => (value === null ? null : String(value)))
  await fc.assert(
    fc.asyncProperty(fc.array(big), fc.array(safe), fc.array(moment), async (ids, amounts, times) => {
      expect(await readBack('bigint', writeArray(ids))).toEqual(asText(ids))
      expect(await readBack('bigint', int8s(amounts))).toEqual(asText(amounts))
      expect(await read('timestamptz', times)).toEqual(times)
    }),
    { numRuns: 100 },
  )
  expect(await readBack('smallint', int2s([-32768, 32767, null, undefined]))).toEqual(['-32768', '32767', null, null])
  expect(await readBack('int', int4s([-(2 ** 31), 2 ** 31 - 1]))).toEqual(['-2147483648', '2147483647'])
})

test('a number that does not fit is refused, never cut', () => {
  for (const wrong of [32768, -32769, 1.5, Number.NaN]) expect(() => int2s([wrong])).toThrow(RangeError)
  for (const wrong of [2 ** 31, 0.5]) expect(() => int4s([wrong])).toThrow(RangeError)
  for (const wrong of [2 ** 53, 1.5, Number.NaN]) expect(() => int8s([wrong])).toThrow(RangeError)
  for (const wrong of [2n ** 63n, -(2n ** 63n) - 1n]) expect(() => int8s([wrong])).toThrow(RangeError)
})

test('what is no list of plain values is left to the driver', () => {
  expect(arrayToText('text')).toBe('text')
  const nested = [[1], [2]]
  expect(arrayToText(nested)).toBe(nested)
})

const text = fc.string({ unit: 'binary', maxLength: 80 }).filter((one) => !one.includes('\0'))

test('texts, bytes and JSON in the binary form are what they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), fc.array(fc.uint8Array()), async (some, bytes) => {
      expect(await readBack('text', texts(some))).toEqual(some)
      expect(await readBack('bytea', byteas(bytes.map((one) => Buffer.from(one))))).toEqual(
        bytes.map((one) => `\\x${Buffer.from(one).toString('hex')}`),
      )
      const said = some.map((one) => (one === null ? null : JSON.stringify({ [one]: [one, 1, null] })))
      const read = await readBack('jsonb', jsons(said))
      expect(read.map((one) => one && JSON.parse(one))).toEqual(said.map((one) => one && JSON.parse(one)))
    }),
    { numRuns: 100 },
  )
})

test('a long list of texts grows the room it is written in, and the next short one is its own', async () => {
  const long = Array.from({ length: 400 }, (_, n) => `${n}`.padEnd(300, '长'))
  const [first, second] = [texts(long), texts(['short', null, '短'])]
  expect(await readBack('text', first)).toEqual(long)
  expect(await readBack('text', second)).toEqual(['short', null, '短'])
})
