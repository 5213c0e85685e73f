import { type Route, route, staff } from '../platform/http.ts'
import { cellByHash, parseId } from '../platform/ids.ts'
import { idOf, strict } from '../platform/wire.ts'
import { LookedOver, LookRequest, PersonEvidenceAnswer, WorthALookAnswer } from './contract-review.ts'
import { lookOver, showEvidenceOf, showWorthALook } from './review.ts'

const ByPerson = strict({ id: idOf('per') })

export const reviewRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/admin/trust/worth-a-look',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Trust on one person while more goes wrong, and people whom little trust reaches: an order of looking',
    answer: WorthALookAnswer,
    handle: (platform, { locale }) => showWorthALook(platform, locale),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/trust/people/:id/evidence',
    audience: 'admin',
    who: staff('operator'),
    summary: 'What a person’s trust rests on, in sentences, with a reason; she sees that it was looked at',
    moves: false,
    params: ByPerson,
    body: LookRequest,
    answer: PersonEvidenceAnswer,
    handle: (platform, { actor, params, body, locale }) =>
      showEvidenceOf(platform, actor, parseId('per', params.id), body.reason, locale),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/trust/people/:id/look-over',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Everything in order with this person: off the list, and known from now on',
    moves: true,
    params: ByPerson,
    body: LookedOver,
    answer: WorthALookAnswer,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const id = parseId('per', params.id)
      await once(cellByHash(id), (tx) => lookOver(tx, actor, id, body))
      return showWorthALook(platform, locale)
    },
  }),
]
