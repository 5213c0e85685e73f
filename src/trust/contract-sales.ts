import { idOf, orNull, type Static, Timestamp, Type } from '../platform/wire.ts'
import { Fermentation, Interval } from './contract.ts'

/** Before and after of a sale in one community. */

const Count = Type.Integer({ minimum: 0 })
const Named = Type.Object({ memberId: idOf('mem'), nickname: Type.String() })

const Stood = Type.Object({
  at: Timestamp,
  keptOrders: Count,
  coveredOrders: Count,
  /** Pairs of whom one acted on the other’s word, as far as it counts, and the people in them. */
  pairs: Count,
  people: Count,
})

/** One measure on both sides; `isClear` when the one before lies outside of what the data allow after. */
const Moved = Type.Object({
  before: Type.Number(),
  after: Type.Number(),
  interval: orNull(Interval),
  isClear: Type.Boolean(),
})

const head = {
  saleId: idOf('sal'),
  title: Type.String(),
  opensAt: Timestamp,
  /** Its cut-off or its stop; the moment of reading while it runs. */
  endsAt: Timestamp,
  isRunning: Type.Boolean(),
  /** Paid orders by what became of them; `covered` of those that were not given back. */
  orders: Type.Object({ kept: Count, waiting: Count, returned: Count, covered: Count }),
  newPairs: Count,
  /** What can be said, by name and count; only this where there is too little for measures. */
  words: Type.Array(Type.String()),
}

export const SaleChangeAnswer = Type.Object({
  communityId: idOf('com'),
  communityName: Type.String(),
  ...head,
  before: Stood,
  after: Stood,
  /** Null unless both sides hold enough people and orders for a verdict. */
  measures: orNull(Type.Object({ ownerShare: Moved, together: Moved, words: Type.String() })),
  /** Who was moved by whom in this sale, those who never were before first; `because` in sentences. */
  pairs: Type.Array(
    Type.Object({
      from: Named,
      to: Named,
      isNew: Type.Boolean(),
      counts: Type.Boolean(),
      because: Type.Array(Type.String()),
    }),
  ),
  /** Pairs beyond the list, and of people who are not members any more. */
  morePairs: Count,
  fermentation: Type.Object({ ...Fermentation.properties, words: Type.String() }),
})
export type SaleChangeAnswer = Static<typeof SaleChangeAnswer>

export const SaleChangesAnswer = Type.Object({ items: Type.Array(Type.Object(head)) })
export type SaleChangesAnswer = Static<typeof SaleChangesAnswer>
