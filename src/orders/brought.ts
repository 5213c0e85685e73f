import { Refusal } from '../platform/errors.ts'
import type { Keys } from '../platform/keys.ts'
import { readSignedId, signId, type TokenKind } from '../platform/signed-ids.ts'
import { limits } from '../platform/wire.ts'
import type { OrderState } from './contract.ts'
import { type BroughtRow, broughtRefusals, MOST_OPEN } from './contract-brought.ts'
import { NICKNAME_LENGTH } from './pasted-list.ts'

/** How long an order keeps its goods for the person whom it names. */
export const TAKE_WITHIN_MS = 30 * 60_000

const payLink: TokenKind = { byte: 6, purpose: 'orders.pay-link' }

/** 28 characters; who has the link may take the order, nobody can make one up. */
export const payTokenOf = (keys: Keys, orderId: bigint): string => signId(keys, payLink, orderId)

/** Refuses `pay_link_forged` for anything that we did not sign. */
export function readPayToken(keys: Keys, token: string): bigint {
  const id = readSignedId(keys, payLink, token)
  if (id === undefined) throw new Refusal(broughtRefusals.pay_link_forged)
  return id
}

export type BroughtState = 'open' | 'taken' | 'ended'

/** Where a brought order stands for whom it names. Its time is over with the clock, whether it was swept yet or not. */
export function broughtState(order: { state: OrderState; expires_at: Date }, at: Date): BroughtState {
  if (order.state === 'awaiting_buyer') return at < order.expires_at ? 'open' : 'ended'
  return order.state === 'cancelled' || order.state === 'expired' ? 'ended' : 'taken'
}

/** A row with its nickname trimmed, fit to be placed. Refuses `row_unreadable`. */
export function assertRow(row: BroughtRow): BroughtRow & { readonly note: string } {
  const nickname = row.nickname.trim()
  const isWhole = row.lines.length > 0 && row.lines.every(({ quantity: n }) => n >= 1 && n <= limits.quantity)
  if (nickname === '' || nickname.length > NICKNAME_LENGTH || !isWhole)
    throw new Refusal(broughtRefusals.row_unreadable)
  return { ...row, nickname, note: (row.note ?? '').trim() }
}

/** Counts one more that waits; refuses `brought_limit`. */
export function assertRoom(open: number): number {
  if (open >= MOST_OPEN) throw new Refusal(broughtRefusals.brought_limit)
  return open + 1
}
