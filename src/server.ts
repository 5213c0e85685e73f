import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { isCurator } from './curators/index.ts'
import { openInstallation } from './installation.ts'
import { rememberOpenSales } from './orders/index.ts'
import { devRoutes, makeMeRoutes, makePrivacyRoutes, readSession } from './people/index.ts'
import { serveApiPage } from './platform/api-page.ts'
import { audit, recordAudit } from './platform/audit.ts'
import type { Config } from './platform/config.ts'
import { Refusal } from './platform/errors.ts'
import { anyone, type Incoming, type Route, route, staff } from './platform/http.ts'
import { assertPolicies, createHttpServer } from './platform/http-server.ts'
import { metricsContentType, readMetrics } from './platform/metrics.ts'
import { describeApi } from './platform/openapi.ts'
import type { Platform } from './platform/platform.ts'
import { proxySandbox } from './platform/sandbox-proxy.ts'
import { serveWeb } from './platform/web-files.ts'
import { platformRefusals, Type } from './platform/wire.ts'
import { rooms } from './rooms.ts'
import { drawProblem } from './storefront/index.ts'

/**
 * Connections that the kernel keeps while the process is busy. With Node's 511 the thousands that reload a page at the
 * second of a flash sale are turned away and try again after one, three, seven seconds.
 */
const WAITING_AT_THE_DOOR = 4_096

export const version: string = readVersion()

export interface RunningServer {
  readonly app: FastifyInstance
  readonly port: number
  stop(): Promise<void>
}

/** Every route of the house, from the rooms and from the wiring. */
export function allRoutes(config: Config): Route[] {
  const own = [
    ...houseRoutes(),
    ...makeMeRoutes(isCurator),
    ...makePrivacyRoutes(() => rooms),
    ...(config.mode === 'demo' ? devRoutes(config) : []),
  ]
  return [...rooms.flatMap((room) => room.routes ?? []), ...own]
}

/** The HTTP application on a platform that is open already; `more` are routes that only a measurement has. */
export async function buildServer(platform: Platform, more: readonly Route[] = []): Promise<FastifyInstance> {
  const routes = [...allRoutes(platform.config), ...more]
  assertPolicies(routes)
  const app = await createHttpServer(platform, { routes, readActor: readSession, isCurator, problemPage: drawProblem })
  // An address that leads nowhere is a refusal like any other, so it is drawn like one.
  await serveApiPage(app)
  await serveWeb(app, platform.config, () => Promise.reject(new Refusal(platformRefusals.not_found)))
  if (platform.config.mode === 'demo' && platform.config.payment.kind === 'sandbox')
    proxySandbox(app, platform.config.payment.baseUrl)
  return app
}

export async function startServer(config: Config): Promise<RunningServer> {
  const installation = await openInstallation(config)
  const app = await listen(installation.platform).catch(async (error: unknown) => {
    // Its connections would keep alive a process that serves nobody.
    await installation.close()
    throw error
  })
  const address = app.server.address()
  const stopping = new AbortController()
  const remembering = remember(installation.platform, stopping.signal)
  return {
    app,
    port: typeof address === 'object' && address ? address.port : config.port,
    stop: async () => {
      stopping.abort()
      await app.close()
      await remembering
      await installation.close()
    },
  }
}

/** Goes on while the server serves; what could not be remembered is read when it is asked for. */
async function remember(platform: Platform, stopping: AbortSignal): Promise<void> {
  try {
    const sales = await rememberOpenSales(platform, stopping)
    platform.log.info({ room: 'orders', count: sales }, 'the open sales are in memory')
  } catch (error) {
    platform.log.warn({ room: 'orders', error }, 'the open sales could not all be read into memory')
  }
}

async function listen(platform: Platform): Promise<FastifyInstance> {
  const app = await buildServer(platform)
  await app.listen({ port: platform.config.port, host: platform.config.host, backlog: WAITING_AT_THE_DOOR })
  return app
}

const AuditAnswer = Type.Object({
  ok: Type.Boolean(),
  ranAt: Type.String(),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      looked: Type.Integer(),
      found: Type.Integer(),
      /** The first rows found, as text. */
      rows: Type.Array(Type.String()),
    }),
  ),
})

function houseRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/healthz',
      audience: 'public',
      who: anyone,
      summary: '200 when ready, with version and the state of the database',
      answer: Type.Object({ ok: Type.Boolean(), version: Type.String(), database: Type.String(), mode: Type.String() }),
      handle: async (platform) => {
        const [row] = await platform.db.query<{ version: string }>(
          'platform.health',
          `select current_setting('server_version') as version from platform.installation`,
        )
        return { ok: true, version, database: row?.version ?? 'unknown', mode: platform.config.mode }
      },
    }),
    route({
      method: 'GET',
      path: '/openapi.json',
      audience: 'public',
      who: anyone,
      summary: 'This description',
      contentType: 'application/json',
      handle: async (platform) =>
        JSON.stringify(
          describeApi(
            [
              ...rooms,
              { name: 'house', routes: houseRoutes() },
              { name: 'people', routes: makePrivacyRoutes(() => rooms) },
            ],
            version,
            platform.config.publicUrl,
          ),
        ),
    }),
    route({
      method: 'GET',
      path: '/metrics',
      audience: 'admin',
      who: anyone,
      summary: 'Prometheus metrics, for this machine itself, staff, and keys with admin:read',
      contentType: metricsContentType,
      handle: (platform, request) => {
        assertMayMeasure(request)
        return readMetrics(platform)
      },
    }),
    route({
      method: 'GET',
      path: '/v1/admin/audit',
      audience: 'admin',
      who: staff('finance', 'operator'),
      summary: 'Run every check of the books and the stock now',
      answer: AuditAnswer,
      handle: async (platform) => {
        const result = await audit(platform, rooms)
        const { ok, checks } = result
        await recordAudit(platform, result, 'full')
        const shown = checks.map((check) => ({ ...check, rows: check.rows.map(rowText) }))
        return { ok, ranAt: platform.clock.now().toISOString(), checks: shown }
      },
    }),
  ]
}

const rowText = (row: unknown): string =>
  JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

/** Loopback may read what holds no personal data; a request that a proxy passed on is not from this machine. */
function assertMayMeasure({ actor, ip, headers }: Incoming): void {
  const isLocal =
    /^(127\.|::1$|::ffff:127\.)/.test(ip) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
  const mayRead = actor.kind === 'staff' || (actor.kind === 'machine' && actor.scopes.includes('admin:read'))
  if (!isLocal && !mayRead) throw new Refusal(platformRefusals.forbidden)
}

function readVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { version: string }).version
    } catch {
      // beside the source or beside the build
    }
  }
  return '0.0.0'
}
