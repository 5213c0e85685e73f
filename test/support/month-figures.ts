/**
 * The month that `test/journeys/month.test.ts` lives, computed by hand, in fen. No function of ours made any of these: a
 * box costs 54.90 in a community and 69.90 direct, freight is 8.00 below 59.00 of goods, commission is 50 % of goods,
 * 9 % output tax is inside the price, and a box of the first 700 cost us 39.50, each later one 41.20.
 *
 *   L  99 boxes  99 × 5,490 = 543,510, no freight      commission ⌊543,510 / 2⌋ = 271,755
 *   S   1 box    5,490 + 800 freight = 6,290           commission ⌊5,490 / 2⌋ = 2,745
 *   D   2 boxes  10,980, no freight                    commission 5,490
 *   X   1 box bought directly, 6,990, no freight       nobody earns
 *
 *   orders   A: 4 L 6 S 4 D    B: 2 L 6 S 4 D    C: 1 L 5 S 4 D    direct: 4 X        = 7 L + 17 S + 12 D + 4 X = 40
 */
export const COUNTS = { A: { L: 4, S: 6, D: 4 }, B: { L: 2, S: 6, D: 4 }, C: { L: 1, S: 5, D: 4 }, X: 4 } as const

/** What went back, in the order in which it does. */
export const REFUNDS = {
  /** B's first S, before it is shipped: 30 % of the goods. Commission on 3,843 is 1,921, so 824 are taken back. */
  beforeShipping: 1_647,
  /** C's first S is cancelled: all of it. */
  cancelled: 6_290,
  /** C's first D, on its way. Commission on 9,979 is 4,989. */
  onTheWay: 1_001,
  /** A's first D, received. Commission on 8,980 is 4,490; the tax of 10,980 was 907, of 8,980 it is 741. */
  received: 2_000,
  /** A's first S, received: all of it, freight too. Commission 0; its tax was 453 + 66. */
  receivedWhole: 6_290,
  /** One X, received: the tax of 6,990 was 577, of 6,000 it is 495. */
  direct: 990,
  /** B's first L, after she was paid. Commission on 443,510 is 221,755; its tax was 44,877, of 443,510 it is 36,620. */
  afterPayout: 100_000,
} as const
/** 1,647 + 6,290 + 1,001 + 2,000 + 6,290 + 990 + 100,000 */
export const REFUNDED = 118_218

/**
 * What each earned.
 *   A  4 × 271,755 + 5 × 2,745 + 3 × 5,490 + 4,490 (received, refunded) + 0 (refunded whole) = 1,121,705
 *   B  2 × 271,755 + 5 × 2,745 + 1,921 + 4 × 5,490 = 581,116, and 50,000 of it taken back after she was paid
 *   C  271,755 + 4 × 2,745 + 4,989 + 2 × 5,490 = 298,704 vested, and 5,490 of the D that is not shipped
 * A asks for 10,000.00: 10,000 × 80 % − 5,000 = 3,000, of it 3 % are withheld: 90.00. B asks for all of 5,811.16: 80 % of
 * it are below the allowance. C asks for 1,000.00, which fails and is hers again.
 */
export const WALLETS = {
  A: { estimated: 0, pending: 0, available: 121_705, withdrawing: 0, withdrawn: 1_000_000, debt: 0 },
  B: { estimated: 0, pending: 0, available: 0, withdrawing: 0, withdrawn: 581_116, debt: 50_000 },
  C: { estimated: 5_490, pending: 0, available: 298_704, withdrawing: 0, withdrawn: 0, debt: 0 },
} as const
export const ASKED = { A: 1_000_000, B: 581_116, C: 100_000 } as const
export const TAX_WITHHELD = 9_000
/** The foot of the quarter's report: 10,000.00 + 5,811.16, 90.00, 9,910.00 + 5,811.16. */
export const TAX_REPORT = ['15811.16', '90.00', '15721.16'] as const

/**
 * The foot of each sale's sheet, in yuan: goods, refunded, earned.
 *   A  4 × 5,435.10 + 6 × 54.90 + 4 × 109.80 = 22,509.00; 20.00 + 62.90 back
 *   B  2 × 5,435.10 + 6 × 54.90 + 4 × 109.80 = 11,638.80; 16.47 + 1,000.00 back; 5,811.16 − 500.00 earned
 *   C  5,435.10 + 5 × 54.90 + 4 × 109.80 = 6,148.80; 62.90 + 10.01 back; 2,987.04 + 54.90 earned
 */
export const SHEETS = {
  A: ['22509.00', '82.90', '11217.05'],
  B: ['11638.80', '1016.47', '5311.16'],
  C: ['6148.80', '72.91', '3041.94'],
} as const

/** Each curator's settlement of November: opening, vested, taken back, paid, tax, closing. */
export const SETTLEMENTS = {
  A: { opening: 0, vested: 1_121_705, clawed: 0, paid: 991_000, tax: 9_000, closing: 121_705 },
  B: { opening: 0, vested: 581_116, clawed: 50_000, paid: 581_116, tax: 0, closing: -50_000 },
  C: { opening: 0, vested: 298_704, clawed: 0, paid: 0, tax: 0, closing: 298_704 },
} as const

/**
 * The supplier's statement: 40 orders less the one cancelled and the one not shipped = 38 lines, and one that is packed
 * from both lots. 693 + 16 + 22 + 4 boxes = 735: 700 × 39.50 + 35 × 41.20 = 27,650.00 + 1,442.00. A claim of 200.00 and a
 * fee of 30.00 are set off; 4,862.00 and 20,000.00 are paid.
 */
export const SUPPLIER = {
  lines: 39,
  quantity: 735,
  cost: 2_909_200,
  deducted: 23_000,
  setOff: 23_000,
  left: 0,
  due: 2_886_200,
  paid: 2_486_200,
} as const
export const PAID_TO_SUPPLIER = [486_200, 2_000_000] as const

/**
 * The provider's bill of the second of November. It keeps 0.6 % of a payment, half a fen up, and gives back with a refund
 * what is no longer due: L 3,261, S 38, D 66, X 42. One S is missing on it, a line of 7.00 is none of ours.
 *   lines     40 payments − 1 + 1, and 3 refunds = 43, of them 42 are matched
 *   paid      4,071,220 − 6,290 + 700 = 4,065,630       refunded  1,647 + 6,290 + 1,001 = 8,938
 *   fees      7 × 3,261 + 16 × 38 + 12 × 66 + 4 × 42 = 24,395, less 10 + 38 + 6 for the refunds = 24,341
 * Later refunds give back 12 + 38 + 6 + 600 of it: 23,685 stay. The line that comes a day late is billed without a fee.
 */
export const BILL = { lines: 43, matched: 42, differences: 2, paid: 4_065_630, refunded: 8_938, fees: 24_341 } as const
export const SUSPENSE = 5_590

/**
 * Debits less credits of every account when the month is over.
 *
 * Paid: 7 × 543,510 + 17 × 6,290 + 12 × 10,980 + 4 × 6,990 = 3,804,570 + 106,930 + 131,760 + 27,960 = 4,071,220.
 * At receipt, net and tax:  L 498,633 + 44,877   S 5,037 + 453 and freight 734 + 66   D 10,073 + 907   X 6,413 + 577
 *                           B's first S, 3,843 kept: 3,526 + 317   C's first D, 9,979 kept: 9,155 + 824
 *   sales    7 × 498,633 + 15 × 5,037 + 3,526 + 10 × 10,073 + 9,155 + 4 × 6,413 = 3,705,049
 *   freight  16 × 734 = 11,744
 *   tax      7 × 44,877 + 15 × 453 + 317 + 10 × 907 + 824 + 4 × 577 + 16 × 66 = 334,509
 *   (3,705,049 + 11,744 + 334,509 = 4,071,220 − 1,647 − 6,290 − 1,001 − 10,980 not shipped)
 * Late refunds take back tax of 166 + 519 + 82 + 8,257 = 9,024 and are an expense of 109,280 − 9,024.
 */
export const TRIAL_BALANCE = {
  // 4,071,220 − 118,218 − 23,685 kept by the provider + 700 that nobody of ours paid
  psp_clearing: 3_930_017,
  // −(991,000 + 581,116) to curators, −2,486,200 to the supplier
  bank: -4_058_316,
  // 6,290 − 700 for a day, then nothing
  suspense: 0,
  // C's D that is not shipped
  commission_contract_cost: 5_490,
  receivable_from_curator: 50_000,
  receivable_from_supplier: 0,
  order_deposit: -10_980,
  // The line too many was settled as owed to whoever paid it.
  refund_payable: -700,
  // 334,509 − 9,024
  output_tax: -325_485,
  supplier_payable: 0,
  // 2,886,200 − 2,486,200
  supplier_due: -400_000,
  curator_frozen: -5_490,
  // 121,705 + 298,704
  curator_available: -420_409,
  curator_withdrawing: 0,
  tax_withheld: -9_000,
  sales: -3_705_049,
  freight: -11_744,
  // 1,834 + 5,771 + 908 + 91,743
  refunds: 100_256,
  // 2,909,200 − 23,000 that the supplier bears
  cost_of_goods: 2_886_200,
  // 1,121,705 + 581,116 + 298,704 − 50,000
  commission: 1_951_525,
  provider_fee: 23_685,
} as const
