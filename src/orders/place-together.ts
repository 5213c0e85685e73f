import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { DRY, type PlacedOrder, type Placing, placeOrders, type Verdict } from './place-orders.ts'

const LOCK_TIMEOUT_MS = 500

/**
 * Places what came together. Those who found their cell dry are placed once more, in a transaction that asks the pool:
 * rows are locked in one order, so who holds her cell's row cannot ask for the pool's any more.
 */
export async function placeTogether(
  platform: Platform,
  placings: readonly Placing[],
): Promise<(PlacedOrder | Refusal)[]> {
  const place = (some: readonly Placing[], from: 'cells' | 'pool') =>
    platform.db.inTransaction(platform, (tx) => placeOrders(platform, tx, some, from), LOCK_TIMEOUT_MS)
  const verdicts = await place(placings, 'cells')
  const dry = verdicts.flatMap((verdict, index) => (verdict === DRY ? [index] : []))
  if (dry.length > 0) {
    const again = await place(
      dry.map((index) => placings[index] as Placing),
      'pool',
    )
    dry.forEach((index, at) => {
      verdicts[index] = again[at] as Verdict
    })
  }
  return verdicts.map((verdict) => (verdict === DRY ? new Refusal(platformRefusals.internal_error) : verdict))
}
