import type { Platform } from '../platform/platform.ts'
import type { Schedule } from '../platform/room.ts'
import { type Selling, shareStock } from '../stock/index.ts'
import * as sql from './sql.ts'

/** What several cells sell now gets allowances; what they no longer sell is taken back, also when sharing was switched off. */
async function shareAmongOpenSales(platform: Platform): Promise<number> {
  const selling: Selling[] = platform.config.spreadStock
    ? await sql.cellsOfOpenSales(platform.db, platform.clock.now())
    : []
  await shareStock(platform, selling)
  return 0
}

export const schedules: readonly Schedule[] = [{ name: 'sales.share_stock', everyMs: 5_000, run: shareAmongOpenSales }]
