/** Money is integer minor units everywhere (fen). Pure; contracts may import it. */

/**
 * Splits a total by weights so that the parts sum to the whole: each part is floored, then one fen goes to each of the
 * largest remainders, ties to the earlier index. Weights are non-negative integers, not all zero unless the total is 0.
 */
export function split(totalFen: number, weights: readonly number[]): number[] {
  assertFen(totalFen)
  for (const weight of weights) assertFen(weight)
  // Most orders travel free, and nothing is nothing however it is split.
  if (totalFen === 0) return weights.map(() => 0)
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n)
  if (sum === 0n) throw new RangeError('cannot split an amount over weights of zero')
  const total = BigInt(totalFen)
  const shares = weights.map((weight, index) => {
    const product = total * BigInt(weight)
    return { index, part: product / sum, rest: product % sum }
  })
  let left = Number(total - shares.reduce((a, share) => a + share.part, 0n))
  for (const share of [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left-- <= 0) break
    share.part += 1n
  }
  return shares.map((share) => Number(share.part))
}

/** ⌊amount × bps / 10000⌋ in exact integers; 250 bps is 2.5 %. */
export function takeBps(amountFen: number, bps: number): number {
  return Number((BigInt(assertFen(amountFen)) * BigInt(assertFen(bps))) / 10_000n)
}

/** Returns the amount when it is a whole, safe, non-negative number of fen; throws otherwise. */
export function assertFen(amountFen: number): number {
  if (!Number.isSafeInteger(amountFen) || amountFen < 0) throw new RangeError(`not an amount in fen: ${amountFen}`)
  return amountFen
}

/** `3990` as `39.90`, for text that people read. */
export function formatFen(amountFen: number): string {
  const sign = amountFen < 0 ? '-' : ''
  const digits = Math.abs(amountFen).toString().padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
