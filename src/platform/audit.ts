import type { Platform } from './platform.ts'
import type { Queryable } from './queryable.ts'
import type { AuditCheck, Judged, Room } from './room.ts'

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

/** A recent look as two statements; `$1` is the moment since when. */
export const overRecent =
  (looked: string, found: string) =>
  async (q: Queryable, _platform: Platform, since: Date): Promise<Judged> => {
    const [count] = await q.query<{ n: number }>('', looked, [since])
    return { looked: Number(count?.n ?? 0), found: await q.query('', found, [since]) }
  }

/** A transaction may commit this much later than the moment that its rows carry. */
const OVERLAP_MS = 10 * 60_000
const FIRST_LOOK_BACK_MS = 24 * 3_600_000

/** Runs what rooms can judge over recent rows alone: what changed since the run before, with an overlap. */
export async function auditRecent(platform: Platform, rooms: readonly Room[]): Promise<AuditResult> {
  const now = platform.clock.now()
  const [last] = await platform.db.query<{ at: Date | null }>(
    'platform.lastAudit',
    'select max(ran_at) as at from platform.audit_run where ok',
  )
  const since = new Date((last?.at?.getTime() ?? now.getTime() - FIRST_LOOK_BACK_MS) - OVERLAP_MS)
  const checks: CheckResult[] = []
  for (const room of rooms)
    for (const check of room.checks ?? []) {
      if (!check.recent) continue
      const { looked, found } = await check.recent(platform.db, platform, since)
      checks.push({
        name: `${room.name}: ${check.name}`,
        looked,
        found: found.length,
        rows: found.slice(0, SHOWN_ROWS),
      })
    }
  const result = { ok: checks.every((check) => check.found === 0), checks }
  await recordAudit(platform, result, 'recent')
  return result
}

/** Notes that the audit ran and what it found, for the metrics, for payouts, and for who comes next. */
export const recordAudit = (platform: Platform, result: AuditResult, scope: 'full' | 'recent') =>
  platform.db.query(
    'platform.recordAudit',
    'insert into platform.audit_run (ran_at, scope, ok, checks, found) values ($1, $2, $3, $4, $5)',
    [
      platform.clock.now(),
      scope,
      // What was found counts: a check that was asked to look at something and had nothing to look at is no finding.
      result.checks.every((check) => check.found === 0),
      result.checks.length,
      JSON.stringify(result.checks.filter((check) => check.found > 0).map((check) => check.name)),
    ],
  )

/**
 * The checks that found something and have not been seen green since: money stays in the house until a full audit is
 * green. A recent run alone cannot lift it, because it does not look at the rows again that the finding was about.
 */
export async function openFindings(q: Queryable): Promise<string[]> {
  const rows = await q.query<{ found: string[] }>(
    'platform.openFindings',
    `select found from platform.audit_run where not ok
       and id > coalesce((select max(id) from platform.audit_run where ok and scope = 'full'), 0) order by id desc limit 1`,
  )
  return rows[0]?.found ?? []
}

/** When the audit ran last, in full or over recent rows, and whether it found nothing; null before the first. */
export async function lastAudit(q: Queryable): Promise<{ ok: boolean; ranAt: string } | null> {
  const [row] = await q.query<{ ok: boolean; ran_at: Date }>(
    'platform.lastAuditRun',
    'select ok, ran_at from platform.audit_run order by id desc limit 1',
  )
  return row ? { ok: row.ok, ranAt: row.ran_at.toISOString() } : null
}
