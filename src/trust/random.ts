/**
 * Seeded randomness: xoshiro128** (Blackman & Vigna 2018), seeded through splitmix32.
 * The same seed gives the same numbers on every machine, so every published figure can be made again.
 */
export interface Random {
  /** A whole number from 0 to 2³² − 1. */
  word(): number
  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number
  /** A whole number from 0 to `bound` − 1, without modulo bias worth speaking of (bound ≤ 2³²). */
  below(bound: number): number
  /** Standard normal. */
  normal(): number
  /** A count with this mean. */
  poisson(mean: number): number
  /** An independent stream: what one part draws does not shift what the next one draws. */
  fork(): Random
}

export function seededRandom(seed: number): Random {
  return generator(splitMix(seed))
}

/** Puts the first `count` places of `items` in random order, drawn without replacement from all of them. */
export function drawFirst(items: Uint32Array, count: number, random: Random): void {
  const last = Math.min(count, items.length - 1)
  for (let place = 0; place < last; place++) {
    const other = place + random.below(items.length - place)
    const held = items[place]!
    items[place] = items[other]!
    items[other] = held
  }
}

function generator(nextSeed: () => number): Random {
  let a = nextSeed()
  let b = nextSeed()
  let c = nextSeed()
  let d = nextSeed() | 1 // the one forbidden state is all zero
  const word = () => {
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  const uniform = () => (word() * 2097152 + (word() >>> 11)) / 9007199254740992
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    word,
    uniform,
    below: (bound) => Math.floor((word() / 4294967296) * bound),
    normal,
    poisson: (mean) => poisson(mean, uniform, normal),
    fork: () => generator(splitMix(word())),
  }
}

function splitMix(seed: number): () => number {
  // Seeds beyond 32 bits differ too: the upper half is mixed in.
  let state = (seed >>> 0) ^ Math.imul(Math.floor(seed / 4294967296) >>> 0, 0x9e3779b1)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

const largestExactPoissonMean = 500

function poisson(mean: number, uniform: () => number, normal: () => number): number {
  if (!(mean > 0)) return 0
  // Knuth's product underflows for large means; there the normal is within a thousandth.
  if (mean > largestExactPoissonMean) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  const floor = Math.exp(-mean)
  let count = 0
  for (let product = uniform(); product > floor; product *= uniform()) count++
  return count
}
