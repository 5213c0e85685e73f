import type { FastifyRequest } from 'fastify'
import { type Actor, type Audience, anonymous, audiences } from './actor.ts'
import { Refusal } from './errors.ts'
import type { Route } from './http.ts'
import type { Platform } from './platform.ts'
import { platformRefusals } from './wire.ts'

/** What the gates ask of the rooms. */
export interface Gatekeepers {
  /** Reads who asks from the cookie of an audience or a bearer key; people registers it in the wiring. */
  readonly readActor: (
    platform: Platform,
    audience: Audience,
    token: { cookie?: string | undefined; bearer?: string | undefined },
  ) => Actor | Promise<Actor>
  readonly isCurator: (platform: Platform, actor: Actor) => Promise<boolean>
}

const PROOF_MINUTES = 10

/**
 * Who asks, and whether she may: origin, session → actor, policy of the route. Answers at once when the session is in
 * memory and nothing else need be asked; a promise for each request would cost as much as the gates do.
 */
export function admit(
  platform: Platform,
  options: Gatekeepers,
  route: Route,
  request: FastifyRequest,
): Actor | Promise<Actor> {
  // No text column holds a null character, so no list can be asked for one.
  if (request.url.includes('%00')) throw new Refusal(platformRefusals.invalid_request)
  const audience: Audience = audiences.includes(route.audience as Audience) ? (route.audience as Audience) : 'store'
  const bearer = bearerOf(request)
  const cookie = request.cookies[cookieName(audience)]
  if (route.audience !== 'provider' && request.method !== 'GET' && cookie) assertOwnOrigin(request, platform)
  if (route.audience === 'provider' || (!bearer && !cookie)) return allow(platform, options, route, anonymous)
  const actor = options.readActor(platform, audience, { cookie, bearer })
  return isPromise(actor)
    ? actor.then((read) => allow(platform, options, route, read))
    : allow(platform, options, route, actor)
}

export const cookieName = (audience: Audience): string => `lv_${audience}`

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> => typeof (value as Promise<T>).then === 'function'

function bearerOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  return authorization === undefined ? undefined : /^Bearer (\S+)$/.exec(authorization)?.[1]
}

/** The actor, when the policy of the route lets her in. */
function allow(platform: Platform, options: Gatekeepers, { who, method }: Route, actor: Actor): Actor | Promise<Actor> {
  if (who.who === 'anyone') return actor
  if (actor.kind === 'anonymous') throw new Refusal(platformRefusals.sign_in_required)
  if (actor.kind === 'machine') {
    const scope = `${actor.audience}:${method === 'GET' ? 'read' : 'write'}`
    const mayNot = who.who !== 'staff' || who.provedAgain || !actor.scopes.includes(scope)
    if (mayNot) throw new Refusal(platformRefusals.forbidden)
    return actor
  }
  if (who.who === 'staff') {
    if (actor.kind !== 'staff' || !who.roles.some((role) => actor.roles.includes(role)))
      throw new Refusal(platformRefusals.forbidden)
    const provedMs = platform.clock.now().getTime() - actor.provedAt.getTime()
    if (who.provedAgain && provedMs > PROOF_MINUTES * 60_000)
      throw new Refusal(platformRefusals.sign_in_required, { again: true })
    return actor
  }
  if (actor.kind !== 'person') throw new Refusal(platformRefusals.forbidden)
  return who.who === 'curator' ? allowCurator(platform, options, actor) : actor
}

async function allowCurator(platform: Platform, options: Gatekeepers, actor: Actor): Promise<Actor> {
  if (!(await options.isCurator(platform, actor))) throw new Refusal(platformRefusals.forbidden)
  return actor
}

/** A browser says where a request comes from; another site's is refused. Clients that are no browsers say nothing. */
function assertOwnOrigin(request: FastifyRequest, platform: Platform): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Refusal(platformRefusals.foreign_origin)
  if (origin === undefined) return
  const own = new Set([request.host, hostOf(platform.config.publicUrl), hostOf(platform.config.adminOrigin)])
  if (!own.has(hostOf(origin))) throw new Refusal(platformRefusals.foreign_origin)
}

const hostOf = (url: string | undefined): string => {
  try {
    return new URL(url ?? '').host
  } catch {
    return ''
  }
}
