import { curatorsByIds, presentCurator } from '../curators/index.ts'
import { Refusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { entriesOf, walletOf } from './wallet.ts'

/** One curator with the numbers of her wallet, as she sees them herself. Refuses `not_found` for who never applied. */
export async function curatorWithWallet(platform: Platform, personId: bigint) {
  const curator = (await curatorsByIds(platform.db, [personId])).get(personId)
  if (!curator) throw new Refusal(platformRefusals.not_found)
  return { curator: presentCurator(curator), wallet: await showWallet(platform, personId) }
}

export async function showWallet(platform: Platform, curator: bigint) {
  const wallet = await walletOf(platform.db, curator)
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  return {
    estimated: money(wallet.estimatedFen),
    pending: money(wallet.pendingFen),
    available: money(wallet.availableFen),
    withdrawing: money(wallet.withdrawingFen),
    withdrawn: money(wallet.withdrawnFen),
    debt: money(wallet.debtFen),
  }
}

/** Her statement lines, newest first: every line that earned her something. */
export async function walletEntries(platform: Platform, curator: bigint, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('acc', query.cursor) : NEWEST
  const found = await entriesOf(platform.db, curator, before, limit + 1, platform.config.currency)
  return pageOf(found, limit, (last) => last.id)
}
