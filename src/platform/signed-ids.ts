import { keepAtMost } from './keep-at-most.ts'
import type { Keys } from './keys.ts'

/** What a token names. The byte is in the token, the purpose in its key, so that one kind never stands for another. */
export interface TokenKind {
  readonly byte: number
  readonly purpose: string
}

const ID_BYTES = 8
const MAC_BYTES = 12
const TOKEN = /^[A-Za-z0-9_-]{28}$/
/** About 120 bytes each. */
const MOST_REMEMBERED = 50_000

/** Tokens that were found to be ours, by their kind: the same link comes with every order that is placed through it. */
const remembered = new WeakMap<Keys, Map<TokenKind, Map<string, bigint>>>()

/** A token that names one id and cannot be made without the key: base64url of kind 1 · id 8 · mac 12 bytes, 28 characters. */
export function signId(keys: Keys, kind: TokenKind, id: bigint): string {
  const message = messageOf(kind, id)
  return Buffer.concat([message, keys.sign(kind.purpose, message, MAC_BYTES)]).toString('base64url')
}

/** The id that a token names; undefined when it is not ours, of another kind, or altered by one bit. */
export function readSignedId(keys: Keys, kind: TokenKind, token: string): bigint | undefined {
  const known = rememberedOf(keys, kind)
  const before = known.get(token)
  if (before !== undefined) return before
  const id = verify(keys, kind, token)
  if (id === undefined) return undefined
  keepAtMost(MOST_REMEMBERED, known, token, id)
  return id
}

function verify(keys: Keys, kind: TokenKind, token: string): bigint | undefined {
  if (!TOKEN.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const message = bytes.subarray(0, 1 + ID_BYTES)
  const isOurs = bytes[0] === kind.byte && keys.isSigned(kind.purpose, message, bytes.subarray(1 + ID_BYTES))
  return isOurs ? message.readBigUInt64BE(1) : undefined
}

function rememberedOf(keys: Keys, kind: TokenKind): Map<string, bigint> {
  const kinds = remembered.get(keys) ?? new Map<TokenKind, Map<string, bigint>>()
  remembered.set(keys, kinds)
  const known = kinds.get(kind) ?? new Map<string, bigint>()
  kinds.set(kind, known)
  return known
}

function messageOf(kind: TokenKind, id: bigint): Buffer {
  const message = Buffer.alloc(1 + ID_BYTES)
  message.writeUInt8(kind.byte, 0)
  message.writeBigUInt64BE(id, 1)
  return message
}
