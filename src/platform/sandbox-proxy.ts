import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const PASSED_ON = ['content-type', 'location', 'cache-control', 'content-security-policy', 'set-cookie']

/**
 * Demo mode only: the sandbox provider's cashier page is reached under the shop's own port. Its machine API is not: that
 * one presses buttons and stays on loopback.
 */
export function proxySandbox(app: FastifyInstance, baseUrl: string): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    const pass = (request: FastifyRequest, reply: FastifyReply) => forward(baseUrl, request, reply)
    for (const path of ['/sandbox/cashier/*', '/sandbox/assets/*']) {
      scope.get(path, pass)
      scope.post(path, pass)
    }
    done()
  })
}

async function forward(baseUrl: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const headers: Record<string, string> = { 'x-forwarded-host': request.host, 'x-forwarded-proto': request.protocol }
  for (const name of ['content-type', 'accept-language', 'cookie', 'sec-fetch-site']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  const init: RequestInit = { method: request.method, headers, redirect: 'manual' }
  if (request.body instanceof Buffer) init.body = new Uint8Array(request.body)
  const answer = await fetch(new URL(request.url, baseUrl), init).catch(() => undefined)
  if (!answer)
    return reply
      .code(503)
      .header('retry-after', '2')
      .type('text/plain; charset=utf-8')
      .send('沙盒支付还没准备好，请稍后刷新。 The sandbox is not ready yet.')
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name)
    if (value !== null) reply.header(name, value)
  }
  return reply.code(answer.status).send(Buffer.from(await answer.arrayBuffer()))
}
