import { arcGraph, arcsOf } from './arcs.ts'
import { components } from './components.ts'
import { flagsOf } from './diagnosis.ts'
import type { Person } from './evidence.ts'
import { induced, undirectedProjection } from './graph.ts'
import type { Weighed } from './weighing.ts'

/** The mesh as it is drawn: who, and who acted on whose word. */
export interface Mesh {
  readonly people: readonly MeshPerson[]
  readonly arcs: readonly MeshArc[]
  /** Pieces of evidence that do not count yet, and that never will. */
  readonly waiting: number
  readonly neverCount: number
}

export interface MeshPerson {
  readonly person: Person
  readonly isOwner: boolean
  /** Members who acted on her word. */
  readonly moved: number
  /** Number of her circle without the owners, the largest first; null for owners and for who is alone. */
  readonly circle: number | null
}

export interface MeshArc {
  readonly from: Person
  readonly to: Person
  /** 0 when nothing counts yet. */
  readonly weight: number
  readonly acts: number
  /** Acts on their way or in the return window: drawn, and marked as not counting yet. */
  readonly waiting: number
}

/** The heaviest arcs, those that wait for their return window last, and everybody they touch. */
export function meshOf(weighed: Weighed, owners: readonly Person[], now: number, mostArcs: number): Mesh {
  const all = arcsOf(weighed, now).map(({ from, to, weight, because }) => {
    const waiting = because.filter(({ silent }) => silent === 'not_kept_yet').length
    const acts = because.filter(({ silent }) => silent === null).length
    return { from, to, weight, acts, waiting, never: because.length - waiting - acts }
  })
  const drawn = all.filter(({ acts, waiting }) => acts + waiting > 0).slice(0, mostArcs)
  const graph = arcGraph(weighed)
  const isOwner = flagsOf(weighed, owners)
  const circles = components(
    undirectedProjection(
      induced(
        graph,
        isOwner.map((owner) => (owner ? 0 : 1)),
      ),
    ),
  )
  const touched = new Set(drawn.flatMap(({ from, to }) => [weighed.indexOf.get(from)!, weighed.indexOf.get(to)!]))
  const people = [...touched].map((node) => {
    const circle = circles.of[node]!
    return {
      person: weighed.people[node]!,
      isOwner: isOwner[node] === 1,
      moved: graph.starts[node + 1]! - graph.starts[node]!,
      circle: isOwner[node] === 1 || circles.sizes[circle]! < 2 ? null : circle,
    }
  })
  return {
    people,
    arcs: drawn.map(({ never: _never, ...arc }) => arc),
    waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
    neverCount: all.reduce((sum, { never }) => sum + never, 0),
  }
}
