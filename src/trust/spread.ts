import type { Graph } from './graph.ts'
import type { Random } from './random.ts'

export interface Spread {
  readonly mean: number
  readonly standardError: number
  readonly runs: number
}

export interface SpreadOptions {
  readonly runs?: number
  /** Stops once the standard error is this share of the mean (checked after 200 runs). */
  readonly relativeError?: number
}

const runsBeforeCheck = 200

/**
 * How many people news reaches from these seeds, by playing the independent cascade forward again and again. It shares
 * no code and no random numbers with the choice of seeds, so it can judge them. `chances` as in `reverseReach`.
 */
export function spread(chances: Graph, seeds: readonly number[], random: Random, options: SpreadOptions = {}): Spread {
  const { runs: most = 10_000, relativeError = 0 } = options
  const played = cascade(chances)
  let sum = 0
  let squares = 0
  let runs = 0
  let standardError = Number.POSITIVE_INFINITY
  while (runs < most && !(runs >= runsBeforeCheck && standardError <= (relativeError * sum) / runs)) {
    const reached = played(seeds, random)
    sum += reached
    squares += reached * reached
    runs++
    const variance = runs > 1 ? Math.max(0, squares - (sum * sum) / runs) / (runs - 1) : 0
    standardError = Math.sqrt(variance / runs)
  }
  return { mean: runs > 0 ? sum / runs : 0, standardError: runs > 0 ? standardError : 0, runs }
}

function cascade(chances: Graph) {
  const { nodes, starts, ends, weights } = chances
  const reachedIn = new Uint32Array(nodes)
  const queue = new Uint32Array(nodes)
  // A coin is one 32-bit word against a threshold: half the cost of a 53-bit number.
  const thresholds = weights?.map((chance) => chance * 4294967296)
  let run = 0
  return (seeds: readonly number[], random: Random): number => {
    run++
    let reached = 0
    for (const seed of seeds) {
      if (reachedIn[seed] === run) continue
      reachedIn[seed] = run
      queue[reached++] = seed
    }
    for (let at = 0; at < reached; at++) {
      const node = queue[at]!
      for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
        const end = ends[arc]!
        if (reachedIn[end] === run || (thresholds && random.word() >= thresholds[arc]!)) continue
        reachedIn[end] = run
        queue[reached++] = end
      }
    }
    return reached
  }
}
