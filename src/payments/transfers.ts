import type { Platform } from '../platform/platform.ts'
import { providerOf } from './provider.ts'
import type { ProviderTransfer, StartTransfer } from './providers/port.ts'

/** Pays out through the provider. Outside any transaction; safe to repeat under the same number. */
export const startTransfer = (platform: Platform, transfer: StartTransfer): Promise<ProviderTransfer> =>
  providerOf(platform).transfer(transfer)

/** What the provider knows of a transfer now. */
export const queryTransfer = (platform: Platform, billNo: string): Promise<ProviderTransfer> =>
  providerOf(platform).queryTransfer(billNo)
