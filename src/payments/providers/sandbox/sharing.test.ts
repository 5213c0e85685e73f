import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Wechatpay } from 'wechatpay-axios-plugin'
import { emptyDatabase } from '../../../../test/support/database.ts'
import { openTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts'
import { systemClock } from '../../../platform/clock.ts'
import { ProviderRefused } from '../port.ts'
import { MOST_RECEIVERS, type ProfitSharing, type SharingReceiver } from '../port-sharing.ts'
import { sandboxConfig } from './keys.ts'
import { startSandbox } from './sandbox.ts'

/** Splitting what a payment brought, against the simulator: once by its number, never beyond what is left. */

let at: TestSandbox
let sharing: ProfitSharing

beforeAll(async () => {
  at = await openTestSandbox()
  sharing = at.wechat.sharing as ProfitSharing
})
afterEach(async () => {
  await at.call('DELETE', '/sandbox/faults')
  expect(at.failures).toEqual([])
})
afterAll(() => at?.close())

/** 39.90, of which 30 % may be split: 11.97. */
async function paid(mayShare = true): Promise<string> {
  const order = at.newOrder()
  await at.wechat.start({ ...order, mayShare, channel: 'native' })
  await at.call('POST', `/sandbox/pay/${order.intentNo}`)
  return (await at.wechat.query(order.intentNo)).providerTxn as string
}
const to = (account: string, amountFen: number): SharingReceiver => ({
  ...{ kind: 'merchant', account, amountFen, description: '产地货款' },
})
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof ProviderRefused ? error.code : error
}

describe('a split', () => {
  it('is made once under its number, asked about, and refused under the same number for something else', async () => {
    const providerTxn = await paid()
    expect(await sharing.unsplitFen(providerTxn)).toBe(3_990)
    const order = { sharingNo: 'shr_1', providerTxn, receivers: [to('1900000109', 600)], releaseRest: false }
    const made = await Promise.all([sharing.share(order), sharing.share(order), sharing.share(order)])
    expect(made[0]).toEqual({
      ...{ sharingNo: 'shr_1', providerTxn, state: 'finished' },
      receivers: [{ account: '1900000109', amountFen: 600, state: 'succeeded', failReason: null }],
    })
    expect(made[2]).toEqual(made[0])
    expect(await sharing.queryShare('shr_1', providerTxn)).toEqual(made[0])
    expect(await sharing.queryShare('shr_never', providerTxn)).toBeNull()
    expect(await sharing.unsplitFen(providerTxn)).toBe(3_390)
    expect(await refusal(sharing.share({ ...order, receivers: [to('1900000109', 601)] }))).toBe('INVALID_REQUEST')
  })

  it('never goes beyond what was agreed, also in parallel; what was not declared cannot be split', async () => {
    const providerTxn = await paid()
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        refusal(
          sharing.share({
            sharingNo: `shr_p${n}`,
            providerTxn,
            receivers: [to('1900000109', 300)],
            releaseRest: false,
          }),
        ),
      ),
    )
    expect(tries.filter((code) => code === null)).toHaveLength(3)
    expect(new Set(tries.filter((code) => code !== null))).toEqual(new Set(['NOT_ENOUGH']))
    const plain = {
      sharingNo: 'shr_plain',
      providerTxn: await paid(false),
      receivers: [to('1', 1)],
      releaseRest: false,
    }
    expect(await refusal(sharing.share(plain))).toBe('RULE_LIMIT')
  })

  it('has at most fifty receivers; a person’s name goes sealed', async () => {
    const providerTxn = await paid()
    const many = (n: number) => Array.from({ length: n }, (_, at) => to(`19000001${at}`, 1))
    const order = { sharingNo: 'shr_many', providerTxn, releaseRest: false }
    await expect(sharing.share({ ...order, receivers: many(MOST_RECEIVERS + 1) })).rejects.toThrow(/1 to 50/)
    expect((await sharing.share({ ...order, receivers: many(MOST_RECEIVERS) })).receivers).toHaveLength(MOST_RECEIVERS)
    const person: SharingReceiver = { ...to('oPERSON', 5), kind: 'person', name: '欧阳若兰' }
    const named = { sharingNo: 'shr_named', providerTxn, receivers: [person], releaseRest: false }
    expect((await sharing.share(named)).state).toBe('finished')
  })

  it('releases the rest, after which nothing can be split', async () => {
    const providerTxn = await paid()
    await sharing.unfreeze({ sharingNo: 'shr_free', providerTxn, description: '解冻全部剩余资金' })
    expect(await sharing.unsplitFen(providerTxn)).toBe(0)
    const late = { sharingNo: 'shr_late', providerTxn, receivers: [to('1', 1)], releaseRest: false }
    expect(await refusal(sharing.share(late))).toBe('INVALID_REQUEST')
  })

  it('comes back to the fen and no further, once under its number', async () => {
    const providerTxn = await paid()
    await sharing.share({ sharingNo: 'shr_back', providerTxn, receivers: [to('1900000109', 600)], releaseRest: true })
    const back = {
      returnNo: 'ret_1',
      sharingNo: 'shr_back',
      account: '1900000109',
      amountFen: 400,
      description: '坏果',
    }
    const made = await Promise.all([sharing.takeBack(back), sharing.takeBack(back)])
    expect(made).toEqual(Array(2).fill({ returnNo: 'ret_1', state: 'succeeded', amountFen: 400, failReason: null }))
    expect(await sharing.queryTakeBack('ret_1', 'shr_back')).toEqual(made[0])
    expect(await sharing.queryTakeBack('ret_x', 'shr_back')).toBeNull()
    expect(await refusal(sharing.takeBack({ ...back, returnNo: 'ret_2', amountFen: 201 }))).toBe('INVALID_REQUEST')
    expect((await sharing.takeBack({ ...back, returnNo: 'ret_3', amountFen: 200 })).state).toBe('succeeded')
  })

  it('whose answer was lost is unknown, and asking finds it', async () => {
    const providerTxn = await paid()
    await at.call('POST', '/sandbox/faults', { on: 'answer', kind: 'reset', path: 'profitsharing', times: 1 })
    const order = { sharingNo: 'shr_lost', providerTxn, receivers: [to('1900000109', 7)], releaseRest: false }
    await expect(sharing.share(order)).rejects.toThrow(/unknown/)
    expect(await sharing.queryShare('shr_lost', providerTxn)).toMatchObject({ state: 'finished' })
  })
})

describe('an independent client', () => {
  it('splits a payment in the simulator and reads what we read', async () => {
    const now = await startSandbox({
      ...{ databaseUrl: `${await emptyDatabase()}_sharing`, port: 0, clock: systemClock },
      ...{ keysDir: at.keysDir, publicBase: '/sandbox' },
    })
    const { mchid, appid, serialNo, privateKeyPem, platformKeys } = sandboxConfig(at.keysDir, now.url)
    const options = { baseURL: now.url, mchid, serial: serialNo, privateKey: privateKeyPem, certs: { ...platformKeys } }
    const { v3 } = (new Wechatpay(options) as unknown as { client: { v3: AnyClient } }).client
    const order = at.newOrder()
    const prepay = {
      ...{ mchid, appid, description: order.description, out_trade_no: order.intentNo, notify_url: order.notifyUrl },
      ...{ amount: { total: 3_990, currency: 'CNY' }, settle_info: { profit_sharing: true } },
    }
    await v3.request({ method: 'post', url: '/v3/pay/transactions/native', data: prepay })
    await fetch(`${now.url}/sandbox/pay/${order.intentNo}`, { method: 'POST' })
    const where = `/v3/pay/transactions/out-trade-no/${order.intentNo}`
    const { transaction_id } = (await v3.request({ method: 'get', url: where, params: { mchid } })).data
    const receivers = [{ type: 'MERCHANT_ID', account: '1900000109', amount: 100, description: '产地货款' }]
    const split = { appid, transaction_id, out_order_no: 'P1', receivers, unfreeze_unsplit: false }
    const made = (await v3.request({ method: 'post', url: '/v3/profitsharing/orders', data: split })).data
    expect(made).toMatchObject({ state: 'FINISHED', receivers: [{ amount: 100, result: 'SUCCESS' }] })
    const amounts = `/v3/profitsharing/transactions/${transaction_id}/amounts`
    expect((await v3.request({ method: 'get', url: amounts })).data).toEqual({ transaction_id, unsplit_amount: 3_890 })
    await now.close()
  })
})

interface AnyClient {
  request(config: object): Promise<{ data: Record<string, unknown> }>
}
