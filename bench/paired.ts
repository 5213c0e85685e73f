import path from 'node:path'
import { connectOnce } from '../src/platform/db.ts'
import { SERVER_FLAGS } from '../src/server-flags.ts'
import { median, rounded } from './measure.ts'
import { SECONDS } from './orders.ts'
import { type SoldRound, soldRound } from './sold.ts'
import { type Stage, serve } from './stage.ts'

const SERVERS = Number(process.env.BENCH_ROUNDS ?? 3)
/** Flags are measured by turns too: those of the other, where they are not this build's. */
const OTHER_FLAGS = process.env.BENCH_OTHER_FLAGS?.split(' ') ?? SERVER_FLAGS
const ROUNDS_OF_A_SERVER = 2
const WARM_SECONDS = 12
const OF_ORDERS = ['stored', 'nodeMicrosPerOrder', 'pgMicrosPerOrder', 'p99Ms', 'serverMegabytes'] as const
const OF_NOTIFICATIONS = ['notifiedPerSecond', 'nodeMicros', 'pgMicros', 'p99Ms', 'megabytes'] as const

/**
 * Orders and notifications of this build beside those of another one (its `cli.js`), by turns on one cluster, several servers
 * of each: a machine whose pace changes within minutes tells no two builds apart by one run after the other.
 */
export async function measurePaired(stage: Stage, against: string) {
  const builds = { this: 'dist/cli.js', other: path.resolve(against) }
  const rounds: Record<keyof typeof builds, SoldRound[]> = { this: [], other: [] }
  const connection = await connectOnce(stage.databaseUrl)
  try {
    for (let turn = 0; turn < SERVERS; turn++)
      // Who goes first takes turns as well.
      for (const name of turn % 2 === 0 ? (['this', 'other'] as const) : (['other', 'this'] as const)) {
        const flags = name === 'this' ? SERVER_FLAGS : OTHER_FLAGS
        const server = await serve([...flags, builds[name], 'serve'], stage.environment)
        try {
          await soldRound(stage, server, connection, `warm-${name}${turn}`, WARM_SECONDS)
          for (let round = 0; round < ROUNDS_OF_A_SERVER; round++)
            rounds[name].push(await soldRound(stage, server, connection, `${name}${turn}-${round}`, SECONDS))
        } finally {
          await server.stop()
        }
      }
  } finally {
    await connection.end()
  }
  return {
    orders: compare(OF_ORDERS, (name) => rounds[name].map((round) => round.placed)),
    notifications: compare(OF_NOTIFICATIONS, (name) => rounds[name]),
  }
}

function compare<M extends string>(
  measures: readonly M[],
  roundsOf: (name: 'this' | 'other') => readonly Readonly<Record<M, number>>[],
) {
  const of = (name: 'this' | 'other', measure: M) => median(roundsOf(name).map((round) => round[measure]))
  return Object.fromEntries(
    measures.map((measure) => {
      const [now, then] = [of('this', measure), of('other', measure)]
      return [measure, { this: now, other: then, ratio: rounded(now / then) }]
    }),
  )
}
