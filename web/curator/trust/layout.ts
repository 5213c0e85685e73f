/** Where the dots of a mesh stand. Pure and without chance: the same mesh is drawn the same way on every visit. */

export interface Dot {
  readonly id: string
  /** Held in the middle: the owner of a star, and nobody else. */
  readonly isHeld?: boolean
  /** Stands under the others and moves none of them: an owner where trust does not turn round her. */
  readonly isAside?: boolean
}

export interface Line {
  readonly from: string
  readonly to: string
  readonly weight: number
}

export interface Spot {
  readonly x: number
  readonly y: number
}

/** Pairs that are pushed apart in all rounds together: a phone does as many in a tenth of a second. */
const MOST_PUSHES = 4_000_000
const MOST_ROUNDS = 300
const MARGIN = 26
const MOST_SCALE = 150
/** The strip under the drawing for those who stand aside. */
const ASIDE = 56
/** Sunflower seeds: neighbours in the list start apart, and no two start in one place. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/** Who stands aside stands in a row at the foot; all others are drawn as if they were not there. */
export function layOut(dots: readonly Dot[], lines: readonly Line[], width: number, height: number): Map<string, Spot> {
  const aside = dots.filter(({ isAside }) => isAside)
  const others = dots.filter(({ isAside }) => !isAside)
  if (aside.length === 0 || others.length === 0) return drawn(dots, lines, width, height)
  const spots = drawn(others, lines, width, height - ASIDE)
  aside.forEach(({ id }, place) => {
    spots.set(id, { x: (width * (place + 1)) / (aside.length + 1), y: height - MARGIN })
  })
  return spots
}

/** Dots that act on each other’s word are drawn together, all others push each other away (Fruchterman & Reingold 1991). */
function drawn(dots: readonly Dot[], lines: readonly Line[], width: number, height: number): Map<string, Spot> {
  const at = new Map(dots.map(({ id }, index) => [id, index]))
  const ends = lines.flatMap(({ from, to, weight }) => {
    const [one, other] = [at.get(from), at.get(to)]
    return one === undefined || other === undefined || one === other
      ? []
      : [{ one, other, pull: 1 + Math.log1p(weight) }]
  })
  const x = dots.map((_, index) => Math.sqrt((index + 0.5) / dots.length) * Math.cos(index * GOLDEN_ANGLE))
  const y = dots.map((_, index) => Math.sqrt((index + 0.5) / dots.length) * Math.sin(index * GOLDEN_ANGLE))
  hold(dots, x, y)
  const rounds = Math.min(MOST_ROUNDS, Math.ceil(MOST_PUSHES / Math.max(1, dots.length ** 2)))
  const spacing = 1.6 / Math.sqrt(Math.max(1, dots.length))
  for (let round = 0; round < rounds; round++) step(x, y, ends, spacing, 0.25 * (1 - round / rounds) + 0.005)
  hold(dots, x, y)
  return ontoPage(dots, x, y, width, height)
}

function hold(dots: readonly Dot[], x: number[], y: number[]): void {
  const held = dots.findIndex(({ isHeld }) => isHeld)
  if (held < 0) return
  x[held] = 0
  y[held] = 0
}

interface End {
  readonly one: number
  readonly other: number
  readonly pull: number
}

function step(x: number[], y: number[], ends: readonly End[], spacing: number, most: number): void {
  const [dx, dy] = [x.map(() => 0), y.map(() => 0)]
  const move = (one: number, other: number, force: number, ax: number, ay: number) => {
    dx[one]! += ax * force
    dy[one]! += ay * force
    dx[other]! -= ax * force
    dy[other]! -= ay * force
  }
  for (let one = 0; one < x.length; one++) {
    for (let other = one + 1; other < x.length; other++) {
      const [ax, ay] = [x[one]! - x[other]!, y[one]! - y[other]!]
      move(one, other, spacing ** 2 / (ax * ax + ay * ay + 1e-6), ax, ay)
    }
  }
  for (const { one, other, pull } of ends) {
    const [ax, ay] = [x[one]! - x[other]!, y[one]! - y[other]!]
    move(one, other, (-pull * Math.hypot(ax, ay)) / spacing / 4, ax, ay)
  }
  for (let dot = 0; dot < x.length; dot++) {
    // A little pull to the middle keeps separate circles on the page.
    const [mx, my] = [dx[dot]! - x[dot]! * 0.3, dy[dot]! - y[dot]! * 0.3]
    const length = Math.hypot(mx, my)
    const reach = length > most ? most / length : 1
    x[dot]! += mx * reach
    y[dot]! += my * reach
  }
}

/** One scale for both directions, so that nothing is bent; a mesh of two people does not fill a page. */
function ontoPage(dots: readonly Dot[], x: number[], y: number[], width: number, height: number): Map<string, Spot> {
  const isHeld = dots.some((dot) => dot.isHeld)
  const range = (values: number[]) => {
    const reach = Math.max(0, ...values.map(Math.abs))
    // A held dot stays in the middle of the page: the page grows round it alike on both sides.
    return isHeld ? { low: -reach, high: reach } : { low: Math.min(...values), high: Math.max(...values) }
  }
  const [across, down] = [range(x), range(y)]
  const room = (size: number, { low, high }: { low: number; high: number }) =>
    (size - 2 * MARGIN) / Math.max(1e-9, high - low)
  const scale = Math.min(room(width, across), room(height, down), MOST_SCALE)
  const place = (value: number, { low, high }: { low: number; high: number }, size: number) =>
    size / 2 + (value - (low + high) / 2) * scale
  return new Map(dots.map(({ id }, dot) => [id, { x: place(x[dot]!, across, width), y: place(y[dot]!, down, height) }]))
}
