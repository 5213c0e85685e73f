import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

const APPS = ['curator', 'admin'] as const
const YEAR_SECONDS = 31_536_000

/** The folder of the built browser apps; undefined when nothing is built (API only). */
export function webFolder(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url))
  return [join(here, 'web'), join(here, '../../dist/web'), join(here, '../dist/web')].find((folder) => existsSync(folder))
}

/**
 * Serves the built apps: hashed assets for a year, their index page for every path of theirs. The workbench allows no
 * inline script or style; the console's component library writes styles, allowed by a nonce that is new on every page.
 */
export async function serveWeb(app: FastifyInstance, config: Config): Promise<void> {
  const root = webFolder()
  if (!root) return
  for (const name of [...APPS, 'storefront'] as const) {
    const folder = join(root, name)
    if (!existsSync(folder)) continue
    await app.register(fastifyStatic, {
      root: folder,
      prefix: `/${name}/`,
      decorateReply: false,
      index: false,
      wildcard: true,
      maxAge: YEAR_SECONDS * 1000,
      immutable: true,
      allowedPath: (path) => path.includes('.') && !path.endsWith('.html'),
    })
    if (name !== 'storefront') servePages(app, config, name, folder)
  }
}

function servePages(app: FastifyInstance, config: Config, name: (typeof APPS)[number], folder: string): void {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const send = (reply: { header(name: string, value: string): unknown; type(type: string): { send(body: string): unknown } }) => {
    const nonce = randomBytes(16).toString('base64')
    reply.header('content-security-policy', policyOf(name, nonce))
    reply.header('cache-control', 'no-store')
    const filled = page.replaceAll('__NONCE__', nonce).replaceAll('__MODE__', config.mode)
    return reply.type('text/html; charset=utf-8').send(filled)
  }
  app.get(`/${name}`, (_request, reply) => send(reply))
  app.setNotFoundHandler === undefined || pages.set(name, send)
  if (pages.size === 1) {
    app.setNotFoundHandler((request, reply) => {
      const owner = APPS.find((one) => request.url.startsWith(`/${one}/`))
      const isPage = request.method === 'GET' && !/\.\w+$/.test(request.url.split('?')[0] ?? '')
      const sendPage = owner && isPage ? pages.get(owner) : undefined
      if (sendPage) return sendPage(reply) as never
      return reply.code(404).type('application/problem+json').send(JSON.stringify({ type: 'urn:leaven:refusal:not_found', title: '没有找到。', status: 404, code: 'not_found', requestId: request.id }))
    })
  }
}

const pages = new Map<string, (reply: never) => unknown>()

function policyOf(name: (typeof APPS)[number], nonce: string): string {
  const style = name === 'admin' ? `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'` : "style-src 'self'"
  return `default-src 'self'; img-src 'self' data: blob:; ${style}; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`
}
