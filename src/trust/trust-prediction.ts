import { fairnessGoodness, type Ratings } from './fairness-goodness.ts'
import { drawFirst, type Random } from './random.ts'

export interface PredictionScore {
  /** Root mean square error on the scale −1 to 1. */
  readonly rmse: number
  /** Pearson correlation; null when either side never varies. */
  readonly pcc: number | null
  /** Mean of the share of distrust missed and the share of trust missed; null without both signs in the data. */
  readonly balancedSignError: number | null
}

export interface Predictions {
  /** The mean of what others said of the rated person. */
  readonly mean: PredictionScore
  readonly goodness: PredictionScore
  /** Goodness of the rated × fairness of the rater. */
  readonly fairnessGoodness: PredictionScore
}

/** How the ratings fall into folds moves the sign error by ± 0.15 points; the mean of five divisions by half of that. */
const divisions = 5

/**
 * How well hidden ratings are foretold from the others, each rating hidden once (cross-validation), as the mean of five
 * divisions into folds. A person whom nobody else rated is expected at the mean of all ratings that are known.
 */
export function predictTrust(ratings: Ratings, folds: number, random: Random): Predictions {
  if (folds < 2 || ratings.values.length < folds) {
    throw new Error('Prediction needs at least two folds and a rating in each')
  }
  const found = Array.from({ length: divisions }, () => predictOnce(ratings, folds, random))
  return {
    mean: meanScore(found.map((one) => one.mean)),
    goodness: meanScore(found.map((one) => one.goodness)),
    fairnessGoodness: meanScore(found.map((one) => one.fairnessGoodness)),
  }
}

function meanScore(scores: readonly PredictionScore[]): PredictionScore {
  const meanOf = (values: readonly (number | null)[]) =>
    values.reduce((sum: number | null, value) => (sum === null || value === null ? null : sum + value / divisions), 0)
  return {
    rmse: meanOf(scores.map(({ rmse }) => rmse))!,
    pcc: meanOf(scores.map(({ pcc }) => pcc)),
    balancedSignError: meanOf(scores.map(({ balancedSignError }) => balancedSignError)),
  }
}

function predictOnce(ratings: Ratings, folds: number, random: Random): Predictions {
  const rows = ratings.values.length
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  drawFirst(order, rows, random)
  const guesses = { mean: new Float64Array(rows), goodness: new Float64Array(rows), both: new Float64Array(rows) }
  for (let fold = 0; fold < folds; fold++) {
    const hidden = order.filter((_, place) => place % folds === fold)
    const known = picked(
      ratings,
      order.filter((_, place) => place % folds !== fold),
    )
    const model = fairnessGoodness(known, 1e-9)
    const { meanOf, meanOfAll } = meansOf(known)
    for (const row of hidden) {
      const rated = ratings.to[row]!
      const unrated = Number.isNaN(model.goodness[rated]!)
      const goodness = unrated ? meanOfAll : model.goodness[rated]!
      guesses.mean[row] = unrated ? meanOfAll : meanOf[rated]!
      guesses.goodness[row] = goodness
      guesses.both[row] = goodness * model.fairness[ratings.from[row]!]!
    }
  }
  return {
    mean: score(guesses.mean, ratings.values),
    goodness: score(guesses.goodness, ratings.values),
    fairnessGoodness: score(guesses.both, ratings.values),
  }
}

export function score(guesses: Float64Array, truth: Float64Array): PredictionScore {
  const n = truth.length
  let squares = 0
  for (let i = 0; i < n; i++) squares += (guesses[i]! - truth[i]!) ** 2
  return {
    rmse: Math.sqrt(squares / n),
    pcc: correlation(guesses, truth),
    balancedSignError: signError(guesses, truth),
  }
}

function picked(ratings: Ratings, rows: Uint32Array): Ratings {
  return {
    nodes: ratings.nodes,
    from: rows.map((row) => ratings.from[row]!),
    to: rows.map((row) => ratings.to[row]!),
    values: Float64Array.from(rows, (row) => ratings.values[row]!),
  }
}

function meansOf({ nodes, to, values }: Ratings) {
  const sums = new Float64Array(nodes)
  const counts = new Uint32Array(nodes)
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    sums[to[i]!]! += values[i]!
    counts[to[i]!]!++
    sum += values[i]!
  }
  return { meanOf: sums.map((total, node) => total / counts[node]!), meanOfAll: sum / values.length }
}

function correlation(a: Float64Array, b: Float64Array): number | null {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [together, squaresA, squaresB] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    together += (a[i]! - meanA) * (b[i]! - meanB)
    squaresA += (a[i]! - meanA) ** 2
    squaresB += (b[i]! - meanB) ** 2
  }
  return squaresA > 0 && squaresB > 0 ? together / Math.sqrt(squaresA * squaresB) : null
}

function signError(guesses: Float64Array, truth: Float64Array): number | null {
  const of = { distrust: 0, missedDistrust: 0, trust: 0, missedTrust: 0 }
  for (let i = 0; i < truth.length; i++) {
    if (truth[i]! < 0) {
      of.distrust++
      if (guesses[i]! >= 0) of.missedDistrust++
    } else if (truth[i]! > 0) {
      of.trust++
      if (guesses[i]! < 0) of.missedTrust++
    }
  }
  if (of.distrust === 0 || of.trust === 0) return null
  return (of.missedDistrust / of.distrust + of.missedTrust / of.trust) / 2
}
