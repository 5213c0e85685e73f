import type { Fission, Interval } from './contract.ts'
import type { DelayCurve } from './delays.ts'
import { dayMs, type Person } from './evidence.ts'

/** Somebody who came in by a member's invitation. */
export interface Invited {
  readonly inviter: Person
  readonly invitee: Person
  readonly joinedAt: number
  /** When her first order counted as kept; null when it has not. */
  readonly firstKeptAt: number | null
}

export interface FissionOptions {
  /** Start of the cycle, in ms; it lasts 30 days. */
  readonly from: number
  /** The moment of the reading. */
  readonly until: number
  /** Who was active at the start; hands as in `weigh` are to be merged before. */
  readonly activeMembers: readonly Person[]
  /** Time from joining to the first kept order, of the whole platform. */
  readonly delays: DelayCurve
}

export const cycleMs = 30 * dayMs
const z90 = 1.6449

/**
 * k: invitees with a first kept order within 30 days of joining, per active member and cycle of 30 days. A cycle that is
 * not over, and invitees who have not had their 30 days, count for the share that could be seen by now.
 */
export function fission(invited: readonly Invited[], options: FissionOptions): Fission {
  const { from, until, activeMembers } = options
  const active = new Set(activeMembers)
  const brought = new Map<Person, number>()
  let invitees = 0
  for (const one of invited) {
    if (!active.has(one.inviter) || one.inviter === one.invitee || !becameBuyer(one, from, until)) continue
    brought.set(one.inviter, (brought.get(one.inviter) ?? 0) + 1)
    invitees++
  }
  const exposure = active.size * visibleShare(options)
  const k = exposure > 0 ? invitees / exposure : null
  return {
    k,
    interval: k === null ? null : intervalOf(k, [...brought.values()], active.size, exposure),
    activeMembers: active.size,
    invitees,
    depths: depthsOf(invited),
    total: k !== null && k < 1 ? active.size / (1 - k) : null,
  }
}

function becameBuyer(one: Invited, from: number, until: number): boolean {
  if (one.joinedAt < from || one.joinedAt >= Math.min(until, from + cycleMs)) return false
  return one.firstKeptAt !== null && one.firstKeptAt <= until && one.firstKeptAt - one.joinedAt <= cycleMs
}

/** Mean, over the moments of the cycle, of the chance that a buyer who joined then is known as one by now. */
function visibleShare({ from, until, delays }: FissionOptions): number {
  const moments = 120
  const soonest = delays.shareWithin(cycleMs)
  if (soonest === 0) return 0
  let sum = 0
  for (let moment = 0; moment < moments; moment++) {
    const age = until - (from + ((moment + 0.5) / moments) * cycleMs)
    if (age > 0) sum += Math.min(1, delays.shareWithin(Math.min(age, cycleMs)) / soonest)
  }
  return sum / moments
}

/** 90 %, on the logarithm; members differ in how many they bring, so the spread is theirs, not Poisson's. */
function intervalOf(k: number, brought: readonly number[], members: number, exposure: number): Interval {
  if (k === 0) return { low: 0, high: 3 / exposure }
  const mean = brought.reduce((sum, count) => sum + count, 0) / members
  let squares = (members - brought.length) * mean ** 2
  for (const count of brought) squares += (count - mean) ** 2
  const factor = Math.exp((z90 * Math.sqrt(squares)) / exposure / k)
  return { low: k / factor, high: k * factor }
}

/** A circle of invitations has no founder; its people are counted nowhere. */
function depthsOf(invited: readonly Invited[]): number[] {
  const broughtBy = new Map<Person, Person[]>()
  const hasInviter = new Set<Person>()
  for (const { inviter, invitee } of invited) {
    if (hasInviter.has(invitee) || inviter === invitee) continue
    hasInviter.add(invitee)
    broughtBy.set(inviter, [...(broughtBy.get(inviter) ?? []), invitee])
  }
  let level = [...broughtBy.keys()].filter((person) => !hasInviter.has(person))
  const depths: number[] = []
  while (level.length > 0) {
    depths.push(level.length)
    level = level.flatMap((person) => broughtBy.get(person) ?? [])
  }
  return depths
}
