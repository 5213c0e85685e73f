import type { Queryable, Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import { providerOf } from './provider.ts'
import type { ProviderTransfer, StartTransfer } from './providers/port.ts'

/** A transfer as the room that owns it knows it. */
export interface OwnTransfer {
  readonly reference: bigint
  readonly billNo: string
  readonly providerBill: string | null
  readonly amountFen: number
  /** Still under way at the provider: not in the books as paid. */
  readonly isUnderWay: boolean
  /** When it arrived; null while it is under way. */
  readonly endedAt: Date | null
}

/** The room that owns transfers, registered in the wiring. */
export interface TransferOwner {
  /** Those that arrived or are under way and bear one of these numbers (ours or the provider's), and those that arrived in the span. */
  find(q: Queryable, numbers: readonly string[], from: Date, to: Date): Promise<readonly OwnTransfer[]>
  /** Applies what the provider proved about transfers, inside the payments transaction; says which changed anything. */
  take(platform: Platform, tx: Tx, answers: readonly ProviderTransfer[]): Promise<readonly boolean[]>
}

let owner: TransferOwner | undefined

export function onTransfers(one: TransferOwner): void {
  owner = one
}

export const transferOwner = (): TransferOwner | undefined => owner

/** Pays out through the provider. Outside any transaction; safe to repeat under the same number. */
export const startTransfer = (
  platform: Platform,
  transfer: Omit<StartTransfer, 'notifyUrl'>,
): Promise<ProviderTransfer> =>
  providerOf(platform).transfer({
    ...transfer,
    notifyUrl: `${platform.config.notifyBase}/v1/provider/wechatpay/notifications`,
  })

/** What the provider knows of a transfer now. */
export const queryTransfer = (platform: Platform, billNo: string): Promise<ProviderTransfer> =>
  providerOf(platform).queryTransfer(billNo)
