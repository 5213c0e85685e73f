import { formatId } from '../platform/ids.ts'
import type { Prefix } from '../platform/wire.ts'

/** What an account is: a declared kind and an owner (0 is the house itself). */

export type AccountType = 'asset' | 'liability' | 'income' | 'expense'

export interface AccountKind {
  readonly code: number
  readonly name: string
  readonly type: AccountType
  /** Its balance is stored and may not fall under its floor; every transfer that touches it changes it. */
  readonly guarded: boolean
  /** What kind of thing owns such an account, for showing its id; nothing when the house does. */
  readonly ownerPrefix?: Prefix
}

export interface Account {
  readonly kind: AccountKind
  readonly owner: bigint
}

export const HOUSE = 0n

const declared = new Map<number, AccountKind>()

/** Rooms declare the kinds that they post to; a code or a name stands for one kind, for ever. */
export function declareAccounts<const T extends Record<string, Omit<AccountKind, 'name'>>>(
  kinds: T,
): { readonly [K in keyof T]: AccountKind } {
  const made = Object.entries(kinds).map(([name, kind]) => [name, { name, ...kind }] as const)
  for (const [name, kind] of made) {
    const before = declared.get(kind.code)
    if (before && before.name !== name) throw new Error(`account code ${kind.code} is ${before.name} already`)
    declared.set(kind.code, kind)
  }
  return Object.fromEntries(made) as never
}

export const declaredKinds = (): readonly AccountKind[] => [...declared.values()]
export const kindOf = (code: number): AccountKind | undefined => declared.get(code)

/** Assets and expenses grow by debits, liabilities and income by credits. */
export function growth(kind: AccountKind, side: 'debit' | 'credit'): 1 | -1 {
  const growsByDebit = kind.type === 'asset' || kind.type === 'expense'
  return growsByDebit === (side === 'debit') ? 1 : -1
}

/** The owner's id in text; null for the house itself. */
export function ownerText(code: number, owner: bigint | number): string | null {
  const prefix = kindOf(code)?.ownerPrefix
  return prefix === undefined || BigInt(owner) === HOUSE ? null : formatId(prefix, BigInt(owner))
}
