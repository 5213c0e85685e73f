import type { StaffActor } from '../platform/actor.ts'
import { route, staffProvedAgain } from '../platform/http.ts'
import { cellOf, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, strict, text } from '../platform/wire.ts'
import { AdminRefund } from './contract.ts'
import { showRefund } from './read-payments.ts'
import { askRefund, resendRefund, settleRefund } from './settle-refunds.ts'

const ById = strict({ id: idOf('rfd') })
const finance = staffProvedAgain('finance')
const shown = (platform: Platform, id: bigint) => showRefund(platform, id)

/** What people do about refunds that are stuck. */
export const refundRoutes = [
  route({
    method: 'POST',
    path: '/v1/admin/refunds/:id/ask',
    audience: 'admin',
    who: finance,
    summary: 'Ask the provider what became of a refund',
    params: ById,
    body: strict({}),
    moves: true,
    answer: AdminRefund,
    handle: async (platform, { params }) => {
      const id = parseId('rfd', params.id)
      await askRefund(platform, id)
      return shown(platform, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/refunds/:id/resend',
    audience: 'admin',
    who: finance,
    summary: 'Send a refund again under a new number, after the provider has closed the old one',
    params: ById,
    body: strict({}),
    moves: true,
    answer: AdminRefund,
    handle: async (platform, { actor, params, once }) => {
      const id = parseId('rfd', params.id)
      const { made } = await once(cellOf(id), (tx) => resendRefund(platform, tx, actor as StaffActor, id))
      return shown(platform, made)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/refunds/:id/settle',
    audience: 'admin',
    who: finance,
    summary: 'The payer got the money another way: settled from the bank, with a reason on record',
    params: ById,
    body: strict({ reason: text(200, 4) }),
    moves: true,
    answer: AdminRefund,
    handle: async (platform, { actor, params, body, once }) => {
      const id = parseId('rfd', params.id)
      await once(cellOf(id), (tx) => settleRefund(platform, tx, actor as StaffActor, id, body.reason))
      return shown(platform, id)
    },
  }),
]
