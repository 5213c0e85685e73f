import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
} from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { decrypt, encrypt } from './aead.ts'
import type { OpenedConfig } from './config.ts'
import { isSignedBy, message, newNonce, readAuthorization, signMessage, writeAuthorization } from './signature.ts'
import { encryptToPlatform } from './transfer.ts'

/** Our cryptography against a client that others wrote: each side must accept what the other made. */
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string

describe('signatures', () => {
  it('builds the same text for a request', () => {
    const ours = message('POST', '/v3/pay/transactions/h5?a=酵母', '1732269600', 'nonce', '{"描述":"脐橙 🍊"}')
    const theirs = Formatter.request(
      'POST',
      '/v3/pay/transactions/h5?a=酵母',
      '1732269600' as never,
      'nonce',
      '{"描述":"脐橙 🍊"}',
    )
    expect(ours.toString()).toBe(theirs)
  })

  it('builds the same text for an answer, an empty one too', () => {
    expect(message('1732269600', 'nonce', '').toString()).toBe(Formatter.response('1732269600' as never, 'nonce', ''))
  })

  it('are accepted by theirs, and theirs by ours', async () => {
    const text = message('GET', '/v3/x', '1', newNonce(), '')
    const ours = await signMessage(text, createPrivateKey(privatePem))
    expect(Rsa.verify(text.toString(), ours, Rsa.from(publicPem, 'public'))).toBe(true)
    const theirs = Rsa.sign(text.toString(), Rsa.from(privatePem, 'private'))
    expect(isSignedBy(createPublicKey(publicPem), text, theirs)).toBe(true)
    expect(theirs).toBe(ours)
  })

  it('are refused after any change of one byte', async () => {
    const text = message('1732269600', 'nonce', '{"amount":{"total":3990}}')
    const signature = await signMessage(text, pair.privateKey)
    for (let at = 0; at < text.length; at++) {
      const changed = Buffer.from(text)
      changed[at] = (changed[at] as number) ^ 1
      expect(isSignedBy(pair.publicKey, changed, signature)).toBe(false)
    }
    for (const broken of [
      '',
      '=',
      ' ',
      signature.slice(4),
      ` ${signature}`,
      `${signature}=`,
      `-${signature}`,
      signature.toLowerCase(),
    ]) {
      expect(isSignedBy(pair.publicKey, text, broken)).toBe(false)
    }
  })
})

describe('the Authorization header', () => {
  const parts = {
    mchid: '1900009191',
    serialNo: '1DDE55AD',
    timestamp: '1554208460',
    nonce: 'n0nce',
    signature: 'c2ln+/A=',
  }

  it('is written as theirs', () => {
    const theirs = Formatter.authorization('1900009191', 'n0nce', 'c2ln+/A=', '1554208460' as never, '1DDE55AD')
    expect(readAuthorization(theirs)).toEqual(parts)
    expect(readAuthorization(writeAuthorization(parts))).toEqual(parts)
  })

  it('is read in any order, and not at all when a field is missing, repeated or of another schema', () => {
    const written = writeAuthorization(parts)
    const [schema, fields] = [written.slice(0, 25), written.slice(26)]
    expect(readAuthorization(`${schema} ${fields.split(',').reverse().join(',')}`)).toEqual(parts)
    expect(readAuthorization(`${schema} ${fields},mchid="1"`)).toBeNull()
    expect(readAuthorization(`${schema} ${fields.split(',').slice(1).join(',')}`)).toBeNull()
    expect(readAuthorization(`Bearer ${fields}`)).toBeNull()
    expect(readAuthorization('')).toBeNull()
  })
})

describe('AEAD_AES_256_GCM', () => {
  it('makes the vectors of the GCM specification whose key is text (test cases 13 and 14)', () => {
    const zeros = (length: number) => '\0'.repeat(length)
    const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex')
    expect(hex(encrypt('', zeros(32), zeros(12), ''))).toBe('530f8afbc74536b9a963b4f1c4cb738b')
    const sealed = encrypt(zeros(16), zeros(32), zeros(12), '')
    expect(hex(sealed)).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919')
    expect(decrypt({ ciphertext: sealed, nonce: zeros(12), associatedData: '' }, zeros(32))).toBe(zeros(16))
  })

  it('seals for them and opens what they sealed, for any text', () => {
    const key = randomBytes(16).toString('hex')
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.constantFrom('', 'transaction', 'refund'),
        (text, aad) => {
          const nonce = randomBytes(6).toString('hex')
          const theirs = Aes.AesGcm.encrypt(text, key, nonce, aad)
          expect(encrypt(text, key, nonce, aad)).toBe(theirs)
          expect(decrypt({ ciphertext: theirs, nonce, associatedData: aad }, key)).toBe(text)
        },
      ),
    )
  })

  it('opens nothing that was changed, cut or sealed otherwise', () => {
    const key = randomBytes(16).toString('hex')
    const sealed = {
      ciphertext: encrypt('{"total":3990}', key, 'abcdefghijkl', 'transaction'),
      nonce: 'abcdefghijkl',
      associatedData: 'transaction',
    }
    const bytes = Buffer.from(sealed.ciphertext, 'base64')
    const cut = (end: number) => ({ ...sealed, ciphertext: bytes.subarray(0, end).toString('base64') })
    expect(decrypt(sealed, key)).toBe('{"total":3990}')
    for (let end = 0; end < bytes.length; end++) expect(() => decrypt(cut(end), key)).toThrow()
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ 128
      expect(() => decrypt({ ...sealed, ciphertext: changed.toString('base64') }, key)).toThrow()
    }
    expect(() => decrypt({ ...sealed, nonce: 'abcdefghijkm' }, key)).toThrow()
    expect(() => decrypt({ ...sealed, nonce: 'abcdefghijk' }, key)).toThrow()
    expect(() => decrypt({ ...sealed, associatedData: '' }, key)).toThrow()
    expect(() => decrypt(sealed, randomBytes(16).toString('hex'))).toThrow()
    expect(() => decrypt(sealed, 'short')).toThrow(/32 bytes/)
  })
})

describe('sensitive fields', () => {
  const config = {
    publicKeyId: 'PUB_KEY_ID_0119',
    platformKeys: new Map([['PUB_KEY_ID_0119', createPublicKey(publicPem)]]),
  } as unknown as OpenedConfig

  it('encrypted by us are opened by theirs, and theirs by what opens ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (name) => {
        const ours = encryptToPlatform(config, name)
        expect(ours.serial).toBe('PUB_KEY_ID_0119')
        expect(Rsa.decrypt(ours.ciphertext, Rsa.from(privatePem, 'private'))).toBe(name)
        const theirs = Rsa.encrypt(name, Rsa.from(publicPem, 'public'))
        const options = { key: privatePem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
        expect(privateDecrypt(options, Buffer.from(theirs, 'base64')).toString()).toBe(name)
      }),
      { numRuns: 50 },
    )
  })

  it('are never the same twice', () => {
    expect(encryptToPlatform(config, '欧阳').ciphertext).not.toBe(encryptToPlatform(config, '欧阳').ciphertext)
  })
})
