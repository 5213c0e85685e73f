import { t } from '../kit.ts'
import type { TrustMap } from '../shapes.ts'

type Point = TrustMap['communities'][number]

const WIDTH = 560
const HEIGHT = 340
const MARGIN = 36
/** The lines of the published method. */
const STAR = 0.75
const MESH = 0.5
const ISLANDS = 0.25

/** Labels that rest on the two measures; all others are counted beside the drawing, not drawn. */
const placed = ['mesh', 'forming', 'islands', 'star'] as const

export const isPlaced = (point: Point): boolean => (placed as readonly string[]).includes(point.label)

const across = (ownerShare: number) => MARGIN + ownerShare * (WIDTH - 2 * MARGIN)
const up = (together: number) => HEIGHT - MARGIN - together * (HEIGHT - 2 * MARGIN)

/** Communities by how much of the trust touches who sells there, and how much hangs together without them. */
export function TrustMapDrawing({ points, movers }: { points: readonly Point[]; movers: TrustMap['movers'] }) {
  return (
    <svg className="trust-map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('trust_map_drawn')}>
      <rect x={across(0)} y={up(1)} width={across(1) - across(0)} height={up(0) - up(1)} />
      <line x1={across(STAR)} x2={across(STAR)} y1={up(0)} y2={up(1)} />
      <line x1={across(0)} x2={across(STAR)} y1={up(MESH)} y2={up(MESH)} />
      <line x1={across(0)} x2={across(STAR)} y1={up(ISLANDS)} y2={up(ISLANDS)} />
      <text x={across(0.02)} y={up(0.96)}>
        {t('trust_mesh')}
      </text>
      <text x={across(0.02)} y={up(0.03)}>
        {t('trust_islands')}
      </text>
      <text x={across(0.77)} y={up(0.96)}>
        {t('trust_star')}
      </text>
      <text className="axis" x={across(0.5)} y={HEIGHT - 8}>
        {t('trust_axis_owner')}
      </text>
      <text className="axis" transform={`translate(14 ${up(0.5)}) rotate(-90)`}>
        {t('trust_axis_together')}
      </text>
      {movers.map(({ id, ownerShare, together, ownerShareBefore, togetherBefore }) => (
        <line
          key={id}
          className="way"
          x1={across(ownerShareBefore)}
          y1={up(togetherBefore)}
          x2={across(ownerShare)}
          y2={up(together)}
        />
      ))}
      {points.map((point) => (
        <circle
          key={point.id}
          className={point.label}
          cx={across(point.ownerShare ?? 0)}
          cy={up(point.together ?? 0)}
          r={3 + Math.min(9, Math.sqrt(point.activeMembers) / 2)}
        >
          <title>{point.name}</title>
        </circle>
      ))}
    </svg>
  )
}
