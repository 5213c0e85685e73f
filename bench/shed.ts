import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connectOnce } from '../src/platform/db.ts'
import { residentMegabytes, rounded, type WrkResult, wrk } from './measure.ts'
import { SECONDS } from './orders.ts'
import type { RunningServer, Stage } from './stage.ts'

const PEAK_CONNECTIONS = 256
const MANY_CONNECTIONS = 4_000
/** Buyers among the many whose waiting is measured one by one; wrk tells no latency by status. */
const WATCHED = 32

/**
 * Past saturation: at 4,000 connections the server takes at least 80 % of what it takes at its peak, those it takes wait
 * under a second, the others are told 503 with Retry-After, its memory stays bounded, and afterwards all is as before.
 */
export async function measureShed(stage: Stage) {
  const connection = await connectOnce(stage.databaseUrl)
  const server = await stage.serve()
  const stored = async () =>
    Number((await connection.query<{ n: number }>('select count(*) as n from orders."order"'))[0]?.n)
  const round = async (name: string, connections: number) => {
    const before = await stored()
    const result = await load(stage, server, name, connections)
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { ...result, placedPerSecond: ((await stored()) - before) / SECONDS }
  }
  try {
    await round('warm', PEAK_CONNECTIONS)
    const peak = await round('peak', PEAK_CONNECTIONS)
    const calmMegabytes = residentMegabytes(server.pid)
    const watched = watch(stage, server)
    const flooded = await round('flood', MANY_CONNECTIONS)
    const waits = (await watched.stop()).sort((a, b) => a - b)
    const floodedMegabytes = residentMegabytes(server.pid)
    const after = await round('after', PEAK_CONNECTIONS)
    return {
      peakPerSecond: Math.round(peak.placedPerSecond),
      floodedPerSecond: Math.round(flooded.placedPerSecond),
      ratioToPeak: rounded(flooded.placedPerSecond / peak.placedPerSecond),
      shed: flooded.non2xx,
      acceptedWatched: waits.length,
      acceptedP99Ms: Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0),
      calmMegabytes: Math.round(calmMegabytes),
      floodedMegabytes: Math.round(floodedMegabytes),
      afterPerSecond: Math.round(after.placedPerSecond),
      recovered: rounded(after.placedPerSecond / peak.placedPerSecond),
      shedAfter: after.non2xx,
    }
  } finally {
    await server.stop()
    await connection.end()
  }
}

function load(stage: Stage, server: RunningServer, name: string, connections: number): Promise<WrkResult> {
  const script = ['-s', 'bench/place-orders.lua', server.url, '--', stage.buyersFile, `${name}-${Date.now()}`, 'many']
  return wrk(['-t', '2', '-c', String(connections), '-d', `${SECONDS}s`, '--timeout', '10s', ...script])
}

/** Buyers who ask one after the other and look at the clock: how long the ones that were taken had waited. */
function watch(stage: Stage, server: RunningServer): { stop(): Promise<number[]> } {
  const agent = new Agent({ keepAlive: true, maxSockets: WATCHED })
  const places = readFileSync(stage.buyersFile, 'utf8').split('\n', WATCHED)
  const waits: number[] = []
  let isOver = false
  const buyers = Array.from({ length: WATCHED }, async (_, buyer) => {
    for (let n = 0; !isOver; n++) {
      const began = performance.now()
      const status = await place(
        server,
        agent,
        `watched-${buyer}-${n}-${Date.now()}`,
        places[buyer % places.length] as string,
      ).catch(() => 0)
      if (status === 201) waits.push(performance.now() - began)
    }
  })
  return {
    stop: async () => {
      isOver = true
      await Promise.all(buyers)
      agent.destroy()
      return waits
    },
  }
}

/** One of the first goods of a buyer's sale, as `place-orders.lua` orders them. */
function place(server: RunningServer, agent: Agent, key: string, line: string): Promise<number> {
  const [cookie = '', token, addressId, skus = ''] = line.split('\t')
  const [skuId, price] = (skus.split(',')[0] as string).split(':')
  const body = JSON.stringify({
    token,
    lines: [{ skuId, quantity: 1 }],
    delivery: 'parcel',
    addressId,
    expectedTotal: { amount: Number(price), currency: 'CNY' },
  })
  const headers = { 'content-type': 'application/json', cookie, 'idempotency-key': key }
  return new Promise((resolve, reject) => {
    const asked = request(`${server.url}/v1/store/orders`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
