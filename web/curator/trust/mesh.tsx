import { useMemo } from 'preact/hooks'
import { t } from '../kit.ts'
import type { Mesh, MeshArc, MeshPerson } from '../shapes.ts'
import { layOut, type Spot } from './layout.ts'

const WIDTH = 358
const HEIGHT = 300
const NAMES_FOR_ALL = 14
const NAMES_OTHERWISE = 6

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
    const dots = people.map(({ memberId, isOwner }) => ({ id: memberId, isHeld: isStar && isOwner }))
    return layOut(dots, arcs, WIDTH, HEIGHT)
  }, [people, arcs, isStar])
  const named = useMemo(() => namesToShow(people), [people])
  return (
    <svg class="mesh" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('mesh_drawn', { n: people.length })}>
      {arcs.map((arc) => (
        <Arc
          key={`${arc.from}${arc.to}`}
          arc={arc}
          path={curve(spots.get(arc.from), spots.get(arc.to))}
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

/** A fat line that nobody sees takes the finger; the list under the drawing takes the keyboard. */
function Arc({ arc, path, isChosen, onTap }: { arc: MeshArc; path: string; isChosen: boolean; onTap: () => void }) {
  const kinds = ['arc', arc.acts === 0 && 'waits', isChosen && 'chosen'].filter(Boolean).join(' ')
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

/** Everybody in a small group, else the owners and the loudest voices. */
function namesToShow(people: readonly MeshPerson[]): Set<string> {
  if (people.length <= NAMES_FOR_ALL) return new Set(people.map(({ memberId }) => memberId))
  const voices = [...people].sort((a, b) => b.moved - a.moved).slice(0, NAMES_OTHERWISE)
  return new Set([...voices, ...people.filter(({ isOwner }) => isOwner)].map(({ memberId }) => memberId))
}
