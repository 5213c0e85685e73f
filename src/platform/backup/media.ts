import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Manifest } from './manifest.ts'

/** How many pictures lie in a folder's `media/`, and how many bytes they have in all. */
export function measureMedia(folder: string): Manifest['media'] {
  const media = path.join(folder, 'media')
  const entries = existsSync(media) ? readdirSync(media, { recursive: true, withFileTypes: true }) : []
  const sizes = entries.filter((one) => one.isFile()).map((one) => statSync(path.join(one.parentPath, one.name)).size)
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
