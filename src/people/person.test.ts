import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Keys } from '../platform/keys.ts'
import { madeUpNickname, readNickname } from './person.ts'
import { newWrappedKey, openFor, sealFor, unwrapKey } from './person-key.ts'
import { maskLabelPhone, maskPhone, type PhoneNumber, readPhone } from './phone.ts'
import { hashCode, judgeCode, makeCode } from './phone-code.ts'

const keys = new Keys('5e'.repeat(32))

describe('a nickname', () => {
  test.each([
    ['  小王  ', '小王'],
    ['小   王', '小 王'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['👩‍👩‍👧 一家', '👩‍👩‍👧 一家'],
    ['字'.repeat(30), '字'.repeat(30)],
    ['😀'.repeat(30), '😀'.repeat(30)],
  ])('%j', (text, nickname) => {
    expect(readNickname(text)).toBe(nickname)
  })

  test.each(['', '   ', '\u200d\u200d', '字'.repeat(31), 'a\u0000b', 'a\u202eb', 'a\nb', '\ud800'])(
    '%j is refused',
    (text) => {
      expect(() => readNickname(text)).toThrow('nickname_unusable')
    },
  )

  test('made up ones are usable', () => {
    for (let i = 0; i < 100; i++) {
      expect(readNickname(madeUpNickname('zh-CN'))).toMatch(/^群友\d{4}$/)
      expect(readNickname(madeUpNickname('en'))).toMatch(/^Member \d{4}$/)
    }
  })

  test('reading twice is reading once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), (text) => {
        let once: string
        try {
          once = readNickname(text)
        } catch {
          return
        }
        expect(readNickname(once)).toBe(once)
      }),
    )
  })
})

describe('a phone', () => {
  test.each([
    ['13800000001', '+8613800000001', '138****0001'],
    ['+8613800000001', '+8613800000001', '138****0001'],
    ['138 0000-0001', '+8613800000001', '138****0001'],
    ['１３８０００００００１', '+8613800000001', '138****0001'],
    ['+4915112345678', '+4915112345678', '+491****78'],
  ])('%s', (text, stored, masked) => {
    expect(readPhone(text)).toBe(stored)
    expect(maskPhone(stored as PhoneNumber)).toBe(masked)
  })

  test.each(['', '12800000001', '1380000000', '138000000011', '+8612345', '+0123456789', 'x13800000001'])(
    '%s is none',
    (text) => {
      expect(readPhone(text)).toBeUndefined()
    },
  )
})

test.each([
  ['13800000001', '138****0001'],
  ['0571-88888888', '057****8888'],
  ['123456', '1****6'],
  ['1234', '****'],
])('on a label %s is shown as %s', (text, masked) => {
  expect(maskLabelPhone(text)).toBe(masked)
})

describe('a code', () => {
  const at = new Date('2026-11-23T04:00:00Z')
  const phone = keys.fingerprint('phone', '+8613800000001')
  const sent = {
    codeHash: hashCode(keys, phone, '012345'),
    wrongTries: 0,
    expiresAt: new Date(at.getTime() + 1),
    usedAt: null,
  }

  test('has six digits, leading zeros too', () => {
    for (let i = 0; i < 1_000; i++) expect(makeCode()).toMatch(/^\d{6}$/)
  })

  test('is bound to its phone', () => {
    const other = keys.fingerprint('phone', '+8613800000002')
    expect(judgeCode(sent, hashCode(keys, phone, '012345'), at)).toBe('right')
    expect(judgeCode(sent, hashCode(keys, other, '012345'), at)).toBe('wrong')
  })

  test('its hash needs the installation key', () => {
    expect(hashCode(new Keys('00'.repeat(32)), phone, '012345')).not.toEqual(sent.codeHash)
  })

  test('is dead when used, expired, or guessed at five times, also for the right digits', () => {
    const right = hashCode(keys, phone, '012345')
    expect(judgeCode({ ...sent, usedAt: at }, right, at)).toBe('dead')
    expect(judgeCode({ ...sent, expiresAt: at }, right, at)).toBe('dead')
    expect(judgeCode({ ...sent, wrongTries: 5 }, right, at)).toBe('dead')
    expect(judgeCode({ ...sent, wrongTries: 4 }, right, at)).toBe('right')
  })
})

describe("a person's key", () => {
  const one = 1n as never
  const other = 2n as never

  test('opens what it sealed, in its place and for its person only', () => {
    const { dataKey, wrapped } = newWrappedKey(keys, one)
    const sealed = sealFor(dataKey, one, '浙江省', 'address:1')
    expect(openFor(unwrapKey(keys, one, wrapped), one, sealed, 'address:1')).toBe('浙江省')
    expect(() => openFor(dataKey, one, sealed, 'address:2')).toThrow()
    expect(() => openFor(dataKey, other, sealed, 'address:1')).toThrow()
    expect(() => unwrapKey(keys, other, wrapped)).toThrow()
    expect(() => unwrapKey(new Keys('00'.repeat(32)), one, wrapped)).toThrow()
  })
})
