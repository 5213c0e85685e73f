import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Wechatpay } from 'wechatpay-axios-plugin'
import { emptyDatabase } from '../../../../test/support/database.ts'
import { openTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts'
import { ProviderRefused, ProviderUnknown } from '../port.ts'
import { wechatPay } from '../wechatpay/provider.ts'
import { sandboxConfig } from './keys.ts'
import { startSandbox } from './sandbox.ts'

let at: TestSandbox

beforeAll(async () => {
  at = await openTestSandbox()
})

afterEach(async () => {
  at.shop.answer = 200
  await at.call('DELETE', '/sandbox/faults')
  expect(at.failures).toEqual([])
})

afterAll(() => at?.close())

describe('answers that go wrong', () => {
  it.each([
    ['error', 'provider_error'],
    ['timeout', 'timeout'],
    ['reset', 'unreachable'],
    ['unsigned', 'unsigned'],
    ['missigned', 'forged'],
    ['garbage', 'malformed'],
  ])('%s: unknown (%s), although the order was made; asking again finds out', async (kind, reason) => {
    const order = at.newOrder()
    await at.call('POST', '/sandbox/faults', [{ on: 'answer', kind, order: order.intentNo, times: 1 }])
    const error = await at.wechat.start({ ...order, channel: 'h5' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProviderUnknown)
    expect((error as ProviderUnknown).reason).toBe(reason)
    expect((await at.wechat.query(order.intentNo)).state).toBe('not_paid')
    expect((await at.wechat.start({ ...order, channel: 'h5' })).cashier.kind).toBe('redirect')
  })

  it('before the effect leaves no order behind; a refusal carries its code', async () => {
    const lost = at.newOrder()
    await at.call('POST', '/sandbox/faults', [{ on: 'answer', kind: 'timeout', before: true, path: '/h5', times: 1 }])
    await expect(at.wechat.start({ ...lost, channel: 'h5' })).rejects.toThrow(ProviderUnknown)
    expect((await at.wechat.query(lost.intentNo)).state).toBe('unknown_order')
    await at.call('POST', '/sandbox/faults', { on: 'answer', kind: 'refuse', code: 'NO_AUTH', status: 403, times: 1 })
    expect(await refusalOf(at.wechat.start({ ...lost, channel: 'h5' }))).toBe('403 NO_AUTH')
  })

  it('come to whoever does not sign as the merchant, signed by nobody', async () => {
    const { url } = at
    for (const authorization of ['', 'Bearer x', 'WECHATPAY2-SHA256-RSA2048 mchid="1"']) {
      const answer = await fetch(`${url}/v3/pay/transactions/h5`, {
        method: 'POST',
        body: '{}',
        headers: { authorization },
      })
      expect(answer.status).toBe(401)
      expect(answer.headers.has('wechatpay-signature')).toBe(false)
    }
    const stale = wechatPay(sandboxConfig(at.keysDir, url), { now: () => new Date(at.clock.now().getTime() - 301_000) })
    await expect(stale.query('pay_never_made')).rejects.toThrow(/401 SIGN_ERROR/)
  })

  it('refuse a fault that nobody knows', async () => {
    expect((await at.call('POST', '/sandbox/faults', { on: 'answer', kind: 'explode' })).status).toBe(400)
  })
})

describe('an independent client', () => {
  it('signs what the sandbox accepts and verifies what it answers', async () => {
    const { mchid, appid, serialNo, privateKeyPem, platformKeys } = sandboxConfig(at.keysDir, at.url)
    // It reads the machine's clock, so this sandbox must too.
    const real = await startSandbox({
      databaseUrl: `${await emptyDatabase()}_own`,
      port: 0,
      clock: { now: () => new Date() },
      keysDir: at.keysDir,
      publicBase: '/sandbox',
    })
    const theirs = new Wechatpay({
      baseURL: real.url,
      mchid,
      serial: serialNo,
      privateKey: privateKeyPem,
      certs: { ...platformKeys },
    })
    const client = (
      theirs as unknown as { client: { v3: { request(config: object): Promise<{ data: unknown; status: number }> } } }
    ).client.v3
    const order = at.newOrder()
    const body = {
      mchid,
      appid,
      description: order.description,
      out_trade_no: order.intentNo,
      notify_url: order.notifyUrl,
      amount: { total: 3990, currency: 'CNY' },
    }
    const made = await client.request({ method: 'post', url: '/v3/pay/transactions/native', data: body })
    expect(made.data).toEqual({ code_url: expect.stringContaining('/sandbox/cashier/wx') })
    const where = `/v3/pay/transactions/out-trade-no/${order.intentNo}`
    const asked = await client.request({ method: 'get', url: where, params: { mchid } })
    expect(asked.data).toMatchObject({ trade_state: 'NOTPAY', out_trade_no: order.intentNo })
    expect((await client.request({ method: 'post', url: `${where}/close`, data: { mchid } })).status).toBe(204)
    await fetch(`${real.url}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ on: 'answer', kind: 'missigned' }),
    })
    await expect(client.request({ method: 'get', url: where, params: { mchid } })).rejects.toThrow(
      /Verify the response/,
    )
    await real.close()
  })
})

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown)
  if (!(error instanceof ProviderRefused)) throw error ?? new Error('it was accepted')
  return `${error.status} ${error.code}`
}
