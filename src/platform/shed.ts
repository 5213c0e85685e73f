import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'
import { countShed } from './metrics.ts'
import type { Platform } from './platform.ts'
import { answerProblem } from './problem-answers.ts'
import { platformRefusals } from './wire.ts'

/**
 * Who is told to come again in a second is told so a second later: a client that does not read Retry-After would be back
 * at once, and saying no to it thousands of times a second would take the time of those who are served.
 */
const HELD_MS = 1_000
/** Beyond so many the answer is not held: each one costs a timer and a socket. */
const MOST_HELD = 20_000

let held = 0

/** 503 with Retry-After, before anything was looked at. */
export function shed(platform: Platform, request: FastifyRequest, reply: FastifyReply): void {
  countShed(request.routeOptions.url ?? 'none')
  const say = () => {
    if (!reply.raw.destroyed) answerProblem(platform, new Refusal(platformRefusals.busy), request, reply)
  }
  if (held >= MOST_HELD) {
    say()
    return
  }
  held++
  setTimeout(() => {
    held--
    say()
  }, HELD_MS)
}
