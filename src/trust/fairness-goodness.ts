/** Ratings from −1 to 1 of one person by another; doubles count each on their own. */
export interface Ratings {
  readonly nodes: number
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly values: Float64Array
}

export interface FairnessGoodness {
  /** How near a rater comes to what everyone thinks, 0 to 1; 1 for someone who rated nobody. */
  readonly fairness: Float64Array
  /** What fair raters think of a person, −1 to 1; NaN for someone whom nobody rated. */
  readonly goodness: Float64Array
  readonly iterations: number
}

const mostIterations = 500

/** Fairness and goodness (Kumar et al. 2016), iterated until no goodness moves by more than `tolerance`. */
export function fairnessGoodness(ratings: Ratings, tolerance = 1e-12): FairnessGoodness {
  const { nodes, from, to, values } = ratings
  const given = counts(nodes, from)
  const received = counts(nodes, to)
  const fairness = new Float64Array(nodes).fill(1)
  const goodness = new Float64Array(nodes)
  let iterations = 0
  for (let moved = Number.POSITIVE_INFINITY; moved > tolerance && iterations < mostIterations; iterations++) {
    const before = goodness.slice()
    goodness.fill(0)
    for (let i = 0; i < values.length; i++) goodness[to[i]!]! += fairness[from[i]!]! * values[i]!
    for (let person = 0; person < nodes; person++) if (received[person]! > 0) goodness[person]! /= received[person]!
    const unfairness = new Float64Array(nodes)
    for (let i = 0; i < values.length; i++) unfairness[from[i]!]! += Math.abs(values[i]! - goodness[to[i]!]!) / 2
    moved = 0
    for (let person = 0; person < nodes; person++) {
      if (given[person]! > 0) fairness[person] = 1 - unfairness[person]! / given[person]!
      moved = Math.max(moved, Math.abs(goodness[person]! - before[person]!))
    }
  }
  for (let person = 0; person < nodes; person++) if (received[person] === 0) goodness[person] = Number.NaN
  return { fairness, goodness, iterations }
}

function counts(nodes: number, people: Uint32Array): Uint32Array {
  const result = new Uint32Array(nodes)
  for (const person of people) result[person]!++
  return result
}
