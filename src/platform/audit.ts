import type { Platform } from './platform.ts'
import type { AuditCheck, Room } from './room.ts'

export interface CheckResult {
  readonly name: string
  readonly looked: number
  readonly found: number
  /** The first rows found, for people. */
  readonly rows: readonly unknown[]
}

export interface AuditResult {
  readonly ok: boolean
  readonly checks: readonly CheckResult[]
}

const SHOWN_ROWS = 10

/** Runs every room's checks; each must find nothing. With `requireRows` a check that looked at nothing fails too. */
export async function audit(platform: Platform, rooms: readonly Room[], requireRows = false): Promise<AuditResult> {
  const checks: CheckResult[] = []
  for (const room of rooms)
    for (const check of room.checks ?? []) checks.push(await runCheck(platform, `${room.name}: ${check.name}`, check))
  const ok = checks.every((check) => check.found === 0 && (!requireRows || check.looked > 0))
  return { ok, checks }
}

async function runCheck(platform: Platform, name: string, check: AuditCheck): Promise<CheckResult> {
  if ('judge' in check) {
    const { looked, found } = await check.judge(platform.db, platform)
    return { name, looked, found: found.length, rows: found.slice(0, SHOWN_ROWS) }
  }
  const [count] = await platform.db.query<{ n: number }>('', check.looked)
  const found = await platform.db.query('', check.found)
  return { name, looked: Number(count?.n ?? 0), found: found.length, rows: found.slice(0, SHOWN_ROWS) }
}

/** Notes that the audit ran, for the metrics and for who comes next. */
export const recordAudit = (platform: Platform, ok: boolean, checks: number) =>
  platform.db.query('platform.recordAudit', 'insert into platform.audit_run (ran_at, ok, checks) values ($1, $2, $3)', [
    platform.clock.now(),
    ok,
    checks,
  ])
