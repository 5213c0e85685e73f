import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import { localeOf } from './http-server.ts'
import { problemOf } from './problem.ts'
import { platformRefusals } from './wire.ts'

export type PageAnswer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>

const APPS = ['curator', 'admin'] as const
const YEAR_SECONDS = 31_536_000

/** The folder of the built browser apps; undefined when nothing is built (API only). */
export function webFolder(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url))
  return [join(here, 'web'), join(here, '../../dist/web'), join(here, '../dist/web')].find((folder) =>
    existsSync(folder),
  )
}

/**
 * Serves the built apps: hashed assets for a year, their index page for every path of theirs. The workbench allows no
 * inline script or style; the console's component library writes styles, allowed by a nonce that is new on every page.
 */
export async function serveWeb(app: FastifyInstance, config: Config, notFoundPage?: PageAnswer): Promise<void> {
  const root = webFolder()
  const pages = new Map<string, (reply: FastifyReply) => FastifyReply>()
  for (const name of [...APPS, 'storefront'] as const) {
    const folder = root === undefined ? '' : join(root, name)
    if (!existsSync(folder)) continue
    await app.register(fastifyStatic, {
      root: folder,
      prefix: `/${name}/`,
      decorateReply: false,
      index: false,
      preCompressed: true,
      maxAge: YEAR_SECONDS * 1000,
      immutable: true,
      allowedPath: (path) => path.includes('.') && !path.endsWith('.html'),
    })
    if (name === 'storefront') continue
    const send = pageSender(config, name, readFileSync(join(folder, 'index.html'), 'utf8'))
    pages.set(name, send)
    app.get(`/${name}`, (_request, reply) => send(reply))
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const isPage = request.method === 'GET' && !/\.\w+$/.test(path)
    const send = isPage ? pages.get(path.split('/')[1] ?? '') : undefined
    if (send) return send(reply)
    const wantsPage = isPage && String(request.headers.accept ?? '').includes('text/html')
    if (wantsPage && notFoundPage) return notFoundPage(request, reply)
    const problem = problemOf(platformRefusals.not_found, localeOf(request), request.id)
    return reply.code(404).type('application/problem+json').send(JSON.stringify(problem))
  })
}

function pageSender(config: Config, name: (typeof APPS)[number], page: string): (reply: FastifyReply) => FastifyReply {
  return (reply) => {
    const nonce = randomBytes(16).toString('base64')
    reply.header('content-security-policy', policyOf(name, nonce)).header('cache-control', 'no-store')
    return reply
      .type('text/html; charset=utf-8')
      .send(
        page
          .replaceAll('__NONCE__', nonce)
          .replaceAll('__MODE__', config.mode)
          .replaceAll('__ZONE__', config.timeZone)
          .replaceAll('__CURRENCY__', config.currency),
      )
  }
}

function policyOf(name: (typeof APPS)[number], nonce: string): string {
  const style =
    name === 'admin' ? `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'` : "style-src 'self'"
  return `default-src 'self'; img-src 'self' data: blob:; ${style}; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`
}
