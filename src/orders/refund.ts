import { Refusal } from '../platform/errors.ts'
import { refusals } from './contract.ts'
import { outputTaxOf } from './output-tax.ts'

/** What of an order goes back, as plain arithmetic. No clock, no I/O. */

interface PaidLine {
  readonly line_no: number
  readonly goods_fen: number
  readonly freight_fen: number
  readonly refunded_fen: number
  readonly output_tax_bps: number | null
}

export interface LineRefund {
  readonly lineNo: number
  readonly amountFen: number
}

export interface RefundPart extends LineRefund {
  /** What of it were goods; commission is earned on goods only. */
  readonly goodsFen: number
  readonly freightFen: number
  /** Output tax that is no longer owed: what was booked at receipt less that of what is kept now. */
  readonly taxFen: number
}

/** What has gone back of a line, goods first and freight last: the same for any sequence of refunds. */
export function refundedParts(line: PaidLine): { goodsFen: number; freightFen: number } {
  const goodsFen = Math.min(line.refunded_fen, line.goods_fen)
  return { goodsFen, freightFen: line.refunded_fen - goodsFen }
}

/** What of a line is kept, with the rate that it was received at (0 before: then no tax is owed yet). */
export function keptOf(line: PaidLine): { goodsFen: number; freightFen: number; rateBps: number } {
  const back = refundedParts(line)
  return {
    goodsFen: line.goods_fen - back.goodsFen,
    freightFen: line.freight_fen - back.freightFen,
    rateBps: line.output_tax_bps ?? 0,
  }
}

export const leftOf = (line: PaidLine): number => line.goods_fen + line.freight_fen - line.refunded_fen

/**
 * Splits what is wanted back of each line into goods and freight. Refuses `refund_above_line` for more than is left of a
 * line, for a line that is not there, and for the same line twice.
 */
export function planRefund(lines: readonly PaidLine[], wanted: readonly LineRefund[]): RefundPart[] {
  if (new Set(wanted.map((one) => one.lineNo)).size !== wanted.length) throw new Refusal(refusals.refund_above_line)
  return wanted.map(({ lineNo, amountFen }) => {
    const line = lines.find((one) => one.line_no === lineNo)
    if (!line || amountFen > leftOf(line)) throw new Refusal(refusals.refund_above_line, { lineNo })
    const before = refundedParts(line)
    const lineAfter = { ...line, refunded_fen: line.refunded_fen + amountFen }
    const after = refundedParts(lineAfter)
    return {
      lineNo,
      amountFen,
      goodsFen: after.goodsFen - before.goodsFen,
      freightFen: after.freightFen - before.freightFen,
      taxFen: outputTaxOf(keptOf(line)) - outputTaxOf(keptOf(lineAfter)),
    }
  })
}

/** Everything that is left of every line. */
export const planWholeRefund = (lines: readonly PaidLine[]): RefundPart[] =>
  planRefund(
    lines,
    lines.map((line) => ({ lineNo: line.line_no, amountFen: leftOf(line) })).filter(({ amountFen }) => amountFen > 0),
  )
