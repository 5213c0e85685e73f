import { assertFen } from '../platform/money.ts'

/** Output tax inside what was paid, as plain arithmetic in fen. No clock, no I/O. */

export interface TaxSplit {
  readonly netFen: number
  readonly taxFen: number
}

/**
 * Prices include the tax: net = gross × 10000 / (10000 + rate), to the nearest fen, half a fen up; the tax is the rest,
 * so the two parts always sum to the whole. The one rule of rounding for output tax.
 */
export function splitTax(grossFen: number, rateBps: number): TaxSplit {
  const divisor = 10_000n + BigInt(assertFen(rateBps))
  const netFen = Number((BigInt(assertFen(grossFen)) * 20_000n + divisor) / (2n * divisor))
  return { netFen, taxFen: grossFen - netFen }
}

/**
 * The tax of what is kept of a line. Freight is a part of the price of the goods that it carries and takes their rate. A
 * function of what is kept, like commission: what a refund takes back is the tax before less the tax after, so any
 * sequence of refunds ends on the same fen.
 */
export const outputTaxOf = (kept: { goodsFen: number; freightFen: number; rateBps: number }): number =>
  splitTax(kept.goodsFen, kept.rateBps).taxFen + splitTax(kept.freightFen, kept.rateBps).taxFen
