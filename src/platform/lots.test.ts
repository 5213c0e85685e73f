import { expect, test } from 'vitest'
import { Keys } from './keys.ts'
import { lotBps } from './lots.ts'

const keys = new Keys('5e'.repeat(32))
const heldOut = (viewer: number, share: number, with_ = keys) =>
  lotBps(with_, 'sharing.hold_out', BigInt(viewer), BigInt(share)) < 1_000
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

test('a tenth is drawn: of all pairs, of each viewer’s shares and of each share’s viewers', () => {
  const ofViewer = new Uint32Array(400)
  const ofShare = new Uint32Array(250)
  for (const viewer of upTo(400))
    for (const share of upTo(250))
      if (heldOut(viewer, share)) {
        ofViewer[viewer]!++
        ofShare[share]!++
      }
  // 100,000 pairs: one standard deviation is 95.
  const all = ofViewer.reduce((sum, count) => sum + count, 0)
  expect(Math.abs(all - 10_000)).toBeLessThan(4 * 95)
  // As scattered as coins would be: the sum of squares over its expectation is 1, give or take.
  const scatter = (counts: Uint32Array, each: number) =>
    counts.reduce((sum, count) => sum + (count - each / 10) ** 2, 0) / (counts.length * each * 0.09)
  expect(Math.abs(scatter(ofViewer, 250) - 1)).toBeLessThan(4 * Math.sqrt(2 / 400))
  expect(Math.abs(scatter(ofShare, 400) - 1)).toBeLessThan(4 * Math.sqrt(2 / 250))
})

test('the same pair is drawn the same for ever, another pair, purpose or key on its own', () => {
  const pairs = upTo(4_000).map((i) => [i % 80, Math.floor(i / 80)] as const)
  expect(pairs.map(([v, s]) => heldOut(v, s))).toEqual(pairs.map(([v, s]) => heldOut(v, s)))
  expect(lotBps(keys, 'sharing.hold_out', 2n ** 61n, 7n)).toBe(3943)
  const both = (other: (viewer: number, share: number) => boolean) =>
    pairs.filter(([v, s]) => heldOut(v, s) && other(v, s)).length / pairs.length
  const another = new Keys('5f'.repeat(32))
  // One in a hundred is in both of two independent tenths.
  for (const other of [
    (v: number, s: number) => heldOut(v, s + 1),
    (v: number, s: number) => heldOut(s, v),
    (v: number, s: number) => heldOut(v, s, another),
    (v: number, s: number) => lotBps(keys, 'something else', BigInt(v), BigInt(s)) < 1_000,
  ])
    expect(Math.abs(both(other) - 0.01)).toBeLessThan(0.007)
})

test('ids do not run into each other: 1 and 23 is not 12 and 3', () => {
  expect(lotBps(keys, 'x', 1n, 23n)).not.toBe(lotBps(keys, 'x', 12n, 3n))
})
