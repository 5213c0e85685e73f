import { randomUUID } from 'node:crypto'
import type { Database } from './db.ts'
import { PROCESSES } from './ids.ts'

const LEASE_MS = 30_000
const RENEW_MS = 8_000

export interface ProcessLease {
  readonly processNo: number
  /** Stops renewing and gives the number back. */
  release(): Promise<void>
}

/**
 * Leases a process number (0 to 31) for id-making. Leases run on the machine's own time, never on an owned clock. When a
 * lease cannot be renewed before its end, `onLost` is called and the process must make no more ids.
 */
export async function leaseProcessNo(db: Database, onLost: () => void): Promise<ProcessLease> {
  const holder = randomUUID()
  const processNo = await takeFree(db, holder)
  let validUntil = Date.now() + LEASE_MS
  const timer = setInterval(() => {
    renew(db, processNo, holder).then(
      (kept) => {
        if (kept) validUntil = Date.now() + LEASE_MS
        else onLost()
      },
      () => {
        if (Date.now() > validUntil - RENEW_MS) onLost()
      },
    )
  }, RENEW_MS)
  timer.unref()
  return {
    processNo,
    release: async () => {
      clearInterval(timer)
      await db
        .query(
          'platform.releaseProcess',
          'update platform.process set held_until = $3 where process_no = $1 and holder = $2',
          [processNo, holder, new Date(0)],
        )
        .catch(() => {})
    },
  }
}

async function takeFree(db: Database, holder: string): Promise<number> {
  const now = new Date()
  const start = Math.floor(Math.random() * PROCESSES)
  for (let i = 0; i < PROCESSES; i++) {
    const processNo = (start + i) % PROCESSES
    const rows = await db.query(
      'platform.takeProcess',
      `insert into platform.process (process_no, holder, held_until) values ($1, $2, $3)
       on conflict (process_no) do update set holder = $2, held_until = $3 where platform.process.held_until < $4
       returning process_no`,
      [processNo, holder, new Date(now.getTime() + LEASE_MS), now],
    )
    if (rows.length === 1) return processNo
  }
  throw new Error(`all ${PROCESSES} process numbers are held; stop a process or wait ${LEASE_MS / 1000} s`)
}

async function renew(db: Database, processNo: number, holder: string): Promise<boolean> {
  const rows = await db.query(
    'platform.renewProcess',
    'update platform.process set held_until = $3 where process_no = $1 and holder = $2 returning process_no',
    [processNo, holder, new Date(Date.now() + LEASE_MS)],
  )
  return rows.length === 1
}
