import { expect, test } from 'vitest'
import { oneAfterTheOther } from './living-list.ts'

/** Reads that end when the test says so. */
function slowReads() {
  const waiting: { orderId: bigint; end: () => void; fail: (error: Error) => void }[] = []
  const read = (orderId: bigint) =>
    new Promise<void>((end, fail) => {
      waiting.push({ orderId, end, fail })
    })
  return { waiting, read, begun: () => waiting.map(({ orderId }) => orderId) }
}
const soon = () => new Promise((done) => setImmediate(done))

test('a row is read only when the one before it was sent, and once for news that came meanwhile', async () => {
  const { waiting, read, begun } = slowReads()
  const sendNext = oneAfterTheOther(read, { failed: () => undefined })
  sendNext(1n)
  sendNext(1n)
  sendNext(1n)
  sendNext(2n)
  expect(begun()).toEqual([1n])
  waiting[0]?.end()
  await soon()
  // What happened to order 1 while it was read is read again, later than the first time.
  expect(begun()).toEqual([1n, 1n])
  waiting[1]?.end()
  await soon()
  expect(begun()).toEqual([1n, 1n, 2n])
  waiting[2]?.end()
  await soon()
  sendNext(1n)
  expect(begun()).toEqual([1n, 1n, 2n, 1n])
})

test('a row that cannot be read does not stop the next', async () => {
  const { waiting, read, begun } = slowReads()
  const failed: unknown[] = []
  const sendNext = oneAfterTheOther(read, { failed: (error) => failed.push(error) })
  sendNext(1n)
  sendNext(2n)
  waiting[0]?.fail(new Error('away'))
  await soon()
  expect(failed).toHaveLength(1)
  expect(begun()).toEqual([1n, 2n])
})
