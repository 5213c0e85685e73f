import type { PersonActor } from '../platform/actor.ts'
import { aPerson, route, staff } from '../platform/http.ts'
import { cellByHash, parseId } from '../platform/ids.ts'
import { idOf, oneOf, orNull, PageQuery, strict, Type, text } from '../platform/wire.ts'
import { apply } from './apply.ts'
import * as contract from './contract.ts'
import { decideApplication, setStage } from './decide.ts'
import { changeProfile, setResting } from './keep-profile.ts'
import { curatorsPage, profileOf } from './read-curators.ts'

const ByPerson = strict({ personId: idOf('per') })
const Shown = orNull(contract.Curator)

const curatorRoutes = [
  route({
    method: 'GET',
    path: '/v1/curator/profile',
    audience: 'curator',
    who: aPerson,
    summary: 'What I am as a curator; null before I apply',
    answer: contract.Profile,
    handle: async (platform, { actor }) => ({ profile: await profileOf(platform, (actor as PersonActor).personId) }),
  }),
  route({
    method: 'POST',
    path: '/v1/curator/apply',
    audience: 'curator',
    who: aPerson,
    summary: 'Apply to be a curator',
    body: contract.Application,
    moves: true,
    status: 201,
    answer: Shown,
    handle: async (platform, { actor, body, once }) => {
      const me = actor as PersonActor
      await once(cellByHash(me.personId), (tx) => apply(tx, me, body))
      return profileOf(platform, me.personId)
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/curator/profile',
    audience: 'curator',
    who: aPerson,
    summary: 'Change my name and my words',
    body: contract.ProfileChange,
    answer: Shown,
    handle: async (platform, { actor, body }) => {
      const me = actor as PersonActor
      await platform.db.inTransaction(platform, (tx) => changeProfile(tx, me, body))
      return profileOf(platform, me.personId)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/curator/rest',
    audience: 'curator',
    who: aPerson,
    summary: '休市: my open sales take no orders until I return',
    moves: true,
    answer: Shown,
    handle: async (platform, { actor, once }) => {
      const me = actor as PersonActor
      await once(cellByHash(me.personId), (tx) => setResting(tx, me, true))
      return profileOf(platform, me.personId)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/curator/return',
    audience: 'curator',
    who: aPerson,
    summary: 'Return from resting',
    moves: true,
    answer: Shown,
    handle: async (platform, { actor, once }) => {
      const me = actor as PersonActor
      await once(cellByHash(me.personId), (tx) => setResting(tx, me, false))
      return profileOf(platform, me.personId)
    },
  }),
]

const adminRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/curators',
    audience: 'admin',
    who: staff('operator', 'finance'),
    summary: 'Curators and those who apply; search takes a part of the name or a person’s id',
    query: strict({
      ...PageQuery,
      cursor: Type.Optional(idOf('per')),
      state: Type.Optional(oneOf(...contract.curatorStates)),
      search: Type.Optional(text(60, 0)),
    }),
    answer: contract.Curators,
    handle: (platform, { query }) => curatorsPage(platform, query),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/curators/:personId/decide',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Decide an application',
    params: ByPerson,
    body: contract.Decision,
    moves: true,
    answer: Shown,
    handle: async (platform, { actor, params, body, once }) => {
      const personId = parseId('per', params.personId)
      await once(cellByHash(personId), async (tx) => {
        await decideApplication(tx, actor, personId, body)
        return personId
      })
      return profileOf(platform, personId)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/curators/:personId/stage',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Set the stage of a curator',
    params: ByPerson,
    body: contract.StageInput,
    moves: true,
    answer: Shown,
    handle: async (platform, { actor, params, body, once }) => {
      const personId = parseId('per', params.personId)
      await once(cellByHash(personId), async (tx) => {
        await setStage(tx, actor, personId, body.stage)
        return personId
      })
      return profileOf(platform, personId)
    },
  }),
]

export const routes = [...curatorRoutes, ...adminRoutes]
