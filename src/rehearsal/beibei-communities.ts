import type { GroupRecord } from './beibei-records.ts'

/** People who belong together in the records, with the one who leads them. */
export interface FoundCommunity {
  readonly owner: number
  readonly people: readonly number[]
  /** Indices of the records that were lived here. */
  readonly records: readonly number[]
}

/** As many as a WeChat group holds. */
const MOST_PEOPLE = 500

/**
 * Communities inside the real graph. The rule: two people are tied when one joined a group that the other started; a
 * community is a connected component of ties; one with more than 500 people is walked breadth-first from its best
 * connected person and cut into pieces of at most 500. A record belongs where its initiator is; a participant who was cut
 * off joins there too. The owner is who started most groups, then who is tied to most people, then the smallest id.
 */
export function findCommunities(records: readonly GroupRecord[]): FoundCommunity[] {
  const ties = new Map<number, Set<number>>()
  const tie = (a: number, b: number) => {
    const set = ties.get(a) ?? new Set()
    ties.set(a, set.add(b))
  }
  for (const { initiator, participants } of records) {
    if (!ties.has(initiator)) ties.set(initiator, new Set())
    for (const other of participants) {
      tie(initiator, other)
      tie(other, initiator)
    }
  }
  const homeOf = new Map<number, number>()
  const pieces: number[][] = []
  for (const person of [...ties.keys()].sort((a, b) => (ties.get(b)?.size ?? 0) - (ties.get(a)?.size ?? 0) || a - b)) {
    if (homeOf.has(person)) continue
    for (const piece of cut(walk(person, ties, homeOf))) {
      for (const one of piece) homeOf.set(one, pieces.length)
      pieces.push(piece)
    }
  }
  const recordsOf: number[][] = pieces.map(() => [])
  const peopleOf = pieces.map((piece) => new Set(piece))
  records.forEach((record, index) => {
    const home = homeOf.get(record.initiator) as number
    recordsOf[home]?.push(index)
    for (const other of record.participants) peopleOf[home]?.add(other)
  })
  return pieces.flatMap((piece, index) => {
    const mine = recordsOf[index] ?? []
    if (mine.length === 0) return []
    return [{ owner: ownerOf(piece, mine, records, ties), people: [...(peopleOf[index] ?? [])], records: mine }]
  })
}

function walk(
  start: number,
  ties: ReadonlyMap<number, ReadonlySet<number>>,
  done: ReadonlyMap<number, number>,
): number[] {
  const seen = new Set([start])
  const order = [start]
  for (const person of order)
    for (const other of [...(ties.get(person) ?? [])].sort((a, b) => a - b)) {
      if (seen.has(other) || done.has(other)) continue
      seen.add(other)
      order.push(other)
    }
  return order
}

function cut(people: readonly number[]): number[][] {
  const pieces: number[][] = []
  for (let at = 0; at < people.length; at += MOST_PEOPLE) pieces.push(people.slice(at, at + MOST_PEOPLE))
  return pieces
}

function ownerOf(
  piece: readonly number[],
  mine: readonly number[],
  records: readonly GroupRecord[],
  ties: ReadonlyMap<number, ReadonlySet<number>>,
): number {
  const started = new Map<number, number>()
  for (const index of mine) {
    const { initiator } = records[index] as GroupRecord
    started.set(initiator, (started.get(initiator) ?? 0) + 1)
  }
  const rank = (person: number) => [started.get(person) ?? 0, ties.get(person)?.size ?? 0, -person]
  return [...piece].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)]
    return (right[0] ?? 0) - (left[0] ?? 0) || (right[1] ?? 0) - (left[1] ?? 0) || (right[2] ?? 0) - (left[2] ?? 0)
  })[0] as number
}
