import { Worker } from 'node:worker_threads'
import { strengths } from './degrees.ts'
import { type Graph, transposed } from './graph.ts'
import { pageRank, type Ranking, type RankOptions, scaleToOne, startingShares } from './pagerank.ts'

/**
 * PageRank of the platform's graph on several threads over shared memory. Each thread owns a block of nodes and sweeps it
 * in place, seeing its own newest scores and the others' of the sweep before; the result is exact to the tolerance and the
 * same for the same number of threads. Nodes numbered by community keep most reads inside a block.
 */
export async function pageRankOnThreads(graph: Graph, threads: number, options: RankOptions = {}): Promise<Ranking> {
  if (threads <= 1 || graph.nodes < threads) return pageRank(graph, options)
  const { damping = 0.85, tolerance = 1e-12 } = options
  const { starts, ends, weights } = transposed(graph, sharedMemory)
  const start = shared(startingShares(graph.nodes, options.start))
  const perArc = shared(strengths(graph).map((strength) => (strength > 0 ? 1 / strength : 0)))
  const task: Omit<BlockTask, 'thread' | 'from' | 'to'> = {
    threads,
    starts,
    ends,
    weights: weights ?? null,
    start,
    perArc,
    shown: shared(start.map((share, node) => share * perArc[node]!)),
    scores: shared(start),
    sums: new Float64Array(sharedMemory(16 * threads)),
    gate: new Int32Array(sharedMemory(8)),
    damping,
    tolerance,
  }
  const blocks = blocksOf(starts, threads)
  const done = await Promise.all(blocks.map((block, thread) => runOnThread({ ...task, ...block, thread })))
  const scores = Float64Array.from(task.scores)
  scaleToOne(scores)
  return { scores, sweeps: done[0]!.sweeps, errorBound: done[0]!.errorBound }
}

interface BlockTask {
  readonly thread: number
  readonly threads: number
  readonly from: number
  readonly to: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly weights: Float64Array | null
  readonly start: Float64Array
  readonly perArc: Float64Array
  /** Score per unit of arc weight, as every thread left it after the last sweep. */
  readonly shown: Float64Array
  readonly scores: Float64Array
  /** Two numbers per thread: change or residual, and mass. */
  readonly sums: Float64Array
  /** Threads that wait, and how often the gate has opened. */
  readonly gate: Int32Array
  readonly damping: number
  readonly tolerance: number
}

interface BlockDone {
  readonly sweeps: number
  readonly errorBound: number
}

const sharedMemory = (bytes: number): ArrayBufferLike => new SharedArrayBuffer(bytes)

function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(sharedMemory(8 * values.length))
  copy.set(values)
  return copy
}

/** Blocks of about equally many arcs and nodes. */
function blocksOf(starts: Uint32Array, threads: number): { from: number; to: number }[] {
  const nodes = starts.length - 1
  const workBefore = (node: number) => starts[node]! + node
  const borders = [0]
  for (let thread = 1; thread < threads; thread++) {
    const wanted = (workBefore(nodes) * thread) / threads
    let low = borders.at(-1)!
    let high = nodes
    while (low < high) {
      const middle = (low + high) >>> 1
      if (workBefore(middle) < wanted) low = middle + 1
      else high = middle
    }
    borders.push(low)
  }
  return borders.map((from, thread) => ({ from, to: borders[thread + 1] ?? nodes }))
}

/**
 * The thread's program travels as text: the server is one bundle, and a second entry file for one function would have to
 * be found again by every bundler and test runner. So `sweepBlock` may use nothing from outside itself.
 */
function runOnThread(task: BlockTask): Promise<BlockDone> {
  const program = `const __name = (f) => f
    const { parentPort, workerData } = require('node:worker_threads')
    parentPort.postMessage((${sweepBlock.toString()})(workerData))`
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, workerData: task })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function sweepBlock(task: BlockTask): BlockDone {
  const { thread, threads, from, to, starts, ends, weights, start, perArc, shown, scores, sums, gate } = task
  const { damping, tolerance } = task
  const flow = shown.slice(from, to)

  const waitForAll = () => {
    const opened = Atomics.load(gate, 1)
    if (Atomics.add(gate, 0, 1) === threads - 1) {
      Atomics.store(gate, 0, 0)
      Atomics.add(gate, 1, 1)
      Atomics.notify(gate, 1)
    } else while (Atomics.load(gate, 1) === opened) Atomics.wait(gate, 1, opened)
  }
  const totalOf = (column: number) => {
    let total = 0
    for (let other = 0; other < threads; other++) total += sums[2 * other + column]!
    return total
  }
  // Rows are in order, so a node's sources are first below the block, then inside it, then above.
  const received = (node: number) => {
    let sum = 0
    let arc = starts[node]!
    const end = starts[node + 1]!
    for (; arc < end && ends[arc]! < from; arc++) sum += (weights ? weights[arc]! : 1) * shown[ends[arc]!]!
    for (; arc < end && ends[arc]! < to; arc++) sum += (weights ? weights[arc]! : 1) * flow[ends[arc]! - from]!
    for (; arc < end; arc++) sum += (weights ? weights[arc]! : 1) * shown[ends[arc]!]!
    return (1 - damping) * start[node]! + damping * sum
  }
  const sweep = () => {
    let change = 0
    for (let node = from; node < to; node++) {
      const score = received(node)
      change += Math.abs(score - scores[node]!)
      scores[node] = score
      flow[node - from] = score * perArc[node]!
    }
    return change
  }
  const provenError = () => {
    let residual = 0
    let mass = 0
    for (let node = from; node < to; node++) {
      residual += Math.abs(received(node) - scores[node]!)
      mass += scores[node]!
    }
    sums[2 * thread] = residual
    sums[2 * thread + 1] = mass
    waitForAll()
    const bound = (2 * totalOf(0)) / ((1 - damping) * totalOf(1))
    waitForAll()
    return bound
  }

  let sweeps = 0
  for (let errorBound = Number.POSITIVE_INFINITY; ; sweeps++) {
    if (errorBound <= tolerance || sweeps >= 200_000) return { sweeps, errorBound }
    sums[2 * thread] = sweep()
    waitForAll() // nobody reads the old scores any more
    shown.set(flow, from)
    const change = totalOf(0)
    waitForAll() // everybody has shown the new ones
    if (change < tolerance * (1 - damping)) errorBound = provenError()
  }
}
