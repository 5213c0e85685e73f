import type { Keys } from './keys.ts'

/**
 * A lot from 0 to 9,999 that nobody can choose and that comes out the same whenever it is drawn again: a keyed hash of the
 * ids, with a key of its own for each purpose. `lotBps(keys, 'sharing.hold_out', viewer, share) < 1_000` holds back a
 * tenth; who knows the ids but not the installation's key can neither foretell nor steer it.
 */
export function lotBps(keys: Keys, purpose: string, ...ids: readonly bigint[]): number {
  const drawn = keys.fingerprint(`lot: ${purpose}`, ids.join(' '))
  // 48 bits over 10,000: the remainder favours no lot by more than one in 28 thousand million.
  return drawn.readUIntBE(0, 6) % 10_000
}
