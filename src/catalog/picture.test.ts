import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../platform/errors.ts'
import { encodePicture } from './picture.ts'

const flat = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#e8872e' } })

const codeOf = async (bytes: Buffer) => {
  try {
    await encodePicture(bytes)
    return 'taken'
  } catch (error) {
    return isRefusal(error) ? error.refusal.code : `not a refusal: ${error}`
  }
}

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 390 300"><circle r="9"/></svg>')

/** A PNG of a few bytes whose header claims more pixels than a machine has memory for. */
function pngClaiming(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const pixels = deflateSync(Buffer.alloc(100_000))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

describe('a picture', () => {
  it('is kept as WebP in two sizes, never enlarged, named by what is in it', async () => {
    const jpeg = await flat(2400, 1600).jpeg().toBuffer()
    const picture = await encodePicture(jpeg)
    expect([picture.width, picture.height]).toEqual([1200, 800])
    const [large, small] = await Promise.all([sharp(picture.large).metadata(), sharp(picture.small).metadata()])
    expect([large.format, large.width, small.format, small.width]).toEqual(['webp', 1200, 'webp', 480])
    expect(picture.file).toMatch(/^[0-9a-f]{40}$/)
    expect((await encodePicture(jpeg)).file).toBe(picture.file)
    const tiny = await encodePicture(await flat(100, 50).png().toBuffer())
    expect([tiny.width, tiny.height]).toEqual([100, 50])
  })

  it('stands upright and says nothing of where or with what it was taken', async () => {
    const taken = await flat(800, 400)
      .jpeg()
      .withExif({ IFD0: { Make: 'canary-camera' }, IFD3: { GPSLatitude: '30/1 15/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const picture = await encodePicture(taken)
    expect([picture.width, picture.height]).toEqual([400, 800])
    const kept = await sharp(picture.large).metadata()
    expect(kept.exif).toBeUndefined()
    expect(picture.large.includes('canary-camera')).toBe(false)
  })

  it('may come as JPEG, PNG, WebP or AVIF', async () => {
    const one = flat(60, 40)
    for (const bytes of [
      await one.clone().jpeg().toBuffer(),
      await one.clone().png().toBuffer(),
      await one.clone().webp().toBuffer(),
      await one.clone().avif({ effort: 0 }).toBuffer(),
    ])
      expect(await codeOf(bytes)).toBe('taken')
  })

  it('is no SVG, no page, no archive and nothing broken', async () => {
    const jpeg = await flat(600, 400).jpeg().toBuffer()
    expect(await codeOf(svg)).toBe('picture_unreadable')
    expect(await codeOf(Buffer.from('<!doctype html><script>alert(1)</script>'))).toBe('picture_unreadable')
    expect(await codeOf(Buffer.from('PK\x03\x04 and so on, an archive'))).toBe('picture_unreadable')
    expect(await codeOf(Buffer.from('GIF89a, which we do not take'))).toBe('picture_unreadable')
    expect(await codeOf(Buffer.alloc(0))).toBe('picture_unreadable')
    expect(await codeOf(jpeg.subarray(0, 300))).toBe('picture_unreadable')
    expect(await codeOf(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), svg]))).toBe('picture_unreadable')
  })

  it('is refused by its header when it would unpack into gigabytes', async () => {
    expect(await codeOf(pngClaiming(60_000, 60_000))).toBe('picture_too_many_pixels')
    expect(await codeOf(pngClaiming(6_400, 6_400))).toBe('picture_too_many_pixels')
  })
})
