import { degreeCentralisation, inDegreeCentralisation } from './centralisation.ts'
import {
  loadedArcs,
  numberIn,
  parsed,
  progress,
  ratingsOf,
  say,
  seedIn,
  topOf,
  wholeIn,
  writeScores,
  writeWhole,
} from './command-options.ts'
import { components } from './components.ts'
import { coreNumbers, innermostCore } from './cores.ts'
import { outDegrees, reciprocity, topByDegree } from './degrees.ts'
import { eigenTrust, trustByArrival } from './eigentrust.ts'
import type { Ratings } from './fairness-goodness.ts'
import { directedGraph, undirectedGraph } from './graph.ts'
import { writeBinaryGraph } from './graph-files.ts'
import { influence } from './influence.ts'
import { pageRank } from './pagerank.ts'
import { seededRandom } from './random.ts'
import { weightedCascade } from './reverse-reach.ts'
import { meanOfRandomSeeds } from './seeds.ts'
import { simulateFermentation } from './simulated-cascades.ts'
import { type Truth, truths } from './simulated-community.ts'
import { simulateVerdicts } from './simulated-verdicts.ts'
import { spread } from './spread.ts'
import { triangles } from './triangles.ts'
import { predictTrust } from './trust-prediction.ts'

/** What a command found: one object for machines, the same in words for people. */
export interface CommandResult {
  readonly json: Record<string, unknown>
  readonly text: string
}

/** Beyond these a slip of the hand would fill the memory or never end. */
const most = { folds: 1000, seeds: 100_000, runs: 1_000_000, members: 100_000, events: 10_000, roots: 100_000 } as const

type Command = (args: readonly string[]) => Record<string, unknown>

/** `leaven trust …`: the kernels on any file, and the simulations that check the statistics. Progress goes to stderr. */
const trustCommands: Readonly<Record<string, Command>> = {
  graph: graphCommand,
  predict: predictCommand,
  eigentrust: eigentrustCommand,
  seeds: seedsCommand,
  simulate: simulateCommand,
  fermentation: fermentationCommand,
}

const trustUsage = `leaven trust graph FILE [--directed] [--pagerank-out F] [--binary-out F] [--damping 0.85]
leaven trust predict FILE.csv [--folds 10] [--seed 7]
leaven trust eigentrust FILE.csv --pretrusted 1,2,3 [--restart 0.15] [--arrival] [--out F]
leaven trust seeds FILE [--k 50] [--model wc] [--one-way] [--seconds S] [--seed 1]
leaven trust simulate --truth mesh|star|islands|between [--members N] [--events E] [--q Q] [--coverage C] [--also-named A] [--runs R] [--seed S]
leaven trust fermentation --simulate --r R [--coverage C] [--horizon D] [--roots M] [--runs N] [--seed S]
leaven trust community ID | --all [--fewest N] [--as-if-kept] [--data DIR of an import]`

/** Runs one command; without one, or with --help, it says what there is; refuses, with the usage, what it does not know. */
export async function runTrustCommand(argv: readonly string[]): Promise<CommandResult> {
  const [name = '--help', ...args] = argv
  if (name === '--help' || args.includes('--help')) return { json: { usage: trustUsage.split('\n') }, text: trustUsage }
  const command = Object.hasOwn(trustCommands, name) ? trustCommands[name] : undefined
  if (!command) throw new Error(`There is no "leaven trust ${name}".\n${trustUsage}`)
  const json = command(args.filter((argument) => argument !== '--json'))
  const text = Object.entries(json)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join('\n')
  return { json, text }
}

function graphCommand(args: readonly string[]) {
  const { file, options } = parsed(args, {
    directed: { type: 'boolean' },
    'pagerank-out': {},
    'binary-out': {},
    damping: {},
  })
  const list = loadedArcs(file)
  const { names } = list
  say(`${list.rows} rows, ${list.nodes} nodes`)
  const directed = directedGraph(list)
  const undirected = undirectedGraph(list)
  const graph = options.directed ? directed : undirected
  const ranking = pageRank(graph, { damping: numberIn(options, 'damping', 0.85, { from: 0, below: 1 }) })
  if (options['pagerank-out']) writeScores(String(options['pagerank-out']), names, ranking.scores)
  const binary = options['binary-out']
  if (binary) writeWhole(String(binary), () => writeBinaryGraph(String(binary), graph))
  const closed = triangles(undirected)
  const core = innermostCore(coreNumbers(undirected))
  const pieces = components(undirected).sizes
  return {
    nodes: list.nodes,
    rows: list.rows,
    selfLoops: list.selfLoops,
    arcs: directed.ends.length,
    edges: undirected.ends.length / 2,
    triangles: closed.count,
    transitivity: closed.transitivity,
    meanLocalClustering: closed.meanLocalClustering,
    reciprocity: options.directed ? reciprocity(directed) : null,
    maxCore: core.core,
    nodesInMaxCore: core.nodes,
    degreeCentralization: options.directed ? inDegreeCentralisation(directed) : degreeCentralisation(undirected),
    components: pieces.length,
    largestComponent: pieces[0] ?? 0,
    pagerankTop: topOf(names, ranking.scores),
  }
}

function predictCommand(args: readonly string[]) {
  const { file, options } = parsed(args, { folds: {}, seed: {} })
  const arcs = loadedArcs(file)
  const ratings = withoutOwn({ ...arcs, values: ratingsOf(arcs, file) })
  const folds = wholeIn(options, 'folds', 10, 2, most.folds)
  const { mean, goodness, fairnessGoodness } = predictTrust(ratings, folds, seededRandom(seedIn(options, 7)))
  return { mean, goodness, fairnessGoodness }
}

/** What somebody says of herself foretells nothing and is foretold by nothing. */
function withoutOwn(ratings: Ratings): Ratings {
  const { from, to, values } = ratings
  const ofOthers = (_: number, row: number) => from[row] !== to[row]
  return { ...ratings, from: from.filter(ofOthers), to: to.filter(ofOthers), values: values.filter(ofOthers) }
}

function eigentrustCommand(args: readonly string[]) {
  const { file, options } = parsed(args, { pretrusted: {}, restart: {}, arrival: { type: 'boolean' }, out: {} })
  const arcs = loadedArcs(file)
  const { names } = arcs
  const values = arcs.values ?? new Float64Array(arcs.rows).fill(1)
  const trusting = Uint32Array.from(values, (_, row) => row).filter((row) => values[row]! > 0)
  const graph = directedGraph({
    nodes: arcs.nodes,
    from: trusting.map((row) => arcs.from[row]!),
    to: trusting.map((row) => arcs.to[row]!),
    weights: Float64Array.from(trusting, (row) => values[row]!),
  })
  const start = new Float64Array(arcs.nodes)
  if (!options.pretrusted) throw new Error('--pretrusted 1,2,3 names the people whom everybody trusts beforehand')
  for (const name of String(options.pretrusted).split(',')) {
    const node = names.findIndex((known) => String(known) === name.trim())
    if (node < 0) throw new Error(`--pretrusted names "${name}", who is not in ${file}`)
    start[node] = 1
  }
  const restart = numberIn(options, 'restart', 0.15, { from: 1e-6, below: 1 })
  const ranking = options.arrival
    ? { scores: trustByArrival(graph, { start, restart }) }
    : eigenTrust(graph, { start, restart })
  const { scores, ...howExact } = ranking
  if (options.out) writeScores(String(options.out), names, scores)
  return { nodes: arcs.nodes, arcs: graph.ends.length, ...howExact, top: topOf(names, scores) }
}

function seedsCommand(args: readonly string[]) {
  const { file, options } = parsed(args, { k: {}, model: {}, 'one-way': { type: 'boolean' }, seconds: {}, seed: {} })
  const model = String(options.model ?? 'wc')
  if (model !== 'wc') throw new Error(`--model ${model} is not known; wc (weighted cascade) is`)
  const arcs = loadedArcs(file)
  const { names } = arcs
  const chances = weightedCascade(options['one-way'] ? directedGraph(arcs) : undirectedGraph(arcs))
  const random = seededRandom(seedIn(options, 1))
  const k = wholeIn(options, 'k', 50, 1, most.seeds)
  if (k > arcs.nodes) throw new Error(`--k ${k} is more than the ${arcs.nodes} nodes of ${file}`)
  const seconds = numberIn(options, 'seconds', 30, { from: 0, below: 1e6 })
  const onRound = (round: { sets: number; certifiedRatio: number }) =>
    say(`${round.sets} sets, certified ${round.certifiedRatio.toFixed(3)}`)
  const chosen = influence(chances, { k, seconds, onRound }, random.fork())
  say('playing the spreads forward')
  const reach = spread(chances, chosen.seeds, random.fork(), { relativeError: 0.001 })
  const byDegree = topByDegree(outDegrees(chances), chosen.seeds.length)
  return {
    seeds: chosen.seeds.map((seed) => names[seed]),
    spread: reach.mean,
    spreadStdErr: reach.standardError,
    degreeSpread: spread(chances, byDegree, random.fork(), { relativeError: 0.002 }).mean,
    randomSpread: meanOfRandomSeeds(chances, chosen.seeds.length, random.fork()),
    certifiedRatio: chosen.certifiedRatio,
    seconds: chosen.seconds,
    sets: chosen.sets,
    curve: chosen.curve,
  }
}

function simulateCommand(args: readonly string[]) {
  const { options } = parsed(
    args,
    { truth: {}, members: {}, events: {}, q: {}, coverage: {}, 'also-named': {}, runs: {}, seed: {} },
    false,
  )
  const truth = String(options.truth ?? '')
  if (!truths.includes(truth as Truth)) throw new Error(`--truth is one of ${truths.join(', ')}`)
  const runs = wholeIn(options, 'runs', 200, 1, most.runs)
  const share = options.q === undefined ? {} : { memberShare: numberIn(options, 'q', 0, { from: 0, below: 1 + 1e-9 }) }
  const plan = {
    truth: truth as Truth,
    members: wholeIn(options, 'members', 200, 0, most.members),
    events: numberIn(options, 'events', 8, { from: 0, below: most.events }),
    coverage: numberIn(options, 'coverage', 1, { from: 0.01, below: 1 + 1e-9 }),
    alsoNamed: numberIn(options, 'also-named', 0.3, { from: 0, below: 1 }),
    runs,
    seed: seedIn(options, 1),
    ...share,
  }
  return { ...simulateVerdicts(plan, progress(runs)) }
}

function fermentationCommand(args: readonly string[]) {
  const simulated = {
    simulate: { type: 'boolean' },
    r: {},
    coverage: {},
    horizon: {},
    roots: {},
    runs: {},
    seed: {},
  } as const
  const { options } = parsed(args, simulated, false)
  if (!options.simulate) throw new Error(`Only --simulate works on no database.\n${trustUsage}`)
  const runs = wholeIn(options, 'runs', 400, 1, most.runs)
  const plan = {
    r: numberIn(options, 'r', Number.NaN, { from: 0, below: 2 }),
    coverage: numberIn(options, 'coverage', 1, { from: 0.01, below: 1 + 1e-9 }),
    horizonDays: numberIn(options, 'horizon', 30, { from: 0.1, below: 366 }),
    roots: wholeIn(options, 'roots', 200, 1, most.roots),
    runs,
    seed: seedIn(options, 1),
  }
  return { ...simulateFermentation(plan, progress(runs)) }
}
