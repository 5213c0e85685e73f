import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { dateIn } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql-days.ts'

/** A transaction that began before midnight may still be under way; the database ends what idles for a minute. */
const GRACE_MS = 15 * 60_000
const DAYS_AT_ONCE = 31

/**
 * Closes the days that are over, oldest first, each when all it holds is sealed. Nothing can be booked into it any more;
 * its sums and the hash of its last seals are kept, here and in a file outside the database.
 */
export async function closeDays(platform: Platform): Promise<number> {
  const today = dateIn(platform.config.timeZone, new Date(platform.clock.now().getTime() - GRACE_MS))
  const days = await sql.daysToClose(platform.db, today, DAYS_AT_ONCE)
  let closed = 0
  for (const { business_day: day } of days) {
    if (!(await closeDay(platform, day))) break
    closed++
  }
  await keepHeads(platform)
  return closed === DAYS_AT_ONCE ? closed : 0
}

/** False when it holds something that is not sealed yet; then it is tried again later. */
async function closeDay(platform: Platform, day: string): Promise<boolean> {
  return platform.db.inTransaction(platform, async (tx) => {
    // Waits for every journal that is under way: each holds this row for share to its end.
    const [open] = await sql.lockDayToClose(tx, day)
    if (!open) return true
    const [sums] = await sql.sumsOfDay(tx, day)
    if (!sums || sums.unsealed > 0) return false
    await sql.markClosed(tx, day, { ...sums, head: headOf(await sql.lastSealsOfDay(tx, day)) })
    return true
  })
}

/** One hash for the last seals of a day, cell by cell: whoever kept it can prove that nothing below was changed. */
export function headOf(seals: readonly { cell_id: number; seq: number; hash: Buffer }[]): Buffer {
  const hash = createHash('sha256')
  for (const { cell_id, seq, hash: seal } of seals) hash.update(`${cell_id}:${seq}:${seal.toString('hex')}\n`)
  return hash.digest()
}

const headsFile = (platform: Platform): string => path.join(platform.config.dataDir, 'ledger-days.txt')

/** Adds the closed days that the file does not have yet. Append only: a line that differs later is a finding. */
async function keepHeads(platform: Platform): Promise<void> {
  const kept = await keptHeads(platform)
  const missing = await sql.closedAfter(platform.db, [...kept.keys()].at(-1) ?? '0001-01-01')
  if (missing.length === 0) return
  const file = headsFile(platform)
  await mkdir(path.dirname(file), { recursive: true })
  await appendFile(file, missing.map((row) => `${row.business_day} ${row.head.toString('hex')}\n`).join(''))
}

async function keptHeads(platform: Platform): Promise<Map<string, string>> {
  const text = await readFile(headsFile(platform), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').filter(Boolean)
  return new Map(lines.map((line) => line.split(' ') as [string, string]))
}

/** The heads in the file against those in the database, and those against the seals themselves. */
export async function judgeHeads(q: Queryable, platform: Platform): Promise<{ looked: number; found: unknown[] }> {
  const kept = await keptHeads(platform)
  const found: unknown[] = []
  const closed = await sql.closedAfter(q, '0001-01-01')
  for (const { business_day: day, head } of closed) {
    const inBooks = headOf(await sql.lastSealsOfDay(q, day)).toString('hex')
    const inFile = kept.get(day) ?? inBooks
    if (head.toString('hex') !== inBooks || inFile !== inBooks)
      found.push({ day, stored: head.toString('hex'), inBooks, inFile })
    kept.delete(day)
  }
  for (const [day, head] of kept) found.push({ day, inFile: head, stored: null })
  return { looked: closed.length, found }
}
