import { type Clock, OwnedClock } from '../../src/platform/clock.ts'
import type { Config } from '../../src/platform/config.ts'
import { Database } from '../../src/platform/db.ts'
import { IdMaker, PROCESSES } from '../../src/platform/ids.ts'
import { Keys } from '../../src/platform/keys.ts'
import type { Log, LogFields } from '../../src/platform/log.ts'
import type { Platform } from '../../src/platform/platform.ts'

export interface TestOverrides {
  /** Where the owned clock starts; a Monday noon in Shanghai when it is not said. */
  readonly start?: Date | string
  /** Replaces the owned clock, for tests that need the machine's time. */
  readonly clock?: Clock
  readonly config?: Partial<Config>
  /** Connections of the pool; concurrency tests may need more than the 10 of the house. */
  readonly connections?: number
  /** The number that ids carry. Platforms on one database get different ones by themselves. */
  readonly processNo?: number
}

export interface TestPlatform {
  readonly platform: Platform
  readonly clock: OwnedClock
  /** Every line that was logged, as it would be written. */
  readonly logged: string[]
  close(): Promise<void>
}

let platformsMade = 0

/** A Platform on a real database with a clock of its own: demo mode, limits apply, nothing leaves the machine. */
export async function testPlatform(url: string, overrides: TestOverrides = {}): Promise<TestPlatform> {
  const clock = new OwnedClock(overrides.start ?? '2026-11-23T04:00:00.000Z')
  const usedClock = overrides.clock ?? clock
  const config = testConfig(url, overrides.config)
  const db = new Database({ url, role: 'leaven_app', max: overrides.connections ?? 10 })
  const processNo = overrides.processNo ?? platformsMade++ % PROCESSES
  const logged: string[] = []
  const platform: Platform = {
    db,
    clock: usedClock,
    ids: new IdMaker(usedClock, { current: () => processNo }),
    config,
    keys: new Keys(config.installationKey),
    log: keepLines(logged),
  }
  return { platform, clock, logged, close: () => db.end() }
}

function testConfig(databaseUrl: string, overrides: Partial<Config> = {}): Config {
  return {
    mode: 'demo',
    databaseUrl,
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    notifyBase: 'http://localhost:3000',
    adminOrigin: undefined,
    trustProxy: false,
    dataDir: '.cache/test-data',
    installationKey: '5e'.repeat(32),
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    settlementPeriod: 'month',
    logLevel: 'info',
    limitsApply: true,
    spreadStock: false,
    payment: { kind: 'sandbox', baseUrl: 'http://127.0.0.1:3900', keysDir: '.cache/test-data/sandbox-keys' },
    sms: { kind: 'sandbox' },
    ...overrides,
  }
}

/** A log that keeps what would be written, errors with their stacks, so that a test can search it for what must not be there. */
function keepLines(lines: string[]): Log {
  const keep = (level: string) => (fields: LogFields, message: string) => {
    const { error, ...rest } = fields
    const failure = error instanceof Error ? { error: `${error.stack} ${JSON.stringify(error, plainIds)}` } : { error }
    lines.push(JSON.stringify({ level, ...rest, ...failure, message }, plainIds))
  }
  return { info: keep('info'), warn: keep('warn'), error: keep('error') }
}

const plainIds = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
