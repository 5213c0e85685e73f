import { carrierOf } from './carriers.ts'

/** Reads pasted lines of `order id, carrier, tracking number`, as they come out of a sheet or a carrier's export. */

export interface ShipLine {
  /** Where it stood in what was pasted, from 1. */
  readonly lineNo: number
  readonly orderId: string
  readonly carrier: string
  readonly trackingNo: string
}

export type WrongBecause = 'no_order' | 'no_carrier' | 'no_tracking' | 'rounded_tracking' | 'twice' | 'too_many'

export interface WrongLine {
  readonly lineNo: number
  readonly text: string
  readonly because: WrongBecause
}

export interface ShipLines {
  readonly good: readonly ShipLine[]
  readonly wrong: readonly WrongLine[]
}

/** As many as one looks over before saying yes; the API takes a hundred at a time. */
export const MOST_LINES = 500
const SHOWN_TEXT = 80
const SEPARATOR = /[\t,，;；|、]/
const ORDER = /^ord_[0-9a-hjkmnp-tv-z]{13}$/
const TRACKING = /^(?=.*\d)[A-Za-z0-9-]{4,40}$/
/** 7.73012E+14: a sheet has thrown digits away, and guessing them would send a parcel astray. */
const ROUNDED = /^\d(?:\.\d+)?E\+?\d+$/i

/** The parts may stand in any order; a line without a carrier takes `carrier`. A head line is passed over. Nothing is guessed. */
export function readShipLines(pasted: string, carrier = ''): ShipLines {
  const good: ShipLine[] = []
  const wrong: WrongLine[] = []
  const seen = new Set<string>()
  const lines = pasted.normalize('NFKC').split(/\r?\n/)
  lines.forEach((line, index) => {
    const text = line.trim()
    if (text === '' || isHead(text, index)) return
    const read = readLine(text, carrier)
    const lineNo = index + 1
    const refuse = (because: WrongBecause) => wrong.push({ lineNo, text: text.slice(0, SHOWN_TEXT), because })
    if (typeof read === 'string') refuse(read)
    else if (seen.has(read.orderId)) refuse('twice')
    else if (good.length === MOST_LINES) refuse('too_many')
    else {
      seen.add(read.orderId)
      good.push({ lineNo, ...read })
    }
  })
  return { good, wrong }
}

/** Groups of at most `size`, in order. */
export const inBatches = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

const isHead = (text: string, index: number): boolean => index === 0 && !/\d/.test(text)

function readLine(text: string, standing: string): Omit<ShipLine, 'lineNo'> | WrongBecause {
  const parts = partsOf(text)
  const orderId = parts.find((part) => ORDER.test(part.toLowerCase()))
  if (!orderId) return 'no_order'
  const rest = parts.filter((part) => part !== orderId)
  if (rest.some((part) => ROUNDED.test(part))) return 'rounded_tracking'
  const trackingNo = rest.findLast((part) => TRACKING.test(part))
  if (!trackingNo) return 'no_tracking'
  const carrier = carrierOf(rest.filter((part) => part !== trackingNo).join(' ')) || standing.trim()
  return carrier === ''
    ? 'no_carrier'
    : { orderId: orderId.toLowerCase(), carrier, trackingNo: trackingNo.toUpperCase() }
}

/** Blanks separate only where nothing else does: a carrier's name may hold one. Quotes of a CSV file fall away. */
function partsOf(text: string): string[] {
  const separator = SEPARATOR.test(text) ? SEPARATOR : /\s+/
  return text
    .split(separator)
    .map((part) => part.replace(/^["'\s]+|["'\s]+$/g, ''))
    .filter(Boolean)
}
