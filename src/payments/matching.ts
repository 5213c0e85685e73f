import type { BillLineWhat } from './providers/port-bills.ts'

/** Our side and the provider's side of one movement of money, and which belong together. Pure. */

export type Movement = 'payment' | 'refund' | 'transfer'
export type Direction = 'in' | 'out'

/** A line of a bill that needs a counterpart. */
export interface LineToMatch {
  /** Unique among the lines. */
  readonly key: string
  readonly what: BillLineWhat
  readonly direction: Direction
  readonly amountFen: number
  readonly ownNo: string | null
  readonly providerNo: string
}

/** Something of ours that moved the provider's account, or may be about to. */
export interface OwnMovement {
  readonly what: Movement
  /** The provider's number of a payment, our number of a refund or a transfer: unique for ever within its kind. */
  readonly event: string
  readonly ownNo: string
  readonly providerNo: string | null
  readonly reference: bigint
  readonly direction: Direction
  readonly amountFen: number
  /** The provider still works on it: it is not in the books, and its line is no news. */
  readonly isUnderWay: boolean
  /** Its day is over: the bills that we have must tell of it. */
  readonly isDue: boolean
}

export type LineVerdict =
  | { readonly verdict: 'matched'; readonly own: OwnMovement }
  | { readonly verdict: 'other_amount'; readonly own: OwnMovement }
  | { readonly verdict: 'waiting' }
  | { readonly verdict: 'missing_here' }

export interface Matched {
  readonly lines: ReadonlyMap<string, LineVerdict>
  readonly missingThere: readonly OwnMovement[]
}

/**
 * Matches lines with what is ours, one with one: a payment by the provider's number, because one order can be paid
 * twice; a refund and a transfer by our own, because that is what moves money once. What is left over on their side we
 * know nothing of, and what is left over on ours, when its day is over, they do not tell of.
 */
export function matchLines(lines: readonly LineToMatch[], own: readonly OwnMovement[]): Matched {
  const booked = new Map(own.filter((one) => !one.isUnderWay).flatMap((one) => keysOf(one).map((key) => [key, one])))
  const underWay = new Set(own.filter((one) => one.isUnderWay).flatMap(openKeysOf))
  const taken = new Set<OwnMovement>()
  const verdicts = new Map<string, LineVerdict>()
  for (const line of lines) {
    const found = lineKeys(line).map((key) => booked.get(key))
    const mine = found.find((one) => one?.direction === line.direction && !taken.has(one))
    if (mine) taken.add(mine)
    verdicts.set(
      line.key,
      judge(line, mine, () => openLineKeys(line).some((key) => underWay.has(key))),
    )
  }
  const missingThere = own.filter((one) => one.isDue && !one.isUnderWay && !taken.has(one))
  return { lines: verdicts, missingThere }
}

function judge(line: LineToMatch, mine: OwnMovement | undefined, isUnderWay: () => boolean): LineVerdict {
  if (!mine) return { verdict: isUnderWay() ? 'waiting' : 'missing_here' }
  return { verdict: mine.amountFen === line.amountFen ? 'matched' : 'other_amount', own: mine }
}

const keysOf = (one: OwnMovement): string[] =>
  one.what === 'transfer' && one.providerNo !== null
    ? [`transfer/${one.event}`, `transfer/${one.providerNo}`]
    : [`${one.what}/${one.event}`]

function lineKeys(line: LineToMatch): string[] {
  if (line.what === 'payment') return [`payment/${line.providerNo}`]
  const own = line.ownNo === null ? [] : [`${line.what}/${line.ownNo}`]
  return line.what === 'transfer' ? [...own, `transfer/${line.providerNo}`] : own
}

/** While it is under way the provider's number may not be known here. */
const openKeysOf = (one: OwnMovement): string[] => [`${one.what}/${one.ownNo}`, ...keysOf(one)]
const openLineKeys = (line: LineToMatch): string[] =>
  line.ownNo === null ? lineKeys(line) : [...lineKeys(line), `${line.what}/${line.ownNo}`]

/** What a movement did to the account that it went through, in fen. */
export const signed = (direction: Direction, amountFen: number): number => (direction === 'in' ? amountFen : -amountFen)

/**
 * What must stand in suspense so that our books of the provider's account say what the provider says: the opposite of
 * what the account lacks. Above zero we thought that money was there and it is not.
 */
export const suspenseOf = (direction: Direction, oursFen: number, theirsFen: number): number =>
  signed(direction, oursFen) - signed(direction, theirsFen)
