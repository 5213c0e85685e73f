import type { PersonActor } from '../platform/actor.ts'
import { anyone, aPerson, route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, PageQuery, page, strict, Type, text } from '../platform/wire.ts'
import { askAbout, isNotificationDue } from './ask-provider.ts'
import { AdminPayment, AdminRefund, CashierShape, PaymentShape, StartInput } from './contract.ts'
import { providerOf } from './provider.ts'
import { listPayments, listRefunds, presentIntent } from './read-payments.ts'
import { findOwnIntent, startPayment } from './start-payment.ts'
import { takeNotification } from './take-notification.ts'

const ListQuery = strict({
  ...PageQuery,
  state: Type.Optional(Type.String({ maxLength: 20 })),
  search: Type.Optional(text(60)),
})
const ById = strict({ id: idOf('pay') })

export const routes = [
  route({
    method: 'POST',
    path: '/v1/store/payments/:id/start',
    audience: 'store',
    who: aPerson,
    summary: 'Start paying: what the cashier needs',
    params: ById,
    body: StartInput,
    moves: true,
    answer: CashierShape,
    handle: (platform, { actor, params, body, ip }) =>
      startPayment(platform, actor as PersonActor, parseId('pay', params.id), body.channel, ip),
  }),
  route({
    method: 'GET',
    path: '/v1/store/payments/:id',
    audience: 'store',
    who: aPerson,
    summary: 'Where a payment stands; asks the provider while it is open',
    params: ById,
    answer: PaymentShape,
    handle: async (platform, { actor, params }) => {
      const id = parseId('pay', params.id)
      const intent = await findOwnIntent(platform, actor as PersonActor, id)
      if (isNotificationDue(intent, platform.clock.now()) && (await askAbout(platform, intent)) !== 'open')
        return presentIntent(platform, await findOwnIntent(platform, actor as PersonActor, id))
      return presentIntent(platform, intent)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/provider/wechatpay/notifications',
    audience: 'provider',
    who: anyone,
    summary: 'Signed notifications of WeChat Pay',
    handle: async (platform, { headers, rawBody, header }) => {
      await takeNotification(platform, { headers, rawBody, now: platform.clock.now() })
      header('content-type', providerOf(platform).acceptance.contentType)
      return providerOf(platform).acceptance.body
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/payments',
    audience: 'admin',
    who: staff('operator', 'finance', 'service'),
    summary: 'Payments, newest first; search takes the id of a payment or an order, or the provider’s number',
    query: ListQuery,
    answer: page(AdminPayment),
    handle: (platform, { query }) => listPayments(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/refunds',
    audience: 'admin',
    who: staff('operator', 'finance', 'service'),
    summary: 'Refunds, newest first; search takes the id of a refund, a payment or an order, or the provider’s number',
    query: ListQuery,
    answer: page(AdminRefund),
    handle: (platform, { query }) => listRefunds(platform, query),
  }),
]
