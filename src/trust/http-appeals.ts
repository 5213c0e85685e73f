import type { PersonActor } from '../platform/actor.ts'
import { aCurator, type Route, route, staff } from '../platform/http.ts'
import { cellOf, parseId } from '../platform/ids.ts'
import { idOf, strict } from '../platform/wire.ts'
import { answerAppeal, appeal, contestable, listAppeals, readAppeal } from './appeals.ts'
import { AdminAppeal, AdminAppeals, AppealAnswer, AppealInput, AppealsQuery } from './contract-appeals.ts'
import { CheckUpAnswer } from './contract-screens.ts'
import { showCheckUp } from './show-community.ts'

export const appealRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/curator/communities/:id/check-up/appeal',
    audience: 'curator',
    who: aCurator,
    summary: 'Say that the check-up of a community of mine is wrong; somebody of the platform looks and answers',
    params: strict({ id: idOf('com') }),
    body: AppealInput,
    moves: true,
    status: 201,
    answer: CheckUpAnswer,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const id = parseId('com', params.id)
      const me = actor as PersonActor
      const contested = await contestable(platform, me, id)
      await once(cellOf(id), (tx) => appeal(platform, tx, me, contested, body))
      return showCheckUp(platform, me, id, locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/trust/appeals',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Check-ups that curators contest, the longest waiting first; or those that were answered',
    query: AppealsQuery,
    answer: AdminAppeals,
    handle: (platform, { query, locale }) => listAppeals(platform, query, locale),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/trust/appeals/:id/answer',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Answer an appeal, once: the conclusion stands, or is set aside while it stays the same',
    params: strict({ id: idOf('apl') }),
    body: AppealAnswer,
    moves: true,
    answer: AdminAppeal,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const id = parseId('apl', params.id)
      await once(cellOf(id), (tx) => answerAppeal(tx, actor, id, body))
      return readAppeal(platform, id, locale)
    },
  }),
]
