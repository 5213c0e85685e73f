import type { Actor } from '../platform/actor.ts'
import { anyone, aPerson, type Route, route } from '../platform/http.ts'
import { cellByHash, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { strict, Type } from '../platform/wire.ts'
import { changeMe } from './change-me.ts'
import {
  Address,
  Addresses,
  AddressInput,
  CodeRequest,
  CodeSent,
  Consent,
  ConsentInput,
  Consents,
  consentPrefix,
  Me,
  MeChange,
  Person,
  SignedIn,
  SignInRequest,
} from './contract.ts'
import { adminRoutes } from './http-admin.ts'
import { addAddress, addressOf, changeAddress, listAddresses, removeAddress } from './keep-addresses.ts'
import { giveConsent, listConsents, readConsent, withdrawConsent } from './keep-consents.ts'
import { asPerson } from './person.ts'
import { readPerson } from './read-people.ts'
import { sendSignInCode } from './send-sign-in-code.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

/** Malformed ids answer like absent ones, so they are not judged by a pattern. */
const IdParams = strict({ id: Type.String({ maxLength: 40 }) })
/** Many people share one address behind a mobile carrier: these stop machines, the limits per phone stop people. */
const CODES_PER_IP = { max: 60, perSeconds: 3600 }
const SIGN_INS_PER_IP = { max: 120, perSeconds: 3600 }

type PersonAudience = 'store' | 'curator'

const signInRoutes = (audience: PersonAudience): Route[] => [
  route({
    method: 'POST',
    path: `/v1/${audience}/sign-in/code`,
    audience,
    who: anyone,
    summary: 'Send a sign-in code to a phone',
    moves: false,
    body: CodeRequest,
    answer: CodeSent,
    status: 202,
    limit: CODES_PER_IP,
    handle: (platform, { body, locale }) => sendSignInCode(platform, { phone: body.phone, locale }),
  }),
  route({
    method: 'POST',
    path: `/v1/${audience}/sign-in`,
    audience,
    who: anyone,
    summary: 'Sign in with the code; a new phone makes a new person',
    moves: false,
    body: SignInRequest,
    answer: SignedIn,
    limit: SIGN_INS_PER_IP,
    handle: async (platform, request) => {
      const { actor, body, locale } = request
      const signedIn = await signIn(platform, actor, { audience, ...body, locale })
      request.startSession(audience, signedIn.token, signedIn.maxAgeSeconds)
      return { person: await readPerson(platform, platform.db, signedIn.personId), isNew: signedIn.isNew }
    },
  }),
  route({
    method: 'POST',
    path: `/v1/${audience}/sign-out`,
    audience,
    who: aPerson,
    summary: 'End this session',
    moves: false,
    status: 204,
    handle: async (platform, request) => {
      await signOut(platform, request.actor)
      request.endSession(audience)
    },
  }),
]

/** `GET /v1/{store|curator}/me`. Whether somebody is a curator is known above this room, so the wiring says how to ask. */
export const makeMeRoutes = (isCurator: (platform: Platform, actor: Actor) => Promise<boolean>): Route[] =>
  (['store', 'curator'] as const).map((audience) =>
    route({
      method: 'GET',
      path: `/v1/${audience}/me`,
      audience,
      who: anyone,
      summary: 'Who is signed in',
      answer: Me,
      handle: async (platform, { actor }) => {
        if (actor.kind !== 'person') return { person: null, isCurator: false }
        const person = await readPerson(platform, platform.db, actor.personId)
        return { person, isCurator: await isCurator(platform, actor) }
      },
    }),
  )

const meRoutes: Route[] = [
  route({
    method: 'PATCH',
    path: '/v1/store/me',
    audience: 'store',
    who: aPerson,
    summary: 'Change one’s nickname or language',
    body: MeChange,
    answer: Person,
    handle: (platform, { actor, body }) => changeMe(platform, asPerson(actor), body),
  }),
]

const addressRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v1/store/me/addresses',
    audience: 'store',
    who: aPerson,
    summary: 'One’s own addresses, the default first',
    answer: Addresses,
    handle: async (platform, { actor }) => ({ items: await listAddresses(platform, asPerson(actor)) }),
  }),
  route({
    method: 'POST',
    path: '/v1/store/me/addresses',
    audience: 'store',
    who: aPerson,
    summary: 'Add an address',
    moves: true,
    body: AddressInput,
    answer: Address,
    status: 201,
    handle: async (platform, request) => {
      const me = asPerson(request.actor)
      const { made } = await request.once(cellByHash(me.personId), (tx) => addAddress(platform, me, tx, request.body))
      return addressOf(platform, platform.db, me.personId, made as never)
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/store/me/addresses/:id',
    audience: 'store',
    who: aPerson,
    summary: 'Change an address; the answer has a new id',
    moves: true,
    params: IdParams,
    body: AddressInput,
    answer: Address,
    handle: async (platform, request) => {
      const me = asPerson(request.actor)
      const id = parseId('adr', request.params.id)
      const { made } = await request.once(cellByHash(me.personId), (tx) =>
        changeAddress(platform, me, tx, id, request.body),
      )
      return addressOf(platform, platform.db, me.personId, made as never)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/store/me/addresses/:id',
    audience: 'store',
    who: aPerson,
    summary: 'Take an address off the list',
    params: IdParams,
    status: 204,
    handle: (platform, { actor, params }) => removeAddress(platform, asPerson(actor), parseId('adr', params.id)),
  }),
]

const consentRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v1/store/me/consents',
    audience: 'store',
    who: aPerson,
    summary: 'One’s own consents, withdrawn ones too',
    answer: Consents,
    handle: async (platform, { actor }) => ({ items: await listConsents(platform.db, asPerson(actor).personId) }),
  }),
  route({
    method: 'POST',
    path: '/v1/store/me/consents',
    audience: 'store',
    who: aPerson,
    summary: 'Give a consent',
    moves: true,
    body: ConsentInput,
    answer: Consent,
    status: 201,
    handle: async (platform, request) => {
      const me = asPerson(request.actor)
      const { made } = await request.once(cellByHash(me.personId), (tx) => giveConsent(platform, me, tx, request.body))
      return readConsent(platform.db, me.personId, made)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/store/me/consents/:id',
    audience: 'store',
    who: aPerson,
    summary: 'Withdraw a consent',
    params: IdParams,
    status: 204,
    handle: (platform, { actor, params }) =>
      withdrawConsent(platform, asPerson(actor), parseId(consentPrefix, params.id)),
  }),
]

export const routes: Route[] = [
  ...signInRoutes('store'),
  ...signInRoutes('curator'),
  ...meRoutes,
  ...addressRoutes,
  ...consentRoutes,
  ...adminRoutes,
]
