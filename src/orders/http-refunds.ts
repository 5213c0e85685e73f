import { route, staffProvedAgain } from '../platform/http.ts'
import { idOf, limits, strict, Type, text } from '../platform/wire.ts'
import { AdminOrder } from './contract.ts'
import { adminOrder, found } from './read-admin.ts'
import { refundLines } from './refund-lines.ts'

const LineRefundInput = strict({
  lineNo: Type.Integer({ minimum: 1, maximum: limits.linesPerOrder }),
  amountFen: Type.Integer({ minimum: 1, maximum: limits.amountFen }),
})

export const refundRoutes = [
  route({
    method: 'POST',
    path: '/v1/admin/orders/:id/refunds',
    audience: 'admin',
    // What was paid goes back: money asks for a fresh proof.
    who: staffProvedAgain('operator', 'service'),
    summary: 'Give back part of what was paid, line by line, with a reason on record',
    params: strict({ id: idOf('ord') }),
    body: strict({
      lines: Type.Array(LineRefundInput, { minItems: 1, maxItems: limits.linesPerOrder }),
      reason: text(80),
    }),
    moves: true,
    answer: AdminOrder,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const order = await found(platform, params.id)
      await once(order.cell_id, (tx) => refundLines(platform, tx, actor, order.id, body.lines, body.reason))
      return adminOrder(platform, await found(platform, params.id), locale)
    },
  }),
]
