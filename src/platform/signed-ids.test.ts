import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Keys } from './keys.ts'
import { readSignedId, signId } from './signed-ids.ts'

const keys = new Keys('5e'.repeat(32))
const kind = { byte: 1, purpose: 'test.thing' }
const anId = fc.bigInt(0n, (1n << 63n) - 1n)

test('a token has 28 characters and gives its id back', () => {
  fc.assert(
    fc.property(anId, (id) => {
      const token = signId(keys, kind, id)
      expect(token).toMatch(/^[A-Za-z0-9_-]{28}$/)
      expect(readSignedId(keys, kind, token)).toBe(id)
    }),
  )
})

test('a token that was altered in any bit names nothing', () => {
  fc.assert(
    fc.property(anId, fc.nat(167), (id, bit) => {
      const bytes = Buffer.from(signId(keys, kind, id), 'base64url')
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(readSignedId(keys, kind, bytes.toString('base64url'))).toBeUndefined()
    }),
  )
})

test('a token of another kind, of other keys, or in other writing names nothing', () => {
  const token = signId(keys, kind, 123n)
  expect(readSignedId(keys, { byte: 2, purpose: 'test.thing' }, token)).toBeUndefined()
  expect(readSignedId(keys, { byte: 1, purpose: 'test.other' }, token)).toBeUndefined()
  expect(readSignedId(new Keys('5f'.repeat(32)), kind, token)).toBeUndefined()
  for (const forged of [
    '',
    ' '.repeat(28),
    `${token}=`,
    `${token} `,
    `${token}A`,
    token.slice(1),
    '../../etc/passwd/../../etc/p',
  ])
    expect(readSignedId(keys, kind, forged)).toBeUndefined()
})
