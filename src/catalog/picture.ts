import { createHash } from 'node:crypto'
import { Refusal } from '../platform/errors.ts'
import { refusals } from './contract.ts'

/** A picture as it is kept: re-encoded, two sizes, named by what is in it. */
export interface EncodedPicture {
  readonly file: string
  readonly large: Buffer
  readonly small: Buffer
  readonly width: number
  readonly height: number
}

export const PICTURES_PER_PRODUCT = 12
const MAX_PIXELS = 40_000_000
const LARGE = 1200
const SMALL = 480
const SECONDS = 15

/**
 * Loaded with the first picture: some 20 MB, and most processes never see one. Without a cache of decoded pictures, which would
 * only keep what nobody asks for again.
 */
async function decoder() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

export const largeFile = (file: string): string => `${file}-large.webp`
export const smallFile = (file: string): string => `${file}-small.webp`

/**
 * Decodes a picture and encodes it anew as WebP in two sizes, upright and without metadata (place, device). Only the
 * pixels survive, so nothing that hid in the file does. Refuses `picture_unreadable` and `picture_too_many_pixels`.
 */
export async function encodePicture(bytes: Buffer): Promise<EncodedPicture> {
  const kind = kindOf(bytes)
  if (!kind) throw new Refusal(refusals.picture_unreadable)
  await assertSize(bytes, kind)
  try {
    const [large, small] = await Promise.all([LARGE, SMALL].map((longest) => shrink(bytes, longest)))
    if (!large || !small) throw new Refusal(refusals.picture_unreadable)
    const file = createHash('sha256').update(large.data).digest('hex').slice(0, 40)
    return { file, large: large.data, small: small.data, width: large.info.width, height: large.info.height }
  } catch (error) {
    throw readable(error)
  }
}

/** No SVG: it is code, not a picture. */
type Kind = 'jpeg' | 'png' | 'webp' | 'heif'

/** Told by its first bytes, never by its name or by what the client says it is. */
function kindOf(bytes: Buffer): Kind | undefined {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (bytes.length < 16) return undefined
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (ascii(4, 12) === 'ftypavif') return 'heif'
  return undefined
}

/** Reads the header only: a file of a few kilobytes may claim a thousand megapixels, and decoding would take them. */
async function assertSize(bytes: Buffer, kind: Kind): Promise<void> {
  const sharp = await decoder()
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => Promise.reject(readable(error)))
  if (header.format !== kind) throw new Refusal(refusals.picture_unreadable)
  if (header.width * header.height > MAX_PIXELS) throw new Refusal(refusals.picture_too_many_pixels)
}

async function shrink(bytes: Buffer, longest: number) {
  const sharp = await decoder()
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: SECONDS })
    .webp({ quality: 80, effort: 4 })
    .toBuffer({ resolveWithObject: true })
}

/** Whatever the decoder says of a file is the file's fault, not ours. */
function readable(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const tooLarge = error instanceof Error && /pixel limit/i.test(error.message)
  return new Refusal(tooLarge ? refusals.picture_too_many_pixels : refusals.picture_unreadable)
}
