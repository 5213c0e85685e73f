import { Refusal } from '../platform/errors.ts'
import { platformRefusals } from '../platform/wire.ts'

const FEWEST = 2
const MOST = 500

/** Blanks around words do not count, and neither does a text of blanks alone; length as the database counts it. */
export function spoken(words: string): string {
  const said = words.trim()
  const length = Array.from(said).length
  if (length < FEWEST || length > MOST) throw new Refusal(platformRefusals.invalid_request)
  return said
}
