/** Tax withheld from what curators are paid, as dated data and plain arithmetic in fen. No clock, no I/O. */

export type TaxRuleName = 'labour_per_month' | 'labour_cumulative'

interface Bracket {
  /** Up to and including this taxable amount; null is without end. */
  readonly throughFen: number | null
  readonly rateBps: number
  readonly deductFen: number
}

export interface TaxRule {
  readonly name: TaxRuleName
  /** The first month that it counts for, `YYYY-MM`. */
  readonly from: string
  readonly brackets: readonly Bracket[]
}

const yuan = (amount: number): number => amount * 100

/**
 * 个人所得税预扣率表二 (labour income, per month), State Taxation Administration announcement 2018 No. 61; and since
 * October 2025 the cumulative method for people who work through internet platforms, announcement 2025 No. 16, with
 * table one. A newer rule is one more entry.
 */
export const taxRules: readonly TaxRule[] = [
  {
    name: 'labour_per_month',
    from: '2019-01',
    brackets: [
      { throughFen: yuan(20_000), rateBps: 2_000, deductFen: 0 },
      { throughFen: yuan(50_000), rateBps: 3_000, deductFen: yuan(2_000) },
      { throughFen: null, rateBps: 4_000, deductFen: yuan(7_000) },
    ],
  },
  {
    name: 'labour_cumulative',
    from: '2025-10',
    brackets: [
      { throughFen: yuan(36_000), rateBps: 300, deductFen: 0 },
      { throughFen: yuan(144_000), rateBps: 1_000, deductFen: yuan(2_520) },
      { throughFen: yuan(300_000), rateBps: 2_000, deductFen: yuan(16_920) },
      { throughFen: yuan(420_000), rateBps: 2_500, deductFen: yuan(31_920) },
      { throughFen: yuan(660_000), rateBps: 3_000, deductFen: yuan(52_920) },
      { throughFen: yuan(960_000), rateBps: 3_500, deductFen: yuan(85_920) },
      { throughFen: null, rateBps: 4_500, deductFen: yuan(181_920) },
    ],
  },
]

/** What was paid to her before, of the same month and of the same year. */
export interface PaidBefore {
  readonly monthGrossFen: number
  readonly monthTaxFen: number
  readonly yearGrossFen: number
  readonly yearTaxFen: number
  /** Months of this year from her first payout through this one, at least 1. */
  readonly monthsThisYear: number
}

const SMALL_FEN = yuan(800)
const LARGE_FEN = yuan(4_000)
const MONTHLY_ALLOWANCE_FEN = yuan(5_000)
const EXPENSES_BPS = 2_000

/** The rule that counts for a month, `YYYY-MM`. */
export function taxRuleFor(month: string): TaxRule {
  const rule = taxRules.filter((one) => one.from <= month).at(-1)
  if (!rule) throw new Error(`no tax rule counts for ${month}`)
  return rule
}

/**
 * What is withheld from one payout: the tax on everything of the month (or year) with it, less what was withheld before.
 * Never below nothing: a rule does not pay back by itself.
 */
export function taxOn(grossFen: number, before: PaidBefore, rule: TaxRule): number {
  if (rule.name === 'labour_per_month') {
    const due = taxOfTaxable(taxableOfMonth(before.monthGrossFen + grossFen), rule)
    return Math.max(0, due - before.monthTaxFen)
  }
  const gross = before.yearGrossFen + grossFen
  const allowance = MONTHLY_ALLOWANCE_FEN * before.monthsThisYear
  const taxable = Math.max(0, gross - share(gross, EXPENSES_BPS) - allowance)
  return Math.max(0, taxOfTaxable(taxable, rule) - before.yearTaxFen)
}

/** ≤ 800: nothing; ≤ 4,000: less 800; above: 80 %. */
function taxableOfMonth(grossFen: number): number {
  if (grossFen <= SMALL_FEN) return 0
  return grossFen <= LARGE_FEN ? grossFen - SMALL_FEN : grossFen - share(grossFen, EXPENSES_BPS)
}

function taxOfTaxable(taxableFen: number, { brackets }: TaxRule): number {
  const bracket = brackets.find(({ throughFen }) => throughFen === null || taxableFen <= throughFen) as Bracket
  return share(taxableFen, bracket.rateBps) - bracket.deductFen
}

/** A share in basis points, to the nearest fen, half a fen up, in whole numbers. */
const share = (amountFen: number, bps: number): number => Number((BigInt(amountFen) * BigInt(bps) + 5_000n) / 10_000n)
