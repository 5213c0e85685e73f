import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { readArcs } from '../src/trust/graph-files.ts'
import { median, output } from './measure.ts'

interface PeerSeconds {
  readonly pageRank: number
  readonly triangles: number
}

const python = '/usr/bin/python3'

/** Local clustering is how igraph counts triangles per node; the arcs are in memory before the clock starts. */
const igraphProgram = `
import igraph, json, sys, time
edges = [tuple(map(int, line.split()[:2])) for line in open(sys.argv[1]) if line[0] != '#']
graph = igraph.Graph(edges=edges)
def seconds(run):
    times = []
    for _ in range(5):
        began = time.process_time(); run(); times.append(time.process_time() - began)
    return sorted(times)[2]
print(json.dumps({'pageRank': seconds(graph.pagerank),
                  'triangles': seconds(lambda: graph.transitivity_local_undirected(mode='zero'))}))
`

/** Debian's igraph in one thread, as ours runs, in CPU time; says what to install when it is not there. */
export async function igraphSeconds(file: string): Promise<PeerSeconds | string> {
  if (spawnSync(python, ['-c', 'import igraph']).status !== 0)
    return 'igraph is missing: apt-get install python3-igraph'
  const text = await output(python, ['-c', igraphProgram, file], { ...process.env, OMP_NUM_THREADS: '1' })
  return JSON.parse(text) as PeerSeconds
}

const peersFolder = path.join(import.meta.dirname, '../.cache/bench-peers')
const peers = ['graphology@0.26.0', 'graphology-types@0.24.8', 'graphology-metrics@2.4.2']

/** graphology is no dependency of ours: npm puts it into the bench's own cache, once; says why when it cannot. */
export async function graphologySeconds(file: string): Promise<{ pageRank: number } | string> {
  const load = createRequire(path.join(peersFolder, 'peers.cjs'))
  if (!existsSync(path.join(peersFolder, 'node_modules/graphology-metrics'))) {
    mkdirSync(peersFolder, { recursive: true })
    writeFileSync(path.join(peersFolder, 'package.json'), '{"private":true}')
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', peersFolder]
    const installed = spawnSync('npm', ['install', ...flags, ...peers], { stdio: 'ignore' })
    if (installed.status !== 0) return `graphology is missing: npm install ${peers.join(' ')} did not work here`
  }
  const { UndirectedGraph } = load('graphology')
  const pagerank = load('graphology-metrics/centrality/pagerank')
  const { names, from, to, nodes } = readArcs(file)
  const graph = new UndirectedGraph()
  for (let node = 0; node < nodes; node++) graph.addNode(names[node])
  from.forEach((node, row) => {
    if (node !== to[row]) graph.mergeEdge(names[node], names[to[row]!])
  })
  const times = [0, 1, 2].map(() => {
    const began = process.cpuUsage()
    pagerank(graph, { alpha: 0.85, tolerance: 1e-12, maxIterations: 200, getEdgeWeight: null })
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1e6
  })
  return { pageRank: median(times) }
}
