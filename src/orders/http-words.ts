import type { PersonActor } from '../platform/actor.ts'
import { aPerson, route } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, strict, Type, text } from '../platform/wire.ts'
import { answerWords, takeBack, wordsQuestion } from './choose-words.ts'
import { Looks, WordsInput, WordsQuestion } from './contract-words.ts'
import { ownOrder } from './show-order.ts'
import { looksAtMine } from './who-looked.ts'

const ById = strict({ id: idOf('ord') })
const path = '/v1/store/orders/:id/words'

/** 谁让你动心的? is a call of its own after placing, so that placing stays as fast as it is. */
export const wordsRoutes = [
  route({
    method: 'GET',
    path,
    audience: 'store',
    who: aPerson,
    summary: 'Who moved me to this order: my answer, or whom I may name',
    params: ById,
    query: strict({ q: Type.Optional(text(30, 0)) }),
    answer: WordsQuestion,
    handle: async (platform, { actor, params, query }) => {
      const me = actor as PersonActor
      const order = await ownOrder(platform, me, parseId('ord', params.id))
      return wordsQuestion(platform, me, order, query.q)
    },
  }),
  route({
    method: 'POST',
    path,
    audience: 'store',
    who: aPerson,
    summary:
      'Name one to three members who moved me to this order, once until I take it back; it changes nobody’s commission',
    params: ById,
    body: WordsInput,
    moves: true,
    status: 201,
    answer: WordsQuestion,
    handle: async (platform, { actor, params, body, once }) => {
      const me = actor as PersonActor
      const order = await ownOrder(platform, me, parseId('ord', params.id))
      await once(order.cell_id, (tx) => answerWords(tx, me, order, body.memberIds))
      return wordsQuestion(platform, me, order)
    },
  }),
  route({
    method: 'POST',
    path: `${path}/take-back`,
    audience: 'store',
    who: aPerson,
    summary: 'Take my answer back: it is forgotten, and counts nowhere any more',
    params: ById,
    moves: true,
    answer: WordsQuestion,
    handle: async (platform, { actor, params, once }) => {
      const me = actor as PersonActor
      const order = await ownOrder(platform, me, parseId('ord', params.id))
      await once(order.cell_id, (tx) => takeBack(tx, me, order))
      return wordsQuestion(platform, me, order)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/store/me/looks',
    audience: 'store',
    who: aPerson,
    summary: 'Who of the platform looked at what is mine, newest first: my phone, an address of mine, my trust',
    answer: Looks,
    handle: (platform, { actor }) => looksAtMine(platform, actor as PersonActor),
  }),
]
