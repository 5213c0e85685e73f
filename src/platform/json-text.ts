/** Half of a surrogate pair, or a null character: what a database column of text or JSON does not hold. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/**
 * Reads JSON whose strings and keys can all be stored. Throws for what is not JSON, and for JSON that spells out half a
 * surrogate pair or a null character: both are only possible as an escape, so most bodies are not walked at all.
 */
export function readJson(text: string): unknown {
  if (!text.includes('\\u')) return JSON.parse(text)
  return JSON.parse(text, (key, value) => {
    if (!isStorable(key) || (typeof value === 'string' && !isStorable(value)))
      throw new SyntaxError('text that nothing can store')
    return value
  })
}

const PLAIN = /^[ !#-[\]-~]*$/

/** ASCII that JSON writes as it is. */
export const isPlain = (text: string): boolean => PLAIN.test(text)

/** A text as JSON writes it. Most texts of the house are plain. */
export const jsonString = (text: string): string => (isPlain(text) ? `"${text}"` : JSON.stringify(text))
