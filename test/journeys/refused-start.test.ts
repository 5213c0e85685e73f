import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/platform/config.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import { openOwnPostgres } from '../support/own-postgres.ts'

/** What production does not start with: each says why, in words. Needs dist/cli.js, which `npm test` builds. */

const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'leaven-production-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pem = { format: 'pem' } as const
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', ...pem },
  publicKeyEncoding: { type: 'spki', ...pem },
})

const SETTINGS = {
  LEAVEN_MODE: 'production',
  LEAVEN_KEY: 'ab'.repeat(32),
  LEAVEN_DATA_DIR: folder,
  PORT: '0',
  WECHATPAY_MCHID: '1900000001',
  WECHATPAY_APPID: 'wx0123456789abcdef',
  WECHATPAY_SERIAL_NO: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  WECHATPAY_PRIVATE_KEY: privateKey,
  WECHATPAY_API_V3_KEY: 'k'.repeat(32),
  WECHATPAY_PLATFORM_KEY_ID: 'PUB_KEY_ID_1',
  WECHATPAY_PLATFORM_KEY: publicKey,
  SMS_WEBHOOK_URL: 'https://sms.example/send',
  SMS_WEBHOOK_SECRET: 'sixteen characters or more',
}

/** Runs a command until it ends or says that it serves; answers what it wrote to stderr. */
function leaven(
  command: string,
  env: Record<string, string | undefined>,
): Promise<{ code: number | null; said: string }> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), command], {
    env: Object.fromEntries(
      Object.entries({ PATH, HOME, ...env }).filter(([, value]) => value !== undefined),
    ) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk
    if (said.includes('serving on port')) child.kill('SIGTERM')
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said }))
  })
}

async function expectNotStarted(env: Record<string, string | undefined>, words: RegExp): Promise<void> {
  const starts = ['serve', 'work'].map(async (command) => ({ command, ...(await leaven(command, env)) }))
  for (const { command, code, said } of await Promise.all(starts)) {
    expect(said, command).toMatch(words)
    expect(said).not.toMatch(/serving on port|\n {4}at /)
    expect(code).toBe(1)
  }
}

describe('settings, all told at once', () => {
  const wrong: [string, Record<string, string | undefined>, RegExp][] = [
    ['no LEAVEN_KEY', { LEAVEN_KEY: undefined }, /LEAVEN_KEY must be 64 hexadecimal digits/],
    ['a LEAVEN_KEY that is none', { LEAVEN_KEY: 'secret' }, /LEAVEN_KEY must be 64 hexadecimal digits/],
    ['the sandbox as payment provider', { WECHATPAY_MCHID: undefined }, /production needs a real payment provider/],
    ['a provider on this machine', { WECHATPAY_BASE_URL: 'https://localhost:3900' }, /points at this machine/],
    ['a provider without TLS', { WECHATPAY_BASE_URL: 'http://pay.example' }, /must be https/],
    ['a private key that is none', { WECHATPAY_PRIVATE_KEY: 'secret' }, /WECHATPAY_PRIVATE_KEY is no private key/],
    ['a public key that is none', { WECHATPAY_PLATFORM_KEY: 'secret' }, /WECHATPAY_PLATFORM_KEY is no public key/],
    ['SMS on a developer page', { SMS_WEBHOOK_URL: undefined }, /production needs a real SMS channel/],
    ['a mode that is none', { LEAVEN_MODE: 'staging' }, /it must be demo or production/],
  ]
  for (const [what, changes, words] of wrong)
    test(what, () => {
      const problems = () => readConfig({ ...SETTINGS, DATABASE_URL: 'postgres://x', ...changes })
      expect(problems).toThrow(ConfigError)
      expect(problems).toThrow(words)
    })

  test('the process ends and says every one of them', { timeout: 60_000 }, async () => {
    const env = { LEAVEN_MODE: 'production', DATABASE_URL: 'postgres://x', LEAVEN_DATA_DIR: folder }
    await expectNotStarted(env, /LEAVEN_KEY must be.*real payment provider.*real SMS channel/s)
  })
})

describe('a database', { timeout: 60_000 }, () => {
  test('that may lose what it has acknowledged (fsync off)', async () => {
    const url = await freshDatabase('production')
    await expectNotStarted({ ...SETTINGS, DATABASE_URL: url }, /needs fsync and synchronous_commit on/)
    const { code, said } = await leaven('sandbox', { ...SETTINGS, DATABASE_URL: url })
    expect([code, said]).toEqual([1, expect.stringContaining('production has no sandbox')])
    await expectNotStarted({ ...SETTINGS, LEAVEN_MODE: 'demo', DATABASE_URL: url }, /made in production mode/)
  })

  test('of a demo, and an empty one', async () => {
    await expectNotStarted({ ...SETTINGS, DATABASE_URL: await freshDatabase('demo') }, /made in demo mode/)
    await expectNotStarted({ ...SETTINGS, DATABASE_URL: await emptyDatabase() }, /has not been migrated: run/)
  })
})

test('demo people in the database; without them it starts', { timeout: 120_000 }, async () => {
  const postgres = await openOwnPostgres()
  const url = await postgres.database('leaven', 'production')
  const env = { ...SETTINGS, DATABASE_URL: url }
  const connection = await connectOnce(url)
  await connection.query(
    `insert into people.staff (id, login, name, password_hash, totp_sealed, roles, is_demo, created_at)
     values (7000000000000000001, 'demo', '演示', '-', '', '{admin}', true, '2026-11-02')`,
  )
  await expectNotStarted(env, /production refuses demo people: 1/)
  await connection.query('delete from people.staff')
  await connection.end()
  expect((await leaven('serve', env)).said).toMatch(/serving on port/)
  // A process that cannot serve ends, and does not hang on to its connections.
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const { code, said } = await leaven('serve', { ...env, PORT: String(port) })
  taken.close()
  expect([code, said]).toEqual([1, expect.stringMatching(/EADDRINUSE|taken/)])
})
