import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inflateSync } from 'node:zlib'

const fontPackage = path.resolve(import.meta.dirname, '../../../node_modules/@fontsource/noto-sans-sc/files')
const weights = [400, 500, 700]
const subsets = ['chinese-simplified', 'latin']

/**
 * Makes a font configuration whose every family falls back to Noto Sans SC; without it Chinese is drawn as boxes.
 * @returns the file for FONTCONFIG_FILE
 */
export function makeFontConfiguration(cache: string, otherFonts: string): string {
  const folder = path.join(cache, 'fonts')
  mkdirSync(folder, { recursive: true })
  for (const weight of weights) {
    for (const subset of subsets) {
      const name = `noto-sans-sc-${subset}-${weight}-normal`
      // Chromium reads system fonts as TrueType only; the package has them packed for the web.
      writeOnce(path.join(folder, `${name}.ttf`), () =>
        unpackWoff(readFileSync(path.join(fontPackage, `${name}.woff`))),
      )
    }
  }
  const file = path.join(cache, 'fonts.conf')
  replace(file, Buffer.from(configuration([folder, otherFonts], path.join(cache, 'fontconfig'))))
  return file
}

/** Turns WOFF 1.0 (https://www.w3.org/TR/WOFF/) back into the font file that it packs. */
export function unpackWoff(woff: Buffer): Buffer {
  const tables = woff.readUInt16BE(12)
  const directory = Array.from({ length: tables }, (_, index) => readEntry(woff, 44 + 20 * index))
  const headLength = 12 + 16 * tables
  const font = Buffer.alloc(directory.reduce((sum, { data }) => sum + roundUp(data.length), headLength))
  woff.copy(font, 0, 4, 8)
  const power = Math.floor(Math.log2(tables))
  font.writeUInt16BE(tables, 4)
  font.writeUInt16BE(16 << power, 6)
  font.writeUInt16BE(power, 8)
  font.writeUInt16BE(16 * tables - (16 << power), 10)
  let offset = headLength
  directory.forEach(({ tag, checksum, data }, index) => {
    const at = 12 + 16 * index
    tag.copy(font, at)
    font.writeUInt32BE(checksum, at + 4)
    font.writeUInt32BE(offset, at + 8)
    font.writeUInt32BE(data.length, at + 12)
    data.copy(font, offset)
    offset += roundUp(data.length)
  })
  return font
}

function readEntry(woff: Buffer, at: number): { tag: Buffer; checksum: number; data: Buffer } {
  const offset = woff.readUInt32BE(at + 4)
  const packedLength = woff.readUInt32BE(at + 8)
  const length = woff.readUInt32BE(at + 12)
  const packed = woff.subarray(offset, offset + packedLength)
  return {
    tag: woff.subarray(at, at + 4),
    checksum: woff.readUInt32BE(at + 16),
    data: packedLength < length ? inflateSync(packed) : packed,
  }
}

const roundUp = (length: number): number => (length + 3) & ~3

function configuration(folders: string[], cacheFolder: string): string {
  const families = ['sans-serif', 'serif', 'system-ui', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC']
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${cacheFolder}</cachedir>
${families
  .map(
    (family) =>
      `  <alias binding="same"><family>${family}</family><prefer><family>Noto Sans SC</family></prefer></alias>`,
  )
  .join('\n')}
</fontconfig>
`
}

function writeOnce(file: string, make: () => Buffer): void {
  if (!existsSync(file)) replace(file, make())
}

/** Whole or not at all: several test processes may do this at once. */
function replace(file: string, content: Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, content)
  renameSync(beside, file)
}
