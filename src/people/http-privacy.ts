import type { Config } from '../platform/config.ts'
import { anyone, aPerson, type Route, route } from '../platform/http.ts'
import { cellByHash } from '../platform/ids.ts'
import type { Room } from '../platform/room.ts'
import { DevMessages, EraseRequest } from './contract.ts'
import { asPerson } from './person.ts'
import { eraseEverywhere, exportEverywhere, forgetPerson } from './privacy.ts'
import { readDevMessages } from './read-dev-messages.ts'

/** Export and erasure go through all rooms; the wiring knows them, this room does not. */
export const makePrivacyRoutes = (rooms: () => readonly Room[]): Route[] => [
  route({
    method: 'GET',
    path: '/v1/store/me/export',
    audience: 'store',
    who: aPerson,
    summary: 'Everything that is known of oneself, as a file',
    contentType: 'application/json; charset=utf-8',
    handle: async (platform, request) => {
      const told = await exportEverywhere(platform, asPerson(request.actor), rooms())
      request.header('content-disposition', 'attachment; filename="leaven-my-data.json"')
      request.header('cache-control', 'no-store')
      return JSON.stringify(told, textOfBigints, 2)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/store/me/erase',
    audience: 'store',
    who: aPerson,
    summary: 'Forget oneself for ever',
    moves: true,
    body: EraseRequest,
    status: 204,
    handle: async (platform, request) => {
      const me = asPerson(request.actor)
      await request.once(cellByHash(me.personId), (tx) => eraseEverywhere(platform, me, tx, rooms()))
      forgetPerson(platform, me.personId)
      request.endSession('store')
      request.endSession('curator')
    },
  }),
]

/** The messages of the sandbox and the demo staff's codes. Outside of demo mode there is no such route. */
export const devRoutes = (config: Config): Route[] =>
  config.mode !== 'demo'
    ? []
    : [
        route({
          method: 'GET',
          path: '/dev/messages.json',
          audience: 'public',
          who: anyone,
          summary: 'SMS codes and staff codes of the demo',
          answer: DevMessages,
          handle: (platform) => readDevMessages(platform),
        }),
      ]

const textOfBigints = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
