import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16

/** Keys derived from the one installation key (LEAVEN_KEY). Each purpose has its own, so that none can stand for another. */
export class Keys {
  readonly #root: Buffer
  readonly #derived = new Map<string, Buffer>()

  /** @param hex 32 bytes in hexadecimal */
  constructor(hex: string) {
    if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error('the installation key must be 64 hexadecimal digits')
    this.#root = Buffer.from(hex, 'hex')
  }

  derive(purpose: string): Buffer {
    let key = this.#derived.get(purpose)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.#root, 'leaven', purpose, 32))
      this.#derived.set(purpose, key)
    }
    return key
  }

  /** A keyed fingerprint: equal inputs are found, the input cannot be read back. */
  fingerprint(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.derive(purpose)).update(value).digest()
  }

  sign(purpose: string, message: Buffer, bytes = 12): Buffer {
    return createHmac('sha256', this.derive(purpose)).update(message).digest().subarray(0, bytes)
  }

  isSigned(purpose: string, message: Buffer, signature: Buffer): boolean {
    const expected = this.sign(purpose, message, signature.length)
    return signature.length >= 8 && timingSafeEqual(expected, signature)
  }
}

export const newDataKey = (): Buffer => randomBytes(32)

/** AES-256-GCM: iv ‖ ciphertext ‖ tag. `context` is bound to it, so that a sealed value cannot be moved elsewhere. */
export function seal(key: Buffer, plain: Buffer | string, context: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `seal` closed; throws when key, context or content do not fit. */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()])
}
