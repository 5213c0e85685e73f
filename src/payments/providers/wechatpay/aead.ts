import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * AEAD_AES_256_GCM (RFC 5116) as WeChat Pay v3 uses it: the key is the 32-character APIv3 key, the nonce 12 bytes, and
 * the last 16 bytes of the ciphertext are the tag. Source: https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter3_2_5.shtml
 */
export const ALGORITHM = 'AEAD_AES_256_GCM'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Sealed {
  /** base64 of text and tag */
  ciphertext: string
  nonce: string
  associatedData: string
}

export function encrypt(plaintext: string, key: string, nonce: string, associatedData: string): string {
  const cipher = createCipheriv('aes-256-gcm', keyBytes(key), Buffer.from(nonce), { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(associatedData))
  return Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** Throws when key, nonce, associated data, text or tag is not the one it was sealed with. */
export function decrypt(sealed: Sealed, key: string): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  const nonce = Buffer.from(sealed.nonce)
  if (bytes.length < TAG_BYTES || nonce.length !== NONCE_BYTES) throw new Error('not an AEAD_AES_256_GCM ciphertext')
  // authTagLength is stated, because GCM alone would accept a tag cut to 4 bytes: 2^32 guesses instead of 2^128.
  const decipher = createDecipheriv('aes-256-gcm', keyBytes(key), nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(sealed.associatedData))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

function keyBytes(key: string): Buffer {
  const bytes = Buffer.from(key)
  if (bytes.length !== KEY_BYTES) throw new Error(`an APIv3 key has ${KEY_BYTES} bytes, this one ${bytes.length}`)
  return bytes
}
