import type { Schedule } from '../platform/room.ts'
import { writeOffExpired } from './write-off.ts'

export const schedules: readonly Schedule[] = [
  { name: 'stock.write_off_expired', everyMs: 10 * 60_000, run: writeOffExpired },
]
