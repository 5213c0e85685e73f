import { randomBytes } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { backUp, restore } from './backups.ts'
import { doctor, doctorPayments } from './doctor.ts'
import { openImported, openImportHouse } from './import-house.ts'
import { openInstallation } from './installation.ts'
import { bookFormats, exportBooks } from './ledger/index.ts'
import { openOwnHouse } from './own-house.ts'
import { providerFor, startSandbox } from './payments/index.ts'
import { createStaff } from './people/index.ts'
import { type StaffRole, staffRoles } from './platform/actor.ts'
import { type AuditResult, audit, recordAudit } from './platform/audit.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, describeConfig, readConfig } from './platform/config.ts'
import { currentDatabaseUrl } from './platform/current-database.ts'
import { migrate } from './platform/migrate.ts'
import { untilStopped } from './platform/until-stopped.ts'
import { fillDemo, IMPORT_STARTS_AT, importRecords, spanMs, summaryText } from './rehearsal/index.ts'
import { rooms } from './rooms.ts'
import { startServer } from './server.ts'
import { superviseUntilStopped } from './supervisor.ts'
import { runCommunityCommand, runTrustCommand } from './trust/index.ts'
import { startWorker } from './worker.ts'

export interface Call {
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly json: boolean
}

export interface Command {
  readonly help: string
  readonly usage?: string
  readonly options?: Record<string, { type: 'string' | 'boolean' }>
  readonly ownArguments?: boolean
  run(call: Call): Promise<{ json?: object; text?: string; exitCode?: number }>
}

const say = (line: string) => void process.stderr.write(`${line}\n`)

/** The environment with the database that `npm start` runs, when no other is named. */
const surroundings = () => ({ ...process.env, ...currentDatabaseUrl(process.env) })

/** The sandbox provider keeps its books beside the shop's. */
const sandboxDatabaseOf = ({ databaseUrl }: Config) =>
  process.env.LEAVEN_SANDBOX_DATABASE_URL ?? `${databaseUrl}_sandbox`

/** How long the demo's communities have lived before tonight. */
const DEMO_WEEKS = 10

export const commands: Readonly<Record<string, Command>> = {
  up: {
    help: 'Start everything: database, sandbox, worker, server (what npm start does)',
    run: async () => ({ exitCode: await superviseUntilStopped({ env: process.env }) }),
  },
  serve: {
    help: 'Serve the shop, the workbench, the console and the API\nNeeds DATABASE_URL. Two or more servers on one database are fine.',
    run: async () => {
      const server = await startServer(readConfig(process.env))
      say(`serving on port ${server.port}`)
      await untilStopped()
      await server.stop()
      return { json: { ok: true } }
    },
  },
  work: {
    help: 'Do the work that no request waits for: expiry, refunds, seals, deliveries\nNeeds DATABASE_URL. Two or more workers are fine.',
    run: async () => {
      const worker = await startWorker(readConfig(process.env))
      await untilStopped()
      await worker.stop()
      return { json: { ok: true } }
    },
  },
  sandbox: {
    help: 'Run the sandbox payment provider (demo mode only)\nReads LEAVEN_SANDBOX_PORT and LEAVEN_SANDBOX_DATABASE_URL.',
    run: async () => {
      const config = readConfig(process.env)
      if (config.mode === 'production' || config.payment.kind !== 'sandbox')
        throw new Error('production has no sandbox')
      const sandbox = await startSandbox({
        databaseUrl: sandboxDatabaseOf(config),
        port: Number(process.env.LEAVEN_SANDBOX_PORT ?? 0),
        clock: systemClock,
        keysDir: config.payment.keysDir,
        publicBase: `${config.publicUrl}/sandbox`,
        // As most shops agree on with WeChat Pay: 0.6 %, paid out the next morning.
        terms: { feeBps: 60, settles: true },
      })
      say(`sandbox on ${sandbox.url}`)
      await untilStopped()
      await sandbox.close()
      return { json: { ok: true } }
    },
  },
  migrate: {
    help: 'Bring the database up to date',
    run: async () => {
      const config = readConfig(surroundings())
      const ran = await migrate({
        url: config.databaseUrl,
        mode: config.mode,
        currency: config.currency,
        timeZone: config.timeZone,
        log: say,
      })
      return { json: { ok: true, ran }, text: ran === 0 ? 'The database is up to date.' : `${ran} migrations ran.` }
    },
  },
  staff: {
    help: 'Add a colleague: staff add LOGIN NAME [--roles admin,operator,scout,finance,service]\nThe password is read from LEAVEN_STAFF_PASSWORD, or made and printed once, with the secret for the authenticator app.',
    usage: 'add LOGIN NAME [--roles ROLE,ROLE]',
    options: { roles: { type: 'string' } },
    run: async ({ positionals, options }) => {
      const [verb, login, name] = positionals
      if (verb !== 'add' || !login || !name) throw new Error('usage: leaven staff add LOGIN NAME [--roles admin]')
      const roles = String(options.roles ?? 'admin').split(',')
      const unknown = roles.filter((role) => !staffRoles.includes(role as StaffRole))
      if (unknown.length > 0) throw new Error(`there is no role "${unknown[0]}": choose from ${staffRoles.join(', ')}`)
      const password = process.env.LEAVEN_STAFF_PASSWORD ?? randomBytes(12).toString('base64url')
      const { platform, close } = await openInstallation(readConfig(surroundings()))
      try {
        const { totpSecret } = await createStaff(platform, { login, name, password, roles: roles as StaffRole[] })
        const told = process.env.LEAVEN_STAFF_PASSWORD ? {} : { password }
        return {
          json: { ok: true, login, roles, totpSecret, ...told },
          text: `${name} may sign in at /admin.\n  login     ${login}\n${told.password ? `  password  ${told.password}\n` : ''}  authenticator secret  ${totpSecret}`,
        }
      } finally {
        await close()
      }
    },
  },
  demo: {
    help: 'Load the demo world: six communities, twenty products, ten lived weeks, tonight’s open sales\nDemo mode only; refuses a database that has people already. Brings a sandbox of its own to the sandbox database, so none\nmay run on it.',
    run: async () => {
      const config = readConfig({ ...surroundings(), LEAVEN_MODE: 'demo' })
      const house = await openOwnHouse({
        config,
        // Goods that were promised for tomorrow are promised by the machine's clock: it is caught up with, never passed.
        ownedFrom: new Date(Date.now() - spanMs(DEMO_WEEKS)),
        isPassing: true,
        sandboxDatabaseUrl: sandboxDatabaseOf(config),
      })
      const lived = { weeks: DEMO_WEEKS, until: () => new Date() }
      const result = await fillDemo(house, say, lived).finally(() => house.close())
      const logins = result.logins.map((login) => `  ${login.who}: ${login.login} / ${login.secret}  (${login.where})`)
      return { json: result, text: `The demo world is loaded.\n${logins.join('\n')}` }
    },
  },
  import: {
    help: 'Live real records through the public API\nimport beibei FILE [--limit N] [--data DIR]: group-buying records (initiator, item, participants) become people, communities,\nproducts and paid orders in an installation of its own. Prices and times are synthetic, by a stated rule. Resumable.',
    usage: 'beibei FILE [--limit N] [--data DIR]',
    options: { limit: { type: 'string' }, data: { type: 'string' } },
    run: async ({ positionals, options }) => {
      const [what, file] = positionals
      if (what !== 'beibei' || !file) throw new Error('usage: leaven import beibei FILE [--limit N] [--data DIR]')
      const limit = options.limit === undefined ? undefined : Number(options.limit)
      if (limit !== undefined && (!Number.isInteger(limit) || limit < 1))
        throw new Error('--limit must be a whole number above 0')
      const dataDir = typeof options.data === 'string' ? options.data : '.data/import-beibei'
      const house = await openImportHouse(process.env, dataDir, IMPORT_STARTS_AT, say)
      try {
        const summary = await importRecords(house, { file, limit: limit ?? Number.POSITIVE_INFINITY, dataDir, say })
        return { json: summary, text: summaryText(summary), exitCode: summary.ok ? 0 : 1 }
      } finally {
        await house.close()
      }
    },
  },
  audit: {
    help: 'Check the books, the stock and the promises; each check must find nothing\n--require-rows: a check that looks at nothing fails too.\n--export hledger|beancount: write the whole books as text instead, so that another program can add them up.',
    options: { 'require-rows': { type: 'boolean' }, export: { type: 'string' } },
    run: async ({ options }) => {
      const { platform, close } = await openInstallation(readConfig(surroundings()))
      try {
        if (options.export !== undefined) {
          const format = bookFormats.find((one) => one === options.export)
          if (!format) throw new Error(`--export takes ${bookFormats.join(' or ')}`)
          await pipeline(exportBooks(platform.db, format, platform.config.currency), process.stdout, { end: false })
          return {}
        }
        const result = await audit(platform, rooms, options['require-rows'] === true)
        await recordAudit(platform, result, 'full')
        const rows = result.checks.map(
          (check) =>
            `${check.found === 0 ? '✓' : '✗'} ${check.name}  (looked at ${check.looked}${check.found ? `, found ${check.found}: ${show(check.rows)}` : ''})`,
        )
        const checks = result.checks.map(({ name, looked, found }) => ({ name, looked, found }))
        return {
          json: { ok: result.ok, checks },
          text: `${rows.join('\n')}\n${verdictOf(result, options['require-rows'] === true)}`,
          exitCode: result.ok ? 0 : 1,
        }
      } finally {
        await close()
      }
    },
  },
  backup: {
    help: 'Write everything that is stored into a new folder, while the shop goes on\nbackup DIR: tables as they were at one moment, and pictures. Not in it: LEAVEN_KEY (a demo brings its own), and what the\nsandbox provider remembers.',
    usage: 'DIR',
    run: async ({ positionals }) => {
      const [folder] = positionals
      if (!folder) throw new Error('usage: leaven backup DIR')
      const { tables, media, takenAt } = await backUp(process.env, folder, say)
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      const json = { ok: true, folder, takenAt, tables: tables.length, rows, pictures: media.files }
      return { json, text: `${rows} rows of ${tables.length} tables and ${media.files} pictures are in ${folder}.` }
    },
  },
  restore: {
    help: 'Read a backup into an empty database, and audit what has come\nrestore DIR: into the database that DATABASE_URL names, or into a new data folder (LEAVEN_DATA_DIR). Any PostgreSQL from 15\non, also another version than the one that the backup was made on.',
    usage: 'DIR',
    run: async ({ positionals }) => {
      const [folder] = positionals
      if (!folder) throw new Error('usage: leaven restore DIR')
      const { manifest, audit: result } = await restore(process.env, folder, say)
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      const json = { ok: result.ok, takenAt: manifest.takenAt, rows, pictures: manifest.media.files }
      const text = `${rows} rows are as they were at ${manifest.takenAt}.\n${verdictOf(result, false)}`
      return { json, text, exitCode: result.ok ? 0 : 1 }
    },
  },
  sharing: {
    help: 'Ask what of a payment is frozen for splitting at the provider, or release it to the house\nThe house splits nothing itself; this is for payments that were declared so elsewhere.',
    usage: 'left|release PROVIDER_TRANSACTION',
    run: async ({ positionals: [verb, providerTxn] }) => {
      const { sharing } = providerFor({ config: readConfig(surroundings()), clock: systemClock })
      if (!sharing) throw new Error('this payment provider cannot split payments')
      if ((verb !== 'left' && verb !== 'release') || !providerTxn)
        throw new Error('usage: leaven sharing left|release PROVIDER_TRANSACTION')
      // One payment is released once: its own number is the number of its release.
      const release = { sharingNo: `release${providerTxn}`, providerTxn, description: '解冻全部剩余资金' }
      if (verb === 'release') await sharing.unfreeze(release)
      const unsplitFen = await sharing.unsplitFen(providerTxn)
      return { json: { ok: true, providerTxn, unsplitFen }, text: `Frozen of ${providerTxn}: ${unsplitFen} fen.` }
    },
  },
  doctor: {
    help: 'Say in words what is wrong with this installation\n--config: list every setting with its secrets masked.\ndoctor payments: ask the payment provider a question that moves nothing, and say what is wrong between us.',
    usage: '[payments] [--config]',
    options: { config: { type: 'boolean' } },
    run: async ({ positionals, options }) => {
      if (options.config === true) {
        const rows = describeConfig(readConfig(surroundings()))
        return {
          json: { config: rows },
          text: Object.entries(rows)
            .map(([key, value]) => `${key} = ${value}`)
            .join('\n'),
        }
      }
      const [about] = positionals
      if (about !== undefined && about !== 'payments') throw new Error('usage: leaven doctor [payments] [--config]')
      const findings = await (about ? doctorPayments : doctor)(surroundings())
      const ok = findings.every((finding) => finding.state !== 'wrong')
      const marks = { fine: '✓', note: '·', wrong: '✗' }
      return {
        json: { ok, findings },
        text: findings.map((finding) => `${marks[finding.state]} ${finding.what}`).join('\n'),
        exitCode: ok ? 0 : 1,
      }
    },
  },
  trust: {
    help: 'Measure trust on graphs: graph, predict, eigentrust, seeds, simulate, fermentation; in the database: community\nleaven trust COMMAND --help says more.',
    usage: 'COMMAND …',
    ownArguments: true,
    run: async ({ positionals }) => {
      if (positionals[0] !== 'community') return runTrustCommand([...positionals])
      const at = positionals.indexOf('--data')
      const { platform, close } = await (at < 0
        ? openInstallation(readConfig(surroundings()))
        : openImported(process.env, positionals[at + 1] ?? '', say))
      return runCommunityCommand(platform, positionals.slice(1)).finally(close)
    },
  },
}

function verdictOf({ ok, checks }: AuditResult, requireRows: boolean): string {
  if (ok) return 'All green.'
  const idle = checks.filter((check) => check.looked === 0).map((check) => check.name)
  if (requireRows && checks.every((check) => check.found === 0))
    return `Nothing was found, but these looked at nothing: ${idle.join('; ')}`
  return 'NOT GREEN: stop and understand before anything else.'
}

const show = (rows: readonly unknown[]): string =>
  JSON.stringify(rows.slice(0, 3), (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
