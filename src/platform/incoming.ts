import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type Audience, actorName } from './actor.ts'
import { Refusal } from './errors.ts'
import { cookieName } from './gates.ts'
import type { Incoming, Route, Upload } from './http.ts'
import { hashInput, once } from './idempotency.ts'
import { localeOf } from './locale.ts'
import type { Platform } from './platform.ts'
import { readUpload } from './upload.ts'
import { platformRefusals } from './wire.ts'

const KEY_PATTERN = /^[\x21-\x7e]{1,64}$/

/** What a route's handler gets. Refuses `idempotency_key_required` where something moves. */
export function makeIncoming(
  platform: Platform,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Incoming | Promise<Incoming> {
  const key = route.moves ? requiredKey(request) : ''
  if (!route.takesFile) return new Admitted(platform, route, request, reply, key, undefined)
  return readUpload(request).then((upload) => new Admitted(platform, route, request, reply, key, upload))
}

function requiredKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (key === undefined) throw new Refusal(platformRefusals.idempotency_key_required)
  if (typeof key !== 'string' || !KEY_PATTERN.test(key)) throw new Refusal(platformRefusals.invalid_request)
  return key
}

/** A request after the gates. Its tools are made when a handler takes one: eight functions a request are garbage. */
class Admitted implements Incoming {
  constructor(
    private readonly platform: Platform,
    private readonly route: Route,
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    readonly key: string,
    readonly upload: Upload | undefined,
  ) {}

  get actor(): Actor {
    return this.request.actor
  }
  get params(): unknown {
    return this.request.params
  }
  get query(): unknown {
    return this.request.query
  }
  get body(): unknown {
    return this.request.body
  }
  get locale() {
    return localeOf(this.request)
  }
  get ip(): string {
    return this.request.ip
  }
  get requestId(): string {
    return this.request.id
  }
  get headers() {
    return this.request.headers
  }
  get rawBody(): string {
    return this.request.rawText ?? ''
  }

  get once(): Incoming['once'] {
    return async (cellId, work) => {
      const outcome = await once(this.platform, { ...this.#claim(), cellId }, work)
      if (outcome.replayed) this.#markReplayed()
      return outcome
    }
  }
  get markReplayed(): Incoming['markReplayed'] {
    return () => this.#markReplayed()
  }
  get startSession(): Incoming['startSession'] {
    return (audience: Audience, token, maxAge) =>
      void this.reply.setCookie(cookieName(audience), token, { ...this.#cookieOptions(), maxAge })
  }
  get endSession(): Incoming['endSession'] {
    return (audience: Audience) => void this.reply.clearCookie(cookieName(audience), this.#cookieOptions())
  }
  get redirect(): Incoming['redirect'] {
    return (to) => void this.reply.redirect(to)
  }
  get header(): Incoming['header'] {
    return (name, value) => void this.reply.header(name, value)
  }

  #markReplayed(): void {
    this.reply.header('idempotent-replayed', 'true')
  }

  #claim() {
    const { upload, route } = this
    const input = {
      params: this.request.params,
      body: this.request.body,
      file: upload ? hashInput(upload.bytes.toString('base64')).toString('hex') : null,
      ...(upload ? { fields: upload.fields } : {}),
    }
    return {
      actor: actorName(this.request.actor),
      route: `${route.method} ${route.path}`,
      key: this.key,
      inputHash: hashInput(input),
    }
  }

  #cookieOptions() {
    const secure = this.platform.config.publicUrl.startsWith('https:')
    return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
  }
}
