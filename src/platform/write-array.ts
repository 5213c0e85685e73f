import { int8s, moments } from './binary-array.ts'

/**
 * What the driver is given for a value: ids and moments in the binary form, other plain values as text, the rest as it is.
 * A list of ids goes to `bigint[]` and a list of moments to `timestamptz[]`, nowhere else.
 */
export function writeArray(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return arrayToText(value)
  if (value.every(isIdOrNothing))
    return value.some((one) => typeof one === 'bigint') ? int8s(value) : arrayToText(value)
  return value.every(isMomentOrNothing) ? moments(value) : arrayToText(value)
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined
const isIdOrNothing = (value: unknown): value is bigint | null | undefined =>
  typeof value === 'bigint' || isNothing(value)
const isMomentOrNothing = (value: unknown): value is Date | null | undefined =>
  value instanceof Date || isNothing(value)

/**
 * An array as PostgreSQL reads it: {1,NULL,"a \\"b\\""}. The driver's own way asks of every element what it is in eight
 * questions; an order writes 70 of them. Anything but an array of plain values is left to the driver.
 */
export function arrayToText(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  let text = '{'
  for (let i = 0; i < value.length; i++) {
    if (i > 0) text += ','
    const written = elementToText(value[i])
    if (written === undefined) return value
    text += written
  }
  return `${text}}`
}

function elementToText(element: unknown): string | undefined {
  switch (typeof element) {
    case 'bigint':
    case 'number':
    case 'boolean':
      return String(element)
    case 'string':
      return quote(element)
    case 'undefined':
      return 'NULL'
    default:
      if (element === null) return 'NULL'
      if (element instanceof Date) return `"${element.toISOString()}"`
      if (Buffer.isBuffer(element)) return `"\\\\x${element.toString('hex')}"`
      return undefined
  }
}

const NEEDS_ESCAPE = /["\\]/
const quote = (text: string): string => `"${NEEDS_ESCAPE.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
