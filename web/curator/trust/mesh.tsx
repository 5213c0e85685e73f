import { useMemo } from 'preact/hooks'
import { t } from '../kit.ts'
import type { Mesh, MeshArc, MeshPerson } from '../shapes.ts'
import { layOut, type Spot } from './layout.ts'

const WIDTH = 358
const HEIGHT = 300
const NAMES_FOR_ALL = 14
const NAMES_OTHERWISE = 6
const NAME_WIDTH = 46
const NAME_HEIGHT = 15
const ROUND_A_CIRCLE = 16

interface MeshDrawingProps {
  readonly mesh: Mesh
  /** Only a star has somebody in its middle. */
  readonly isStar: boolean
  readonly chosen: MeshArc | undefined
  readonly onArc: (arc: MeshArc) => void
}

/** People as dots by how many they moved, arcs by weight; what does not count yet is dashed. Tapping an arc asks why it is there. */
export function MeshDrawing({ mesh, isStar, chosen, onArc }: MeshDrawingProps) {
  const { people, arcs } = mesh
  const spots = useMemo(() => {
    const dots = people.map(({ memberId, isOwner }) => ({
      id: memberId,
      ...(isOwner && (isStar ? { isHeld: true } : { isAside: true })),
    }))
    return layOut(dots, arcs, WIDTH, HEIGHT)
  }, [people, arcs, isStar])
  const named = useMemo(() => namesToShow(people, spots), [people, spots])
  const circles = useMemo(() => (isStar ? [] : circlesToShow(people, spots)), [people, spots, isStar])
  const owners = useMemo(
    () => new Set(people.filter(({ isOwner }) => isOwner).map(({ memberId }) => memberId)),
    [people],
  )
  return (
    <svg class="mesh" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('mesh_drawn', { n: people.length })}>
      {circles.map(({ x, y, r }) => (
        <circle key={`${x} ${y}`} class="circle" cx={x} cy={y} r={r} />
      ))}
      {arcs.map((arc) => (
        <Arc
          key={`${arc.from}${arc.to}`}
          arc={arc}
          path={curve(spots.get(arc.from), spots.get(arc.to))}
          isFaint={!isStar && (owners.has(arc.from) || owners.has(arc.to))}
          isChosen={chosen?.from === arc.from && chosen.to === arc.to}
          onTap={() => onArc(arc)}
        />
      ))}
      {people.map((person) => (
        <DotOf key={person.memberId} person={person} spot={spots.get(person.memberId) as Spot} />
      ))}
      {people
        .filter(({ memberId }) => named.has(memberId))
        .map((person) => {
          const { x, y } = spots.get(person.memberId) as Spot
          return (
            <text
              key={person.memberId}
              x={Math.min(WIDTH - 30, Math.max(30, x))}
              y={Math.max(11, y - radius(person) - 4)}
            >
              {person.nickname}
            </text>
          )
        })}
    </svg>
  )
}

interface ArcProps {
  readonly arc: MeshArc
  readonly path: string
  /** Of an owner who stands aside: it must not hide how the others hang together. */
  readonly isFaint: boolean
  readonly isChosen: boolean
  readonly onTap: () => void
}

/** A fat line that nobody sees takes the finger; the list under the drawing takes the keyboard. */
function Arc({ arc, path, isFaint, isChosen, onTap }: ArcProps) {
  const kinds = ['arc', isFaint && 'faint', arc.acts === 0 && 'waits', isChosen && 'chosen'].filter(Boolean).join(' ')
  return (
    <g class={kinds}>
      <path d={path} stroke-width={arc.acts === 0 ? 1.2 : 1.2 + Math.min(3, arc.weight)} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same arcs are buttons in the list under the drawing */}
      <path class="touch" d={path} onClick={onTap} />
    </g>
  )
}

function DotOf({ person, spot }: { person: MeshPerson; spot: Spot }) {
  const kind = person.isOwner ? 'dot owner' : person.moved > 0 ? 'dot voice' : 'dot'
  return <circle class={kind} cx={spot.x} cy={spot.y} r={radius(person)} />
}

const radius = ({ moved }: MeshPerson): number => 6 + Math.min(8, 2.2 * Math.sqrt(moved))

function curve(from: Spot | undefined, to: Spot | undefined): string {
  if (!from || !to) return ''
  const [mx, my] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
  const bend = 0.12
  return `M${from.x} ${from.y}Q${mx - (to.y - from.y) * bend} ${my + (to.x - from.x) * bend} ${to.x} ${to.y}`
}

/** Everybody in a small group, else the owners and the loudest voices; of two that would cover each other the louder. */
function namesToShow(people: readonly MeshPerson[], spots: ReadonlyMap<string, Spot>): Set<string> {
  const most = people.length <= NAMES_FOR_ALL ? people.length : NAMES_OTHERWISE
  const loudest = [...people].sort((a, b) => Number(b.isOwner) - Number(a.isOwner) || b.moved - a.moved)
  const shown: MeshPerson[] = []
  for (const person of loudest) {
    if (shown.length >= most + people.filter(({ isOwner }) => isOwner).length) break
    if (!shown.some((other) => areClose(spots.get(person.memberId), spots.get(other.memberId)))) shown.push(person)
  }
  return new Set(shown.map(({ memberId }) => memberId))
}

const areClose = (one: Spot | undefined, other: Spot | undefined): boolean =>
  !!one && !!other && Math.abs(one.x - other.x) < NAME_WIDTH && Math.abs(one.y - other.y) < NAME_HEIGHT

/** A pale ground under each circle of three and more, where there are several. */
function circlesToShow(people: readonly MeshPerson[], spots: ReadonlyMap<string, Spot>) {
  const members = new Map<number, Spot[]>()
  for (const { circle, memberId } of people) {
    const spot = spots.get(memberId)
    if (circle !== null && spot) members.set(circle, [...(members.get(circle) ?? []), spot])
  }
  const circles = [...members.values()].filter(({ length }) => length >= 3)
  if (circles.length < 2) return []
  return circles.map((inside) => {
    const x = inside.reduce((sum, spot) => sum + spot.x, 0) / inside.length
    const y = inside.reduce((sum, spot) => sum + spot.y, 0) / inside.length
    return { x, y, r: Math.max(...inside.map((spot) => Math.hypot(spot.x - x, spot.y - y))) + ROUND_A_CIRCLE }
  })
}
