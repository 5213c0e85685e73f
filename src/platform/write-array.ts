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
