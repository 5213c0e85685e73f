import { openInstallation } from '../src/installation.ts'
import { Placed, PlaceInput } from '../src/orders/contract.ts'
import { readConfig } from '../src/platform/config.ts'
import { aPerson, route } from '../src/platform/http.ts'
import { hashInput } from '../src/platform/idempotency.ts'
import { buildServer } from '../src/server.ts'

const money = { amount: 3990, currency: 'CNY' }
const id = (prefix: string) => `${prefix}_0123456789abc`
const now = new Date().toISOString()

/** As large as the answer to an order of two lines. */
const line = {
  ...{ lineNo: 1, skuId: id('sku'), productId: id('prd'), name: 'bench 100 sku 2000', unit: '份', picture: null },
  ...{ quantity: 2, unitPrice: money, goods: money, refunded: money },
}
const answer = {
  order: {
    ...{ id: id('ord'), state: 'awaiting_payment', delivery: 'parcel', goods: money, freight: money, total: money },
    ...{ refunded: money, note: '', placedAt: now, expiresAt: now, paidAt: null, shippedAt: null, receivedAt: null },
    ...{
      endedAt: null,
      endReason: null,
      version: 1,
      pickupPoint: null,
      pickupCode: null,
      pickupUrl: null,
      parcels: [],
    },
    address: { recipient: '王*', phoneMasked: '137****0000', region: '浙江省 杭州市 西湖区', street: '文三路 1 号' },
    lines: [line, { ...line, lineNo: 2 }],
    sale: { id: id('sal'), title: '本周团 12345', token: 'AgN5eodZyOAAASLyAobw93g40IP_' },
    community: { id: id('com'), name: '小区团 12345' },
    curator: { displayName: 'c123' },
    payment: { id: id('pay'), state: 'created' },
    ...{ canCancel: true, canConfirm: false, canPassOn: false },
  },
  payment: { id: id('pay'), amount: money, state: 'created', expiresAt: now },
}

const noop = route({
  method: 'POST',
  path: '/v1/store/noop-orders',
  audience: 'store',
  who: aPerson,
  summary: 'The gates of an order and an answer of its size',
  body: PlaceInput,
  moves: true,
  status: 201,
  answer: Placed,
  handle: async (_platform, { body }) => (hashInput(body).length > 0 ? answer : undefined),
})

const config = readConfig(process.env)
const { platform } = await openInstallation(config)
const app = await buildServer(platform, [noop])
await app.listen({ port: config.port, host: config.host })
process.on('SIGTERM', () => process.exit(0))
