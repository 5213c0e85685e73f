import type { Server, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Incoming, Route } from './http.ts'
import type { Platform } from './platform.ts'

const BEAT_MS = 15_000

/** Whoever is still being answered after this long is cut off; the caller repeats with the same key. */
const LAST_ANSWERS_MS = 10_000

interface Streams {
  readonly running: Set<ServerResponse>
  isClosing: boolean
}

const open = new WeakMap<Server, Streams>()

/**
 * A server that stops ends its streams first, and starts no new ones: one open screen would keep it from ever stopping.
 * Connections that are neither idle nor done in ten seconds (a browser opens some in advance) are ended, too.
 */
export function endLiveAnswersOnClose(app: FastifyInstance): void {
  const streams: Streams = { running: new Set(), isClosing: false }
  open.set(app.server, streams)
  app.addHook('preClose', async () => {
    streams.isClosing = true
    for (const raw of streams.running) raw.destroy()
    setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS).unref()
  })
}

/** Answers with a stream of events that lasts as long as the visitor listens. */
export async function startLive(
  platform: Platform,
  route: Route,
  incoming: Incoming,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { raw } = reply
  const send = (event: string, data: unknown) => void raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const stop = await (route.live as NonNullable<Route['live']>)(platform, incoming, send)
  reply.hijack()
  const streams = open.get(reply.server.server)
  // The visitor or the server may have gone while we got ready: nothing would tell us any more.
  if (raw.destroyed || streams?.isClosing) {
    stop()
    raw.destroy()
    return reply
  }
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  })
  raw.write(': open\n\n')
  const beat = setInterval(() => raw.write(': beat\n\n'), BEAT_MS)
  streams?.running.add(raw)
  raw.on('close', () => {
    clearInterval(beat)
    streams?.running.delete(raw)
    stop()
  })
  return reply
}
