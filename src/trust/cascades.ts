import type { Evidence, Person } from './evidence.ts'

/** One kept order as a link of a cascade: one product in one community. */
export interface CascadeOrder {
  readonly at: number
  /** The order that brought it, as an index into the same list; −1 for a root (owner's post, platform, search, unknown). */
  readonly parent: number
  /** How much of it other members' orders brought: 0 for a root, ½ when she named a friend and the owner. */
  readonly childShare: number
  /** Whether we know on whose word it came. */
  readonly covered: boolean
}

export interface CascadeOptions {
  /** Kept by then, and placed by then: orders later than this are too young to be known as kept. */
  readonly until: number
  readonly owners: readonly Person[]
  /** As in `weigh`: an order on the word of one's own other account is no child. */
  readonly hands?: ReadonlyMap<Person, Person>
}

/**
 * Links kept orders to the earlier orders that brought them: an order is a child of the latest order of the same product
 * by the member whose word it came on. Returned orders are nobody's child and nobody's parent.
 */
export function linkCascades(evidence: readonly Evidence[], options: CascadeOptions): CascadeOrder[] {
  const owners = new Set(options.owners)
  const handOf = (person: Person) => options.hands?.get(person) ?? person
  const orders = evidence
    .filter(({ kind, keptFrom, at }) => kind === 'order' && keptFrom !== null && at <= options.until)
    .sort((a, b) => a.at - b.at)
  const latest = new Map<string, number>()
  const keyOf = (person: Person, product: string | undefined) => `${typeof person} ${person} ${product ?? ''}`
  return orders.map((order, index) => {
    const buyer = handOf(order.actor)
    const words = [...new Set(order.words)]
    const parents = words
      .filter((word) => !owners.has(word) && handOf(word) !== buyer)
      .map((word) => latest.get(keyOf(handOf(word), order.product)) ?? -1)
      .filter((parent) => parent >= 0)
    latest.set(keyOf(buyer, order.product), index)
    return {
      at: order.at,
      parent: parents[0] ?? -1,
      childShare: words.length > 0 ? parents.length / words.length : 0,
      covered: words.length > 0,
    }
  })
}

/** The root of each order's tree; parents come before children. */
export function rootsOf(orders: readonly CascadeOrder[]): Uint32Array {
  const roots = new Uint32Array(orders.length)
  orders.forEach(({ parent }, index) => {
    roots[index] = parent < 0 ? index : roots[parent]!
  })
  return roots
}
