import { describe, expect, test } from 'vitest'
import { exponentialDelays } from './delays.ts'
import { dayMs } from './evidence.ts'
import { cycleMs, fission, type Invited } from './fission.ts'
import { seededRandom } from './random.ts'

const members = Array.from({ length: 100 }, (_, i) => `m${i}`)
const quick = exponentialDelays(1)
const brought = (inviter: string, invitee: string, day: number, keptAfter: number | null): Invited => ({
  inviter,
  invitee,
  joinedAt: day * dayMs,
  firstKeptAt: keptAfter === null ? null : (day + keptAfter) * dayMs,
})
const read = (invited: Invited[], until = 2 * cycleMs) =>
  fission(invited, { from: 0, until, activeMembers: members, delays: quick })

describe('fission', () => {
  test('counts invitees of active members who kept an order within 30 days of joining, in the cycle', () => {
    const invited = [
      brought('m1', 'a', 3, 5),
      brought('m1', 'b', 29, 29),
      brought('m2', 'too slow', 3, 31),
      brought('m2', 'never bought', 3, null),
      brought('m2', 'too late', 31, 1),
      brought('stranger', 'c', 3, 5),
      brought('m3', 'm3', 3, 5),
    ]
    const reading = read(invited)
    expect(reading).toMatchObject({ k: expect.closeTo(0.02, 9), activeMembers: 100, invitees: 2 })
    expect(reading.total).toBeCloseTo(100 / 0.98, 6)
    expect(reading.interval!.low).toBeGreaterThan(0)
    expect(reading.interval!.low).toBeLessThan(0.02)
    expect(reading.interval!.high).toBeGreaterThan(0.02)
  })

  test('says nothing without members, and nothing beyond all bounds at k ≥ 1', () => {
    expect(fission([], { from: 0, until: cycleMs, activeMembers: [], delays: quick }).k).toBeNull()
    const flood = members.flatMap((member) => ['x', 'y'].map((child) => brought(member, `${member}${child}`, 1, 1)))
    expect(read(flood)).toMatchObject({ k: expect.closeTo(2, 9), total: null })
  })

  test('in the middle of a cycle counts what could be seen by now, without bias', () => {
    const random = seededRandom(9)
    const delays = exponentialDelays(8 * dayMs)
    const means = [10, 20, 30, 45].map((day) => {
      let sum = 0
      for (let run = 0; run < 300; run++)
        sum += fission(someInvited(0.4), { from: 0, until: day * dayMs, activeMembers: members, delays }).k!
      return sum / 300
    })
    function someInvited(k: number): Invited[] {
      return Array.from({ length: random.poisson(k * members.length) }, (_, i) => {
        let keptAfter = 99
        while (keptAfter > 30) keptAfter = -Math.log(1 - random.uniform()) * 8
        return brought(members[random.below(100)]!, `i${i}`, random.uniform() * 30, keptAfter)
      })
    }
    for (const mean of means) expect(Math.abs(mean - 0.4)).toBeLessThan(0.02)
  })

  test('shows how deep the invitations go, and passes over circles', () => {
    const invited = [
      brought('f', 'a', 1, 1),
      brought('f', 'b', 1, 1),
      brought('a', 'c', 2, 1),
      brought('x', 'y', 1, 1),
      brought('y', 'x', 1, 1),
    ]
    expect(read(invited).depths).toEqual([1, 2, 1])
  })
})
