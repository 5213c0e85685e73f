import { dayMs, decayOf, type Evidence, type EvidenceKind, type Person, weighing } from './evidence.ts'

export interface WeighOptions {
  /** The moment of the reading, in ms. */
  readonly now: number
  /**
   * Who is behind an account: accounts with the same hand are one person (integrity finds them by payer, device,
   * address). What a hand does on its own word is nothing. An account that is absent is its own hand.
   */
  readonly hands?: ReadonlyMap<Person, Person>
  /** Only evidence of this category. */
  readonly field?: string
  /** Offset of the installation's zone from UTC, for "one response a day". Shanghai when absent. */
  readonly zoneOffsetMs?: number
}

/** Why a piece counts nothing; 0 = it counts. */
export const silences = [
  'counts',
  'not_kept_yet',
  'returned',
  'own_word',
  'second_invitation',
  'second_response_that_day',
] as const
export type Silence = Exclude<(typeof silences)[number], 'counts'>

/**
 * Evidence weighed, one *piece* per word acted on, in columns (a nightly run weighs hundreds of millions of them).
 * Pieces of one evidence lie together.
 */
export interface Weighed {
  readonly people: readonly Person[]
  readonly indexOf: ReadonlyMap<Person, number>
  /** Evidence inside the window, oldest first; its pieces are `firstPiece[e] … firstPiece[e + 1] − 1`. */
  readonly evidence: readonly Evidence[]
  readonly actor: Uint32Array
  readonly firstPiece: Uint32Array
  /** Whose word, as an index into people. */
  readonly from: Uint32Array
  /** What its kind weighs × its share among the names. */
  readonly base: Float64Array
  /** base × decay × φ: what it adds to the arc; 0 when it does not count. */
  readonly value: Float64Array
  /** Index into `silences`. */
  readonly silence: Uint8Array
}

export function weigh(all: readonly Evidence[], options: WeighOptions): Weighed {
  const evidence = insideWindow(all, options)
  const people: Person[] = []
  const indexOf = new Map<Person, number>()
  const numberOf = (person: Person) => {
    const hand = options.hands?.get(person) ?? person
    const known = indexOf.get(hand)
    if (known !== undefined) return known
    indexOf.set(hand, people.length)
    people.push(hand)
    return people.length - 1
  }
  const wordsPerItem = evidence.map(wordsOf)
  const columns = emptyColumns(wordsPerItem)
  const memory = pairMemory(options.zoneOffsetMs ?? 8 * 3_600_000, evidence.length + columns.from.length)
  let piece = 0
  for (const [at, item] of evidence.entries()) {
    const actor = numberOf(item.actor)
    columns.actor[at] = actor
    columns.firstPiece[at] = piece
    const words = wordsPerItem[at]!
    const decay = decayOf(options.now - item.at)
    for (const word of words) {
      const from = numberOf(word)
      const silence = silenceOf(item, actor, from, options.now, memory)
      columns.from[piece] = from
      columns.silence[piece] = silences.indexOf(silence)
      columns.base[piece] = weighing.base[item.kind] / words.length
      if (silence === 'counts') {
        columns.value[piece] = columns.base[piece]! * decay * memory.fatigue(item.kind, from, actor, item.at)
      }
      piece++
    }
  }
  columns.firstPiece[evidence.length] = piece
  return { people, indexOf, evidence, ...columns }
}

function insideWindow(all: readonly Evidence[], { now, field }: WeighOptions): readonly Evidence[] {
  const from = now - weighing.windowMs
  const inside = all.filter((item) => item.at > from && item.at <= now && (field === undefined || item.field === field))
  const inOrder = inside.every((item, at) => at === 0 || inside[at - 1]!.at <= item.at)
  return inOrder ? inside : inside.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

function emptyColumns(wordsPerItem: readonly (readonly Person[])[]) {
  let pieces = 0
  for (const words of wordsPerItem) pieces += words.length
  return {
    actor: new Uint32Array(wordsPerItem.length),
    firstPiece: new Uint32Array(wordsPerItem.length + 1),
    from: new Uint32Array(pieces),
    base: new Float64Array(pieces),
    value: new Float64Array(pieces),
    silence: new Uint8Array(pieces),
  }
}

/** Each name once, three at most: naming a friend twice gives her no more. */
function wordsOf({ words }: Evidence): readonly Person[] {
  if (words.length < 2) return words
  return words.filter((word, at) => words.indexOf(word) === at).slice(0, weighing.namesAtCheckout)
}

function silenceOf(
  item: Evidence,
  actor: number,
  from: number,
  now: number,
  memory: PairMemory,
): (typeof silences)[number] {
  if (from === actor) return 'own_word'
  if (item.keptFrom === null) return 'returned'
  if (item.keptFrom > now) return 'not_kept_yet'
  if (item.kind === 'invitation' && !memory.isFirstInvitation(from, actor)) return 'second_invitation'
  if (item.kind === 'response' && !memory.isFirstResponseOfDay(from, actor, item.at)) return 'second_response_that_day'
  return 'counts'
}

interface PairMemory {
  isFirstInvitation(from: number, to: number): boolean
  isFirstResponseOfDay(from: number, to: number, at: number): boolean
  /** 1 for the first three of a kind from one to the other in 30 days, then ½; asked once per counted piece, in time order. */
  fatigue(kind: EvidenceKind, from: number, to: number, at: number): number
}

const kindNumber: Record<EvidenceKind, number> = { order: 0, group_join: 1, invitation: 2, response: 3 }

/** `mostPeople` keeps the keys of ordinary communities below 2³¹, where maps are three times as fast. */
function pairMemory(zoneOffsetMs: number, mostPeople: number): PairMemory {
  const invited = new Set<number>()
  const responseDay = new Map<number, number>()
  const slots = new Map<number, number>()
  // The last three times of each pair and kind, as a ring: if the oldest of them is fresh, this is the fourth.
  const times: number[] = []
  const pair = (from: number, to: number) => from * mostPeople + to
  return {
    isFirstInvitation(from, to) {
      const size = invited.size
      return invited.add(pair(from, to)).size > size
    },
    isFirstResponseOfDay(from, to, at) {
      const day = Math.floor((at + zoneOffsetMs) / dayMs)
      if (responseDay.get(pair(from, to)) === day) return false
      responseDay.set(pair(from, to), day)
      return true
    },
    fatigue(kind, from, to, at) {
      const key = pair(from, to) * 4 + kindNumber[kind]
      let slot = slots.get(key)
      if (slot === undefined) {
        slot = times.length
        slots.set(key, slot)
        for (let i = 0; i < weighing.freshTimes; i++) times.push(Number.NEGATIVE_INFINITY)
      }
      const third = times[slot]!
      for (let i = 1; i < weighing.freshTimes; i++) times[slot + i - 1] = times[slot + i]!
      times[slot + weighing.freshTimes - 1] = at
      return at - third < weighing.fatigueWindowMs ? weighing.fatigue : 1
    },
  }
}
