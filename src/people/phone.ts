import type { Keys } from '../platform/keys.ts'

/** A phone number in the one form that is stored: `+` and E.164 digits. */
export type PhoneNumber = string & { readonly __phone: true }

const MAINLAND_MOBILE = /^(?:\+86)?(1[3-9]\d{9})$/
const INTERNATIONAL = /^\+(?!86)[1-9]\d{6,14}$/

/** Reads what the contract lets through, and what people paste: blanks and dashes do not matter. Undefined when it is no phone. */
export function readPhone(text: string): PhoneNumber | undefined {
  const bare = text.normalize('NFKC').replace(/[\s-]/g, '')
  const mainland = MAINLAND_MOBILE.exec(bare)?.[1]
  if (mainland) return `+86${mainland}` as PhoneNumber
  return INTERNATIONAL.test(bare) ? (bare as PhoneNumber) : undefined
}

/** `138****0001`; of other countries the first three and the last two digits stay. */
export function maskPhone(phone: PhoneNumber): string {
  const local = phone.startsWith('+86') ? phone.slice(3) : undefined
  if (local) return `${local.slice(0, 3)}****${local.slice(-4)}`
  return `${phone.slice(0, 4)}****${phone.slice(-2)}`
}

/** Masks whatever number stands on a label, landlines and short ones too: at least four digits are hidden. */
export function maskLabelPhone(text: string): string {
  const shown = Math.max(0, text.length - 4)
  const tail = Math.min(4, Math.ceil(shown / 2))
  return `${text.slice(0, Math.min(3, shown - tail))}****${tail > 0 ? text.slice(-tail) : ''}`
}

/** A keyed fingerprint: the number can be found by it, and not read from it. */
export const fingerprintOf = (keys: Keys, phone: PhoneNumber): Buffer => keys.fingerprint('phone', phone)
