import { accessSync, constants } from 'node:fs'
import { diagnosePayments, providerFor } from './payments/index.ts'
import { systemClock } from './platform/clock.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import { Database } from './platform/db.ts'
import { migrationFiles } from './platform/migrate.ts'

export interface Finding {
  readonly state: 'fine' | 'note' | 'wrong'
  readonly what: string
}

const fine = (what: string): Finding => ({ state: 'fine', what })
const note = (what: string): Finding => ({ state: 'note', what })
const wrong = (what: string): Finding => ({ state: 'wrong', what })

const OLDEST_POSTGRES = 150_000
const SLOW_LAG_SECONDS = 300

/** What is wrong with this installation, in words, with what to do about it. */
export async function doctor(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const findings: Finding[] = [checkNode()]
  try {
    const config = readConfig(env)
    findings.push(fine(`The configuration can be used (${config.mode} mode).`), checkFolder(config.dataDir))
    const db = new Database({ url: config.databaseUrl, role: 'leaven_app', max: 2 })
    try {
      findings.push(...(await checkDatabase(db, config.mode)))
    } catch (error) {
      findings.push(
        wrong(
          `The database cannot be used: ${(error as Error).cause instanceof Error ? ((error as Error).cause as Error).message : (error as Error).message}. Is it running, and has \`npx leaven migrate\` been run?`,
        ),
      )
    } finally {
      await db.end()
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    findings.push(...error.problems.map(wrong))
  }
  return findings
}

/** Whether the payment provider and we understand each other. */
export async function doctorPayments(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  try {
    const config = readConfig(env)
    return await diagnosePayments(config, () => providerFor({ config, clock: systemClock }))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(wrong)
  }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
    ? fine(`Node ${process.versions.node}.`)
    : wrong(`Node ${process.versions.node} is too old: 20.19 or later is needed.`)
}

function checkFolder(folder: string): Finding {
  try {
    accessSync(folder, constants.W_OK)
    return fine(`The data folder ${folder} can be written.`)
  } catch {
    return wrong(`The data folder ${folder} cannot be written: create it or set LEAVEN_DATA_DIR.`)
  }
}

async function checkDatabase(db: Database, mode: string): Promise<Finding[]> {
  const [server] = await db.query<{
    num: number
    version: string
    fsync: string
    commit: string
    role: string
    may_change: boolean
  }>(
    '',
    `select current_setting('server_version_num')::int as num, current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit, current_user as role,
       has_table_privilege('ledger.transfer', 'update') or has_table_privilege('ledger.transfer', 'delete') as may_change`,
  )
  if (!server) return [wrong('The database gave no answer.')]
  return [
    server.num >= OLDEST_POSTGRES
      ? fine(`PostgreSQL ${server.version}.`)
      : wrong(`PostgreSQL ${server.version} is too old: 15 or later is needed.`),
    server.fsync === 'on' && server.commit !== 'off'
      ? fine('What is acknowledged is on disk (fsync and synchronous_commit are on).')
      : wrong('fsync or synchronous_commit is off: acknowledged orders can be lost. Turn both on.'),
    server.role === 'leaven_app' && !server.may_change
      ? fine('The application cannot change or delete what the ledger holds.')
      : wrong('The application could change the ledger: its connections must run as leaven_app.'),
    ...(await checkMigrations(db)),
    ...(await checkOutbox(db)),
    ...(await checkMoney(db)),
    ...(await checkSchedules(db)),
    ...(mode === 'demo' ? [note('Demo mode: payments and SMS are simulated; nothing here is real money.')] : []),
  ]
}

async function checkMigrations(db: Database): Promise<Finding[]> {
  const done = new Set(
    (await db.query<{ number: number }>('', 'select number from platform.migration')).map((row) => row.number),
  )
  const missing = migrationFiles().filter((file) => !done.has(file.number))
  return missing.length === 0
    ? [fine('The schema is up to date.')]
    : [wrong(`${missing.length} migrations have not run: npx leaven migrate.`)]
}

async function checkOutbox(db: Database): Promise<Finding[]> {
  const parked = await db.query<{ subscriber: string; event_id: bigint; last_error: string }>(
    '',
    'select subscriber, event_id, last_error from platform.outbox_failure where parked_at is not null limit 20',
  )
  const [lag] = await db.query<{ seconds: number | null }>(
    '',
    `select extract(epoch from max(o.occurred_at) - min(n.occurred_at))::int as seconds from platform.outbox o,
       platform.outbox_cursor c left join lateral (select occurred_at from platform.outbox where (tx, id) > (c.tx, c.id) order by tx, id limit 1) n on true`,
  )
  const findings = parked.map((row) =>
    wrong(`${row.subscriber} could not take event ${row.event_id} twenty times: ${row.last_error}`),
  )
  if ((lag?.seconds ?? 0) > SLOW_LAG_SECONDS)
    findings.push(wrong(`News waits ${lag?.seconds} s to be delivered: is \`leaven work\` running?`))
  return findings.length > 0 ? findings : [fine('News is delivered.')]
}

async function checkMoney(db: Database): Promise<Finding[]> {
  return [...(await checkPayments(db)), ...(await checkBills(db))]
}

/** A bill of the day before yesterday should be here by now, whatever the hour. */
const LATE_BILL_DAYS = 2

async function checkBills(db: Database): Promise<Finding[]> {
  const [row] = await db.query<{ open: number; old: number; held: number; late: string | null }>(
    '',
    `select (select count(*) from payments.difference where state in ('open', 'proposed')) as open,
       (select count(*) from payments.difference where state in ('open', 'proposed') and found_at < now() - interval '3 days') as old,
       (select count(*) from settlements.payout where held is not null) as held,
       (select min(last_day) from payments.bill_position where last_day < (now() at time zone 'Asia/Shanghai')::date - $1::int)::text as late`,
    [LATE_BILL_DAYS],
  )
  const findings: Finding[] = []
  if (row?.late)
    findings.push(
      wrong(
        `The provider's bills stop at ${row.late}: is the worker running, and does \`leaven doctor payments\` find the provider?`,
      ),
    )
  if (row && row.old > 0)
    findings.push(
      wrong(
        `${row.old} differences with the provider's bills are older than three days; payouts wait until a person settles them (console, provider bills).`,
      ),
    )
  else if (row && row.open > 0)
    findings.push(
      note(`${row.open} differences with the provider's bills wait for a person (console, provider bills).`),
    )
  if (row && row.held > 0)
    findings.push(
      wrong(`${row.held} payouts are held: the provider named another amount. Ask it again (console, payouts).`),
    )
  return findings.length > 0 ? findings : [fine("The provider's bills say what our books say.")]
}

async function checkPayments(db: Database): Promise<Finding[]> {
  const [row] = await db.query<{ unknown: number; failed: number; mismatch: number; foreign_money: number }>(
    '',
    `select (select count(*) from payments.intent where state = 'unknown') as unknown, (select count(*) from payments.refund where state in ('failed', 'held')) as failed,
       (select count(*) from payments.inbox where outcome = 'mismatch') as mismatch, (select count(*) from payments.inbox where outcome = 'foreign') as foreign_money`,
  )
  const findings: Finding[] = []
  if (row && row.unknown > 0)
    findings.push(note(`${row.unknown} payments have an unknown outcome; the provider is asked about them.`))
  if (row && row.failed > 0)
    findings.push(wrong(`${row.failed} refunds failed or are held: a person must look at them (console, refunds).`))
  if (row && row.mismatch > 0)
    findings.push(
      wrong(`${row.mismatch} notifications carried another amount than was asked for; they were not applied.`),
    )
  if (row && row.foreign_money > 0)
    findings.push(wrong(`${row.foreign_money} payments name nothing of ours; their money is booked as owed back.`))
  return findings.length > 0 ? findings : [fine('No payment waits for a person.')]
}

async function checkSchedules(db: Database): Promise<Finding[]> {
  const failing = await db.query<{ name: string; error: string }>(
    '',
    'select name, error from platform.schedule where error is not null',
  )
  const [latest] = await db.query<{ at: Date | null }>('', 'select max(started_at) as at from platform.schedule')
  if (failing.length > 0) return failing.map((row) => wrong(`The work "${row.name}" fails: ${row.error}`))
  const idle = latest?.at ? (Date.now() - latest.at.getTime()) / 1000 : Number.POSITIVE_INFINITY
  return [
    idle < 120
      ? fine('A worker is at work.')
      : note('No worker has been at work lately: `leaven work` (npm start runs one).'),
  ]
}
