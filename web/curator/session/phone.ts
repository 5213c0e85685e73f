/** Phone numbers and codes as people type and paste them. Pure. */

const MAINLAND = /^1[3-9]\d{9}$/
const ABROAD = /^\+[1-9]\d{6,14}$/

/** What the server takes (13800000001 or +8613800000001), from what was typed; undefined when it is no phone number. */
export function phoneOf(typed: string): string | undefined {
  const bare = typed.replace(/[\s\-()（）]/g, '').replace(/^\+?86(?=1[3-9]\d{9}$)/, '')
  return MAINLAND.test(bare) || ABROAD.test(bare) ? bare : undefined
}

/** The six digits of a pasted message or of what was typed so far. */
export const codeOf = (typed: string): string => typed.replace(/\D/g, '').slice(0, 6)
