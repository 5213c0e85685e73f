import { setTimeout as sleep } from 'node:timers/promises'
import { rememberLinks } from '../attribution/index.ts'
import type { Platform } from '../platform/platform.ts'
import { rememberSales } from '../sales/index.ts'

/** So many at a time, and a pause after each, so that nobody who orders meanwhile waits for more than one of them. */
const AT_ONCE = 200
const PAUSE_MS = 5
const LAST = 9223372036854775807n

/**
 * Reads the sales that take orders now or will, and their links, into memory, the newest first, until it is full: after a
 * start each would otherwise be read by the first who orders there, among them everybody who waits for a flash sale.
 * Answers how many were read. Whatever is remembered counts only while its version is the one in the database.
 */
export async function rememberOpenSales(platform: Platform, stopping: AbortSignal): Promise<number> {
  let remembered = 0
  for (let before = LAST; !stopping.aborted; ) {
    const saleIds = await rememberSales(platform, before, AT_ONCE)
    const oldest = saleIds.at(-1)
    if (oldest === undefined) break
    await rememberLinks(platform, saleIds)
    before = oldest
    remembered += saleIds.length
    await sleep(PAUSE_MS)
  }
  return remembered
}
