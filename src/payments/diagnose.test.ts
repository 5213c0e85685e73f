import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../test/support/sandbox.ts'
import type { Config } from '../platform/config.ts'
import { diagnosePayments } from './diagnose.ts'
import { sandboxConfig } from './providers/sandbox/keys.ts'
import type { WechatPayConfig } from './providers/wechatpay/config.ts'
import { wechatPay } from './providers/wechatpay/provider.ts'

let at: TestSandbox
beforeAll(async () => {
  at = await openTestSandbox()
})
afterAll(() => at.close())

const house = (change: Partial<Config> = {}) =>
  ({ mode: 'production', notifyBase: 'https://shop.example.org', payment: { kind: 'wechatpay' }, ...change }) as Config
const pem = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  }
}
async function said(change: Partial<WechatPayConfig> = {}, config = house(), clockOffMs = 0): Promise<string[]> {
  const settings = { ...sandboxConfig(at.keysDir, at.url), ...change }
  const now = () => new Date(at.clock.now().getTime() + clockOffMs)
  const found = await diagnosePayments(config, () => wechatPay(settings, { now }))
  return found.map(({ state, what }) => `${state}: ${what}`)
}

test('says that all is well when both sides understand each other', async () => {
  expect(await said()).toEqual([
    'fine: Notifications are expected at https://shop.example.org.',
    'fine: The payment settings can be used (wechatpay).',
    'fine: The provider accepts our signature, and we accept its.',
  ])
})

test('says in words what is wrong, one cause from another', async () => {
  const ours = sandboxConfig(at.keysDir, at.url)
  const strangers = Object.fromEntries(Object.keys(ours.platformKeys).map((serial) => [serial, pem().publicPem]))
  for (const [change, clockOffMs, words] of [
    [{ privateKeyPem: pem().privatePem }, 0, /wrong: .*not signed.*private key.*SIGN_ERROR/],
    [{ mchid: '1900000001' }, 0, /wrong: .*not signed.*merchant number/],
    [{ platformKeys: strangers }, 0, /wrong: .*signed by a key that we do not hold/],
    [{}, 10 * 60_000, /wrong: .*clock/],
    [{ baseUrl: 'http://127.0.0.1:1' }, 0, /wrong: .*cannot be reached/],
    [{ apiV3Key: 'short' }, 0, /wrong: The payment settings cannot be used: .*32 bytes/],
  ] as const)
    expect((await said(change, house(), clockOffMs)).at(-1)).toMatch(words)
})

test('an address that nobody outside can reach is no place for notifications', async () => {
  for (const notifyBase of ['http://shop.example.org', 'https://localhost:3000', 'https://127.0.0.1'])
    expect((await said({}, house({ notifyBase })))[0]).toMatch(/^wrong: The provider cannot notify/)
  expect((await said({}, house({ mode: 'demo', notifyBase: 'http://127.0.0.1:3000' })))[0]).toMatch(/^note:/)
})
