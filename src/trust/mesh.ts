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
  /** Pieces of evidence that do not count (yet), for whatever reason. */
  readonly silentPieces: number
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
  readonly weight: number
  readonly acts: number
}

/** The heaviest arcs and everybody they touch. Who only has evidence that does not count yet is not drawn. */
export function meshOf(weighed: Weighed, owners: readonly Person[], now: number, mostArcs: number): Mesh {
  const all = arcsOf(weighed, now)
  const drawn = all.filter(({ weight }) => weight > 0).slice(0, mostArcs)
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
    arcs: drawn.map(({ from, to, weight, because }) => ({
      from,
      to,
      weight,
      acts: because.filter(({ silent }) => silent === null).length,
    })),
    silentPieces: all.reduce((sum, { because }) => sum + because.filter(({ silent }) => silent !== null).length, 0),
  }
}
