import { describe, expect, test } from 'vitest'
import { Batcher } from './batcher.ts'
import { Outage, Refusal } from './errors.ts'
import { platformRefusals } from './wire.ts'

/** A runner that keeps every batch it was given, and waits until it is let go. */
function recording<Out>(verdict: (item: number, batch: readonly number[]) => Out | Refusal) {
  const batches: number[][] = []
  let open: () => void = () => {}
  let gate = Promise.resolve()
  return {
    batches,
    hold: () => {
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    letGo: () => open(),
    run: async (items: readonly number[]) => {
      batches.push([...items])
      await gate
      return items.map((item) => verdict(item, items))
    },
  }
}

describe('gathering', () => {
  test('a batch of one when it is quiet; what comes meanwhile goes together, in order', async () => {
    const runner = recording((item) => item * 2)
    const batcher = new Batcher<number, number>({ run: runner.run })
    runner.hold()
    const first = batcher.submit(1)
    await new Promise((resolve) => setImmediate(resolve))
    const rest = [2, 3, 4].map((item) => batcher.submit(item))
    runner.letGo()
    expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8])
    expect(runner.batches).toEqual([[1], [2, 3, 4]])
    expect(batcher.seen).toEqual({ batches: 2, items: 4, largest: 3 })
    await batcher.settled()
  })

  test('no batch is larger than it may be', async () => {
    const runner = recording((item) => item)
    const batcher = new Batcher<number, number>({ run: runner.run, maxBatch: 3 })
    await Promise.all(Array.from({ length: 10 }, (_, item) => batcher.submit(item)))
    expect(runner.batches.map((batch) => batch.length)).toEqual([3, 3, 3, 1])
  })

  test('two at once where that is allowed: the second once it is worth it, never a third', async () => {
    const runner = recording((item) => item)
    let running = 0
    let most = 0
    const run = async (items: readonly number[]) => {
      most = Math.max(most, ++running)
      const verdicts = await runner.run(items)
      running--
      return verdicts
    }
    const batcher = new Batcher<number, number>({ run, atOnce: 2, maxBatch: 40 })
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    const submit = (count: number) => Array.from({ length: count }, (_, item) => batcher.submit(item))
    runner.hold()
    const answers = submit(1)
    await turn()
    answers.push(...submit(31))
    await turn()
    expect(runner.batches.map((batch) => batch.length)).toEqual([1])
    answers.push(...submit(1))
    await turn()
    expect(runner.batches.map((batch) => batch.length)).toEqual([1, 32])
    answers.push(...submit(100))
    await turn()
    expect(runner.batches).toHaveLength(2)
    let isSettled = false
    const settled = batcher.settled().then(() => {
      isSettled = true
    })
    await turn()
    expect(isSettled).toBe(false)
    runner.letGo()
    await Promise.all([...answers, settled])
    expect(runner.batches.map((batch) => batch.length)).toEqual([1, 32, 40, 40, 20])
    expect(most).toBe(2)
  })

  test('one batch at a time', async () => {
    let inFlight = 0
    const batcher = new Batcher<number, number>({
      maxBatch: 2,
      run: async (items) => {
        expect(++inFlight).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 1))
        inFlight--
        return items
      },
    })
    await Promise.all(Array.from({ length: 20 }, (_, item) => batcher.submit(item)))
  })

  test('too many waiting are told that we are busy, at once; later there is room again', async () => {
    const runner = recording((item) => item)
    const batcher = new Batcher<number, number>({ run: runner.run, maxWaiting: 2 })
    const waiting = [batcher.submit(1), batcher.submit(2)]
    await expect(batcher.submit(3)).rejects.toMatchObject({ refusal: platformRefusals.busy })
    expect(await Promise.all(waiting)).toEqual([1, 2])
    expect(await batcher.submit(4)).toBe(4)
  })
})

describe('verdicts and failures', () => {
  test('a refusal is its member’s alone', async () => {
    const batcher = new Batcher<number, number>({
      run: async (items) => items.map((item) => (item === 2 ? new Refusal(platformRefusals.not_found) : item)),
    })
    const settled = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)))
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  test('a member that breaks the batch is found by halving; its neighbours succeed, once each', async () => {
    const done: number[] = []
    const batcher = new Batcher<number, number>({
      run: async (items) => {
        if (items.includes(13)) throw new Error('row 13')
        done.push(...items)
        return items
      },
    })
    const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, item) => batcher.submit(item)))
    expect(settled.flatMap((one, item) => (one.status === 'rejected' ? [item] : []))).toEqual([13])
    expect(done.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, item) => item).filter((item) => item !== 13),
    )
    expect(await batcher.submit(99)).toBe(99)
  })

  test('an outage is everybody’s, and is not tried in halves', async () => {
    let runs = 0
    const batcher = new Batcher<number, number>({
      run: async () => {
        runs++
        throw new Outage('database')
      },
    })
    const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => batcher.submit(item)))
    expect(settled.every((one) => one.status === 'rejected' && one.reason instanceof Outage)).toBe(true)
    expect(runs).toBe(1)
  })
})
