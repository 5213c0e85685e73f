import { isPlain } from './json-text.ts'

/**
 * An answer that its room has written itself, as JSON of the shape that its route declares, because writing it by the shape
 * would cost more than making it. In the string each character is one byte of the answer's UTF-8.
 */
export class WrittenAnswer {
  constructor(readonly bytes: string) {}
}

/** A text as JSON, in the form that a written answer has. */
export function writtenText(text: string): string {
  return isPlain(text) ? `"${text}"` : Buffer.from(JSON.stringify(text)).toString('latin1')
}

/** As `writtenText`; null stays null. */
export const writtenOrNull = (text: string | null): string => (text === null ? 'null' : writtenText(text))
