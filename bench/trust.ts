import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { outDegrees, topByDegree } from '../src/trust/degrees.ts'
import { directedGraph, type Graph, undirectedGraph } from '../src/trust/graph.ts'
import { readArcs, readBinaryGraph, writeBinaryGraph } from '../src/trust/graph-files.ts'
import { influence } from '../src/trust/influence.ts'
import { pageRank } from '../src/trust/pagerank.ts'
import { pageRankOnThreads } from '../src/trust/pagerank-threads.ts'
import { seededRandom } from '../src/trust/random.ts'
import { weightedCascade } from '../src/trust/reverse-reach.ts'
import { spread } from '../src/trust/spread.ts'
import { triangles } from '../src/trust/triangles.ts'
import { dataFile, whyNoData } from '../test/trust/data.ts'
import { median } from './measure.ts'
import { oneCommunity } from './trust-communities.ts'
import { linesOf } from './trust-lines.ts'
import { graphologySeconds, igraphSeconds } from './trust-peers.ts'

export interface TrustScale {
  readonly communities: number
  readonly bigNodes: number
  readonly rounds: number
}

const published: TrustScale = { communities: 50_000, bigNodes: 5_000_000, rounds: 3 }
const arcsPerNode = 10
const communitySize = 500
const say = (line: string) => void process.stderr.write(`${line}\n`)

/** Trust: the kernels beside igraph and graphology in one run, one community, all communities, the platform's graph. */
export async function measureTrust(scale: Partial<TrustScale> = {}): Promise<Record<string, unknown>> {
  const { communities, bigNodes, rounds } = { ...published, ...scale }
  const missing = whyNoData()
  const figures = {
    epinions: missing ?? (await measureEpinions(rounds)),
    seeds: missing ?? measureAllSeeds(),
    community500: measureCommunity(),
    communities: await measureCommunities(communities),
    bigGraph: await measureBigGraph(bigNodes),
  }
  return { lines: linesOf(figures), ...figures }
}

/** Rounds take turns with the peers, so that a busy minute hits all alike. */
async function measureEpinions(rounds: number) {
  const file = dataFile('soc-Epinions1-undirected.txt')
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-bench-'))
  const binary = path.join(folder, 'epinions.bin')
  const graph = undirectedGraph(readArcs(file))
  writeBinaryGraph(binary, graph)
  const ours = { pageRank: [] as number[], triangles: [] as number[], loadBinary: [] as number[] }
  const igraph: Awaited<ReturnType<typeof igraphSeconds>>[] = []
  for (let round = 0; round < rounds; round++) {
    say(`Epinions, round ${round + 1}`)
    ours.pageRank.push(...timed(5, () => pageRank(graph)))
    ours.triangles.push(...timed(5, () => triangles(graph)))
    ours.loadBinary.push(...timed(3, () => readBinaryGraph(binary)))
    igraph.push(await igraphSeconds(file))
  }
  rmSync(folder, { recursive: true, force: true })
  const middle = (pick: (seconds: { pageRank: number; triangles: number }) => number) =>
    median(igraph.flatMap((seconds) => (typeof seconds === 'string' ? [] : [pick(seconds)])))
  const whyNoIgraph = igraph.find((seconds) => typeof seconds === 'string')
  return {
    ours: { pageRank: median(ours.pageRank), triangles: median(ours.triangles), loadBinary: median(ours.loadBinary) },
    igraphOneThread: whyNoIgraph ?? { pageRank: middle((s) => s.pageRank), triangles: middle((s) => s.triangles) },
    graphology: await graphologySeconds(file),
  }
}

function measureAllSeeds() {
  const nethept = weightedCascade(directedGraph(readArcs(dataFile('nethept.txt'))))
  const epinions = weightedCascade(undirectedGraph(readArcs(dataFile('soc-Epinions1-undirected.txt'))))
  return { nethept: measureSeeds('NetHEPT one-way', nethept), epinions: measureSeeds('Epinions', epinions) }
}

/** It ends by itself after a dozen seconds of one core; on a busy machine those last longer. */
const longestChoice = 300

/** The spread is played forward by code and numbers that took no part in the choice. */
function measureSeeds(name: string, chances: Graph) {
  say(`${name}, seeds`)
  const chosen = influence(chances, { k: 50, seconds: longestChoice }, seededRandom(1))
  const reach = spread(chances, chosen.seeds, seededRandom(2), { relativeError: 0.001 })
  const byDegree = spread(chances, topByDegree(outDegrees(chances), 50), seededRandom(3), { relativeError: 0.002 })
  return {
    spread: reach.mean,
    spreadStdErr: reach.standardError,
    degreeSpread: byDegree.mean,
    certifiedRatio: chosen.certifiedRatio,
    seconds: chosen.seconds,
  }
}

/** Metrics without intervals, and with the bootstrap that a verdict needs. */
function measureCommunity() {
  say('One community of 500')
  const milliseconds = (run: () => unknown) => {
    timed(100, run)
    return cpuSeconds(() => timed(200, run)) * 5
  }
  return Object.fromEntries(
    [3, 8].map((events) => {
      const community = oneCommunity(communitySize, events, 7)
      const metricsMs = milliseconds(() => community.read(0))
      return [`${events}EventsEach`, { metricsMs, withIntervalsMs: milliseconds(() => community.read()) }]
    }),
  )
}

async function measureCommunities(count: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-bench-'))
  const program = path.join(folder, 'communities.mjs')
  const entryPoint = path.join(import.meta.dirname, 'trust-communities.ts')
  await build({ entryPoints: [entryPoint], bundle: true, platform: 'node', format: 'esm', outfile: program })
  const onThreads = async (threads: number, intervals: boolean) => {
    say(`${count} communities on ${threads} threads${intervals ? ', with intervals' : ''}`)
    const task = { size: communitySize, events: 3, count: Math.ceil(count / threads), intervals }
    const began = process.cpuUsage()
    const seconds = await Promise.all(
      Array.from({ length: threads }, (_, thread) => onThread(program, { ...task, seed: thread })),
    )
    const { user, system } = process.cpuUsage(began)
    return { seconds: Math.max(...seconds), cpuSecondsPerThread: (user + system) / 1e6 / threads }
  }
  const result = {
    count,
    oneThread: await onThreads(1, false),
    twoThreads: await onThreads(2, false),
    twoThreadsWithIntervals: await onThreads(2, true),
  }
  rmSync(folder, { recursive: true, force: true })
  return result
}

function onThread(program: string, task: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: task })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Ten arcs a person, four in five inside her own community of 500, people numbered by community. */
async function measureBigGraph(nodes: number) {
  say(`Ranking ${nodes} people`)
  const graph = bigGraph(nodes)
  const one = await timedRanking(() => pageRank(graph))
  const two = await timedRanking(() => pageRankOnThreads(graph, 2))
  return { nodes, arcs: graph.ends.length, oneThread: one, twoThreads: two }
}

async function timedRanking(rank: () => ReturnType<typeof pageRank> | Promise<ReturnType<typeof pageRank>>) {
  const began = performance.now()
  const used = process.cpuUsage()
  const { sweeps, errorBound } = await rank()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(used)
  const cpuSeconds = (user + system) / 1e6
  return { seconds, cpuSeconds, sweeps, secondsPerSweep: seconds / sweeps, errorBound }
}

function bigGraph(nodes: number): Graph {
  const random = seededRandom(5)
  const starts = new Uint32Array(nodes + 1)
  const ends = new Uint32Array(nodes * arcsPerNode)
  const row = new Set<number>()
  let arcs = 0
  for (let node = 0; node < nodes; node++) {
    const first = node - (node % communitySize)
    const size = Math.min(communitySize, nodes - first)
    row.clear()
    for (let arc = 0; arc < arcsPerNode; arc++) {
      const end = random.below(5) < 4 ? first + random.below(size) : random.below(nodes)
      if (end !== node) row.add(end)
    }
    ends.set(Uint32Array.from(row).sort(), arcs)
    arcs += row.size
    starts[node + 1] = arcs
  }
  return { nodes, starts, ends: ends.subarray(0, arcs) }
}

/** CPU time of the process: what a neighbour takes from the machine does not count for either side. */
function timed(times: number, run: () => unknown): number[] {
  return Array.from({ length: times }, () => cpuSeconds(run))
}

function cpuSeconds(run: () => unknown): number {
  const began = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}
