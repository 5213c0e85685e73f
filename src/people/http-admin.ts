import { Refusal } from '../platform/errors.ts'
import { anyone, type Route, route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { platformRefusals, strict, Type } from '../platform/wire.ts'
import { listActivity } from './activity.ts'
import { mayReadActivity } from './activity-readers.ts'
import {
  Activities,
  ActivityQuery,
  ApiKey,
  ApiKeyInput,
  ApiKeyMade,
  ApiKeys,
  PeopleQuery,
  PersonRow,
  PersonRows,
  ProveAgainRequest,
  ShownPhone,
  ShowPhoneRequest,
  StaffInput,
  StaffList,
  StaffMade,
  StaffMe,
  StaffRow,
  StaffSignedIn,
  StaffSignInRequest,
} from './contract.ts'
import { addStaff, prepareStaff } from './create-staff.ts'
import { findPeople, findPerson, showPhone } from './find-people.ts'
import { addApiKey, forgetApiKey, listApiKeys, makeApiSecret, readApiKey, revokeApiKey } from './keep-api-keys.ts'
import { disableStaff, forgetStaff, listStaff, readStaff } from './keep-staff.ts'
import { NO_CELL } from './person.ts'
import { proveAgain, signInStaff } from './sign-in-staff.ts'
import { signOut } from './sign-out.ts'
import { asStaff, totpUri } from './staff.ts'

const audience = 'admin' as const
const IdParams = strict({ id: Type.String({ maxLength: 40 }) })
const SIGN_INS_PER_IP = { max: 60, perSeconds: 900 }
const PAGE_SIZE = 20
const anyStaff = staff('operator', 'scout', 'finance', 'service')
/** Who makes colleagues and keys makes power: the authenticator is asked again, as it is for money. */
const provedAdmin = { ...staff(), provedAgain: true }

const sessionRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/v1/admin/sign-in',
    audience,
    who: anyone,
    summary: 'Sign in with password and one-time code',
    moves: false,
    body: StaffSignInRequest,
    answer: StaffSignedIn,
    limit: SIGN_INS_PER_IP,
    handle: async (platform, request) => {
      const { staffId, token, maxAgeSeconds } = await signInStaff(platform, request.actor, request.body)
      request.startSession(audience, token, maxAgeSeconds)
      return { staff: await readStaff(platform.db, staffId) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/prove-again',
    audience,
    who: anyStaff,
    summary: 'Show the one-time code again, as money asks for',
    moves: false,
    body: ProveAgainRequest,
    status: 204,
    limit: SIGN_INS_PER_IP,
    handle: (platform, { actor, body }) => proveAgain(platform, asStaff(actor), body.totp),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/sign-out',
    audience,
    who: anyStaff,
    summary: 'End this session',
    moves: false,
    status: 204,
    handle: async (platform, request) => {
      await signOut(platform, request.actor)
      request.endSession(audience)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/me',
    audience,
    who: anyone,
    summary: 'Which colleague is signed in',
    answer: StaffMe,
    handle: async (platform, { actor }) => ({
      staff: actor.kind === 'staff' ? await readStaff(platform.db, actor.staffId) : null,
    }),
  }),
]

const staffRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v1/admin/staff',
    audience,
    who: staff(),
    summary: 'All colleagues',
    answer: StaffList,
    handle: async (platform) => ({ items: await listStaff(platform.db) }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/staff',
    audience,
    who: provedAdmin,
    summary: 'Add a colleague; the authenticator secret is told once',
    moves: true,
    body: StaffInput,
    answer: StaffMade,
    status: 201,
    handle: async (platform, request) => {
      const me = asStaff(request.actor)
      const prepared = await prepareStaff(request.body)
      const { made, replayed } = await request.once(NO_CELL, (tx) => addStaff(platform, me, tx, prepared))
      const secret = replayed ? null : prepared.totpSecret
      const uri = secret && totpUri(prepared.login, secret)
      return { staff: await readStaff(platform.db, made), totpSecret: secret, totpUri: uri }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/staff/:id/disable',
    audience,
    who: provedAdmin,
    summary: 'Shut a colleague out',
    moves: true,
    params: IdParams,
    answer: StaffRow,
    handle: async (platform, request) => {
      const me = asStaff(request.actor)
      const id = parseId('stf', request.params.id)
      const { made } = await request.once(NO_CELL, (tx) => disableStaff(me, tx, id))
      forgetStaff(platform, made)
      return readStaff(platform.db, made)
    },
  }),
]

const apiKeyRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v1/admin/api-keys',
    audience,
    who: staff(),
    summary: 'All API keys, without their secrets',
    answer: ApiKeys,
    handle: async (platform) => ({ items: await listApiKeys(platform.db) }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/api-keys',
    audience,
    who: provedAdmin,
    summary: 'Make an API key; the secret is told once',
    moves: true,
    body: ApiKeyInput,
    answer: ApiKeyMade,
    status: 201,
    handle: async (platform, request) => {
      const me = asStaff(request.actor)
      const secret = makeApiSecret()
      const { made, replayed } = await request.once(NO_CELL, (tx) => addApiKey(platform, me, tx, request.body, secret))
      return { key: await readApiKey(platform.db, made), secret: replayed ? null : secret }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/api-keys/:id/revoke',
    audience,
    who: provedAdmin,
    summary: 'End an API key',
    moves: true,
    params: IdParams,
    answer: ApiKey,
    handle: async (platform, request) => {
      const me = asStaff(request.actor)
      const id = parseId('key', request.params.id)
      const { made } = await request.once(NO_CELL, (tx) => revokeApiKey(me, tx, id))
      forgetApiKey(platform, made)
      return readApiKey(platform.db, made)
    },
  }),
]

const peopleRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v1/admin/activity',
    audience,
    who: anyStaff,
    summary: 'What staff did and looked at, newest first: all for administrators, of a subject for who may read it',
    query: ActivityQuery,
    answer: Activities,
    handle: (platform, { actor, query }) => {
      if (actor.kind === 'staff' && !mayReadActivity(actor.roles, query.subject))
        throw new Refusal(platformRefusals.forbidden)
      return listActivity(platform.db, { ...query, limit: query.limit ?? PAGE_SIZE })
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/people',
    audience,
    who: staff('operator', 'service'),
    summary: 'Find people by phone, id or the start of a nickname',
    query: PeopleQuery,
    answer: PersonRows,
    handle: (platform, { query }) => findPeople(platform, { ...query, limit: query.limit ?? PAGE_SIZE }),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/people/:id',
    audience,
    who: staff('operator', 'service'),
    summary: 'One person, the phone masked',
    params: IdParams,
    answer: PersonRow,
    handle: (platform, { params }) => findPerson(platform, parseId('per', params.id)),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/people/:id/show-phone',
    audience,
    who: staff('service'),
    summary: 'The whole phone number, with a reason, on record',
    moves: false,
    params: IdParams,
    body: ShowPhoneRequest,
    answer: ShownPhone,
    handle: async (platform, { actor, params, body }) => ({
      phone: await showPhone(platform, asStaff(actor), parseId('per', params.id), body.reason),
    }),
  }),
]

export const adminRoutes: Route[] = [...sessionRoutes, ...staffRoutes, ...apiKeyRoutes, ...peopleRoutes]
