import type { Server, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Incoming, Route } from './http.ts'
import type { Platform } from './platform.ts'

const BEAT_MS = 15_000

const open = new WeakMap<Server, Set<ServerResponse>>()

/** A server that stops ends its streams first: one open screen would keep it from ever stopping. */
export function endLiveAnswersOnClose(app: FastifyInstance): void {
  const streams = new Set<ServerResponse>()
  open.set(app.server, streams)
  app.addHook('preClose', async () => {
    for (const raw of streams) raw.destroy()
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
  // The visitor may have gone while we got ready: nothing would tell us any more.
  if (raw.destroyed) {
    stop()
    return reply
  }
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  })
  raw.write(': open\n\n')
  const beat = setInterval(() => raw.write(': beat\n\n'), BEAT_MS)
  const streams = open.get(reply.server.server)
  streams?.add(raw)
  raw.on('close', () => {
    clearInterval(beat)
    streams?.delete(raw)
    stop()
  })
  return reply
}
