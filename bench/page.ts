import { gzipSync } from 'node:zlib'
import { median, wrk } from './measure.ts'
import { WARM_SECONDS } from './orders.ts'
import { measureInBrowser } from './page-in-browser.ts'
import type { RunningServer, Stage } from './stage.ts'

const ROUNDS = 3
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10)

/**
 * The sale page as a stranger gets it: requests per second, and bytes of the page with its styles and scripts. Then what a
 * slow phone sees of it and of the other pages that lead to an order.
 */
export async function measurePage(stage: Stage, server: RunningServer) {
  const url = `${server.url}${stage.salePath}`
  const html = await (await fetch(url)).text()
  const assets = [...html.matchAll(/(?:href|src)="(\/[^"]+\.(css|js))"/g)].map((match) => ({
    path: match[1] ?? '',
    kind: match[2] ?? '',
  }))
  const sizes = await Promise.all(
    assets.map(async ({ path, kind }) => ({
      kind,
      bytes: gzipSync(Buffer.from(await (await fetch(`${server.url}${path}`)).arrayBuffer())).length,
    })),
  )
  const sum = (kind: string) =>
    sizes.filter((size) => size.kind === kind).reduce((total, size) => total + size.bytes, 0)
  const load = (seconds: number) =>
    wrk(['-t', '2', '-c', '64', '-H', 'accept-encoding: gzip', '-d', `${seconds}s`, url])
  await load(WARM_SECONDS)
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await load(SECONDS))
  return {
    perSecond: Math.round(median(rounds.map((round) => round.perSecond))),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    htmlGzipBytes: gzipSync(html).length,
    stylesGzipBytes: sum('css'),
    scriptGzipBytes: sum('js'),
    inBrowser: await measureInBrowser(stage, server),
  }
}
