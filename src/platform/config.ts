import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Mode = 'demo' | 'production'

/** Everything that the environment decides, read once. */
export interface Config {
  readonly mode: Mode
  readonly databaseUrl: string
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  /** Where the payment provider reaches us; the public address unless it stands nearer. */
  readonly notifyBase: string
  readonly adminOrigin: string | undefined
  readonly trustProxy: boolean
  readonly dataDir: string
  readonly installationKey: string
  readonly currency: string
  readonly timeZone: string
  /** How long a period of settlement is. */
  readonly settlementPeriod: 'month' | 'week'
  readonly logLevel: string
  /** False only in an importer's or a test's own installation: sign-in and rate limits are lifted. */
  readonly limitsApply: boolean
  /** Hot goods are handed to cells as allowances: for several machines. On one, a single row in a batch is faster. */
  readonly spreadStock: boolean
  readonly payment: PaymentConfig
  readonly sms: SmsConfig
}

export type PaymentConfig =
  | { readonly kind: 'sandbox'; readonly baseUrl: string; readonly keysDir: string }
  | {
      readonly kind: 'wechatpay'
      readonly baseUrl: string
      readonly mchid: string
      readonly appid: string
      readonly serialNo: string
      readonly privateKeyPem: string
      readonly apiV3Key: string
      readonly platformKeys: Readonly<Record<string, string>>
    }

export type SmsConfig =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string }

type Env = Readonly<Record<string, string | undefined>>

export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

/** Reads the environment into a Config. Throws ConfigError with every problem at once, in words. */
export function readConfig(env: Env): Config {
  const problems: string[] = []
  const databaseUrl = env.DATABASE_URL ?? ''
  if (!databaseUrl) problems.push('DATABASE_URL is not set (npm start sets it for the embedded database)')
  const mode = (env.LEAVEN_MODE ?? 'production') as Mode
  if (mode !== 'demo' && mode !== 'production')
    problems.push(`LEAVEN_MODE is "${env.LEAVEN_MODE}": it must be demo or production`)
  const port = wholeNumber(env.PORT, 3000, 'PORT', problems)
  const dataDir = env.LEAVEN_DATA_DIR ?? '.data'
  const config: Config = {
    mode,
    databaseUrl,
    port,
    host: env.HOST ?? '127.0.0.1',
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
    notifyBase: (env.NOTIFY_BASE ?? env.PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, ''),
    adminOrigin: env.ADMIN_ORIGIN,
    trustProxy: env.TRUST_PROXY === 'true',
    dataDir,
    installationKey: mode === 'production' ? (env.LEAVEN_KEY ?? '') : (env.LEAVEN_KEY ?? demoKey(dataDir)),
    currency: env.LEAVEN_CURRENCY ?? 'CNY',
    timeZone: env.LEAVEN_TIME_ZONE ?? 'Asia/Shanghai',
    settlementPeriod: readPeriod(env.LEAVEN_SETTLEMENT_PERIOD ?? 'month', problems),
    logLevel: env.LOG_LEVEL ?? (mode === 'production' ? 'info' : 'warn'),
    limitsApply: true,
    spreadStock: env.LEAVEN_SPREAD_STOCK === 'true',
    payment: readPayment(env, dataDir),
    sms: env.SMS_WEBHOOK_URL
      ? { kind: 'webhook', url: env.SMS_WEBHOOK_URL, secret: env.SMS_WEBHOOK_SECRET ?? '' }
      : { kind: 'sandbox' },
  }
  if (mode === 'production') problems.push(...productionProblems(config))
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** The configuration for people: every setting with its secrets masked. */
export function describeConfig(config: Config): Record<string, string> {
  const rows: Record<string, string> = {}
  const walk = (prefix: string, value: unknown) => {
    if (value !== null && typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) walk(prefix ? `${prefix}.${name}` : name, inner)
    else rows[prefix] = /key|secret|pem/i.test(prefix) && value ? '••••' : maskUrl(String(value ?? ''))
  }
  walk('', config)
  return rows
}

const maskUrl = (value: string): string => value.replace(/:\/\/([^:/@]+):[^@]+@/, '://$1:••••@')

function wholeNumber(value: string | undefined, fallback: number, name: string, problems: string[]): number {
  if (value === undefined || value === '') return fallback
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number
  problems.push(`${name} is "${value}": it must be a port number`)
  return fallback
}

function readPeriod(value: string, problems: string[]): 'month' | 'week' {
  if (value === 'month' || value === 'week') return value
  problems.push(`LEAVEN_SETTLEMENT_PERIOD is "${value}": it must be month or week`)
  return 'month'
}

function readPayment(env: Env, dataDir: string): PaymentConfig {
  if (env.WECHATPAY_MCHID) {
    return {
      kind: 'wechatpay',
      baseUrl: env.WECHATPAY_BASE_URL ?? 'https://api.mch.weixin.qq.com',
      mchid: env.WECHATPAY_MCHID,
      appid: env.WECHATPAY_APPID ?? '',
      serialNo: env.WECHATPAY_SERIAL_NO ?? '',
      privateKeyPem: fileOrText(env.WECHATPAY_PRIVATE_KEY),
      apiV3Key: env.WECHATPAY_API_V3_KEY ?? '',
      platformKeys: env.WECHATPAY_PLATFORM_KEY_ID
        ? { [env.WECHATPAY_PLATFORM_KEY_ID]: fileOrText(env.WECHATPAY_PLATFORM_KEY) }
        : {},
    }
  }
  return {
    kind: 'sandbox',
    baseUrl: env.LEAVEN_SANDBOX_URL ?? 'http://127.0.0.1:3900',
    keysDir: join(dataDir, 'sandbox-keys'),
  }
}

/** What a production installation may not do without, and may not have. */
function productionProblems(config: Config): string[] {
  const problems: string[] = []
  if (!/^[0-9a-f]{64}$/i.test(config.installationKey))
    problems.push('LEAVEN_KEY must be 64 hexadecimal digits (openssl rand -hex 32)')
  if (config.payment.kind === 'sandbox')
    problems.push('production needs a real payment provider: set WECHATPAY_MCHID and the other WECHATPAY_ settings')
  else {
    const pay = config.payment
    if (!pay.baseUrl.startsWith('https://')) problems.push('WECHATPAY_BASE_URL must be https in production')
    if (/^(127\.|localhost|\[::1\])/.test(new URL(pay.baseUrl).host))
      problems.push('WECHATPAY_BASE_URL points at this machine: that is the sandbox')
    for (const name of ['appid', 'serialNo', 'privateKeyPem'] as const)
      if (!pay[name]) problems.push(`WECHATPAY setting ${name} is missing`)
    if (pay.privateKeyPem && !isKey(() => createPrivateKey(pay.privateKeyPem)))
      problems.push('WECHATPAY_PRIVATE_KEY is no private key in PEM form, and no file that holds one')
    if (!Object.values(pay.platformKeys).every((pem) => isKey(() => createPublicKey(pem))))
      problems.push('WECHATPAY_PLATFORM_KEY is no public key or certificate in PEM form, and no file that holds one')
    if (Buffer.byteLength(pay.apiV3Key) !== 32) problems.push('WECHATPAY_API_V3_KEY must be 32 bytes')
    if (Object.keys(pay.platformKeys).length === 0)
      problems.push('WECHATPAY_PLATFORM_KEY_ID and WECHATPAY_PLATFORM_KEY are missing')
  }
  if (config.sms.kind === 'sandbox')
    problems.push('production needs a real SMS channel: set SMS_WEBHOOK_URL and SMS_WEBHOOK_SECRET')
  else if (config.sms.secret.length < 16) problems.push('SMS_WEBHOOK_SECRET must have at least 16 characters')
  return problems
}

function isKey(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

const fileOrText = (value: string | undefined): string => {
  if (!value) return ''
  return value.includes('-----BEGIN') || !existsSync(value)
    ? value.replaceAll('\\n', '\n')
    : readFileSync(value, 'utf8')
}

/** In demo mode the installation key lives in a file that only its owner may read; two starts at once agree on one. */
function demoKey(dataDir: string): string {
  const file = join(dataDir, 'installation.key')
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}
