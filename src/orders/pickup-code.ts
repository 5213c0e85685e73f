import { Refusal } from '../platform/errors.ts'
import type { Keys } from '../platform/keys.ts'
import { refusals } from './contract.ts'

const PURPOSE = 'pickup-code'
const MAC_BYTES = 10

/** The code under the pick-up QR: the order's id and a signature, 24 characters; nobody can make one up. */
export function pickupCodeOf(keys: Keys, orderId: bigint): string {
  const id = Buffer.alloc(8)
  id.writeBigUInt64BE(orderId)
  return Buffer.concat([id, keys.sign(PURPOSE, id, MAC_BYTES)]).toString('base64url')
}

/** Refuses `pickup_code_forged`. */
export function readPickupCode(keys: Keys, code: string): bigint {
  const bytes = Buffer.from(code, 'base64url')
  const id = bytes.subarray(0, 8)
  if (bytes.length !== 8 + MAC_BYTES || !keys.isSigned(PURPOSE, id, bytes.subarray(8)))
    throw new Refusal(refusals.pickup_code_forged)
  return id.readBigUInt64BE()
}
