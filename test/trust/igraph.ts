import { execFile, spawnSync } from 'node:child_process'

/** Debian's igraph, which shares no line with our kernels; the system's own Python, not one from a version manager. */
const python = '/usr/bin/python3'

export function whyNoIgraph(): string | undefined {
  const found = spawnSync(python, ['-c', 'import igraph'])
  return found.status === 0 ? undefined : 'igraph is missing: apt-get install python3-igraph'
}

/** One graph as it is handed over: arcs with doubles and loops, weights of the arcs, where personal walks start. */
export interface ForIgraph {
  readonly nodes: number
  readonly arcs: readonly (readonly [from: number, to: number])[]
  readonly weights: readonly number[]
  readonly start: readonly number[]
}

/** What igraph finds in it: `directed` as written, `undirected` with every arc read both ways. */
export interface FoundByIgraph {
  readonly arcs: number
  readonly edges: number
  readonly triangles: number
  readonly perNode: readonly number[]
  readonly transitivity: number | null
  readonly meanLocalClustering: number
  readonly reciprocity: number | null
  readonly cores: readonly number[]
  readonly components: readonly number[]
  readonly degrees: readonly number[]
  readonly directedRank: readonly number[]
  readonly undirectedRank: readonly number[]
  readonly weightedRank: readonly number[]
  readonly personalRank: readonly number[]
}

const program = `
import igraph, json, math, sys
found = []
for one in json.load(sys.stdin):
    n = one['nodes']
    directed = igraph.Graph(n=n, edges=one['arcs'], directed=True)
    directed.es['weight'] = one['weights']
    directed.simplify(combine_edges='sum')
    undirected = directed.as_undirected(mode='collapse', combine_edges='sum')
    triangles = undirected.list_triangles()
    per_node = [0] * n
    for triangle in triangles:
        for node in triangle: per_node[node] += 1
    none = lambda value: None if value is None or math.isnan(value) else value
    found.append({
        'arcs': directed.ecount(), 'edges': undirected.ecount(), 'triangles': len(triangles), 'perNode': per_node,
        'transitivity': none(undirected.transitivity_undirected()),
        'meanLocalClustering': undirected.transitivity_avglocal_undirected(mode='zero'),
        'reciprocity': none(directed.reciprocity(mode='default')) if directed.ecount() else None,
        'cores': undirected.coreness(), 'degrees': undirected.degree(),
        'components': sorted(undirected.connected_components().sizes(), reverse=True),
        'directedRank': directed.pagerank(damping=0.85), 'undirectedRank': undirected.pagerank(damping=0.85),
        'weightedRank': directed.pagerank(damping=0.6, weights='weight'),
        'personalRank': directed.personalized_pagerank(damping=0.85, reset=one['start'])})
print(json.dumps(found))
`

const longestAnswer = 256 * 1024 * 1024

export function askIgraph(graphs: readonly ForIgraph[]): Promise<FoundByIgraph[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(python, ['-c', program], { maxBuffer: longestAnswer }, (error, answer) => {
      if (error) reject(error)
      else resolve(JSON.parse(answer) as FoundByIgraph[])
    })
    child.stdin!.end(JSON.stringify(graphs))
  })
}
