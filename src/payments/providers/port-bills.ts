/** What a provider says happened on one of its days, line by line: the other side of our books. */
export interface ProviderBill {
  /** The calendar day in {@link BillTimes.zone}. */
  readonly day: string
  readonly files: readonly BillFile[]
}

/** `trade`: payments, refunds and their fees · `basic`: our account there · `operation`: the account that payouts leave. */
export type BillKind = 'trade' | 'basic' | 'operation'

export interface BillFile {
  readonly kind: BillKind
  /** The digest that the provider states and that the bytes had; null when it has nothing to tell of that day. */
  readonly sha1: string | null
  readonly lines: readonly BillLine[]
  /** What the account held after its last line; null where the file does not say. */
  readonly closingFen: number | null
}

/**
 * `told`: moves the account, but another file of the day says the same in more detail · `settled`: paid out to our bank ·
 * `internal`: between our own accounts · `other`: anything that we do not do.
 */
export type BillLineWhat = 'payment' | 'refund' | 'transfer' | 'settled' | 'told' | 'internal' | 'other'

export interface BillLine {
  readonly lineNo: number
  readonly what: BillLineWhat
  /** Seen from us: into the account, or out of it. */
  readonly direction: 'in' | 'out'
  readonly amountFen: number
  /** What the provider kept for it; below zero when it gave back. */
  readonly feeFen: number
  /** The number that we gave it; null where the file names none. */
  readonly ownNo: string | null
  readonly providerNo: string
  readonly at: Date
  /** The provider's own name for it, for people. */
  readonly words: string
}

export interface BillTimes {
  readonly zone: string
  /** From this hour of the next day on the bill of a day can be had. */
  readonly readyHour: number
}

/** The provider says that it has not finished this bill: ask later. */
export class BillNotReady extends Error {
  override readonly name = 'BillNotReady'
}
