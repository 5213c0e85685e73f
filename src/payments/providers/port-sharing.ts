/**
 * Splitting what one payment brought among several merchants or people, where a provider can. Money that may still be
 * split is frozen at the provider until it is split or released.
 */
export interface ProfitSharing {
  /** Splits, once under this number. Safe to repeat with equal input. At most {@link MOST_RECEIVERS} at a time. */
  share(order: StartSharing): Promise<SharingOrder>
  /** What became of a split or a release, receiver by receiver; null for one that never arrived. */
  queryShare(sharingNo: string, providerTxn: string): Promise<SharingOrder | null>
  /** Releases what was not split; nothing of this payment can be split after that. */
  unfreeze(release: { sharingNo: string; providerTxn: string; description: string }): Promise<SharingOrder>
  /** Takes back from a merchant what a split gave it. One number moves money once. */
  takeBack(back: TakeBack): Promise<SharingReturn>
  /** Null for one that never arrived. */
  queryTakeBack(returnNo: string, sharingNo: string): Promise<SharingReturn | null>
  /** What of a payment is still frozen and can be split, in fen. */
  unsplitFen(providerTxn: string): Promise<number>
}

/** How many may receive of one request, and how often one payment may be split (WeChat Pay). */
export const MOST_RECEIVERS = 50

export interface SharingReceiver {
  /** A merchant's number, or a person's openid. */
  readonly kind: 'merchant' | 'person'
  readonly account: string
  /** Checked against the person's real name when given; sent encrypted. */
  readonly name?: string
  readonly amountFen: number
  readonly description: string
}

export interface StartSharing {
  /** Our number, one for ever: at most 64 of `0-9 a-z A-Z _ - | * @`. */
  readonly sharingNo: string
  readonly providerTxn: string
  readonly receivers: readonly SharingReceiver[]
  /** Release what is left in the same request. */
  readonly releaseRest: boolean
}

export interface SharedWith {
  readonly account: string
  readonly amountFen: number
  readonly state: 'pending' | 'succeeded' | 'closed'
  readonly failReason: string | null
}

export interface SharingOrder {
  readonly sharingNo: string
  readonly providerTxn: string
  readonly state: 'processing' | 'finished'
  readonly receivers: readonly SharedWith[]
}

export interface TakeBack {
  readonly returnNo: string
  readonly sharingNo: string
  /** The merchant that gives it back. */
  readonly account: string
  readonly amountFen: number
  readonly description: string
}

export interface SharingReturn {
  readonly returnNo: string
  readonly state: 'processing' | 'succeeded' | 'failed'
  readonly amountFen: number
  readonly failReason: string | null
}
