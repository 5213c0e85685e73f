import { parentPort, workerData } from 'node:worker_threads'
import { readCommunity } from '../src/trust/community-reading.ts'
import { seededRandom } from '../src/trust/random.ts'
import { simulateCommunity } from '../src/trust/simulated-community.ts'
import { weigh } from '../src/trust/weighing.ts'

/** A made-up mesh, and its reading from evidence to metrics; 0 bootstraps leave the intervals out. */
export function oneCommunity(members: number, events: number, seed: number) {
  const community = simulateCommunity({ truth: 'mesh', members, events, memberShare: 0.7 }, seededRandom(seed))
  return {
    read: (bootstraps?: number) =>
      readCommunity(weigh(community.evidence, { now: community.now }), {
        owners: [community.owner],
        ...(bootstraps !== undefined && { bootstraps }),
      }),
  }
}

interface Task {
  readonly size: number
  readonly events: number
  readonly count: number
  readonly intervals: boolean
  readonly seed: number
}

const different = 40

/** As a thread: reads so many communities, forty different ones in turn, and answers with the seconds that it took. */
function readMany({ size, events, count, intervals, seed }: Task): number {
  const communities = Array.from({ length: different }, (_, i) => oneCommunity(size, events, seed * different + i))
  const began = performance.now()
  for (let i = 0; i < count; i++) communities[i % different]!.read(intervals ? undefined : 0)
  return (performance.now() - began) / 1000
}

parentPort?.postMessage(readMany(workerData as Task))
