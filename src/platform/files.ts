import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'
import { Refusal } from './errors.ts'
import { platformRefusals } from './wire.ts'

/**
 * Where the bytes of pictures live: `${dataDir}/media`. Names carry a fingerprint of the content, so a file is written
 * once and never changes; a write that is repeated, or whose transaction is rolled back, leaves at most an orphan.
 */
export interface FileStore {
  /** Stored and on the disk when it resolves; a file that is there already is left alone. */
  write(name: string, bytes: Uint8Array): Promise<void>
  /** Refuses `not_found` for an absent file and for a name that could not be one. */
  read(name: string): Promise<Buffer>
}

/** Names are flat (`3f9a…-large.webp`): no folder, no dot at the start, so that no name can leave the store. */
const NAME = /^[a-z0-9][a-z0-9-]{1,99}\.[a-z0-9]{1,5}$/

export function openFiles(config: Pick<Config, 'dataDir'>): FileStore {
  const placeOf = (name: string) => {
    if (!NAME.test(name)) throw new Refusal(platformRefusals.not_found)
    // Two letters of the fingerprint spread a million files over some thousand folders.
    return join(config.dataDir, 'media', name.slice(0, 2), name)
  }
  return {
    write: async (name, bytes) => {
      const place = placeOf(name)
      if (await isThere(place)) return
      await mkdir(dirname(place), { recursive: true })
      await writeWhole(place, bytes)
    },
    read: async (name) => {
      try {
        return await readFile(placeOf(name))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal(platformRefusals.not_found)
        throw error
      }
    },
  }
}

const isThere = (place: string): Promise<boolean> =>
  stat(place).then(
    () => true,
    () => false,
  )

/** Beside, then renamed: a crash leaves no half file under a name that is served. */
async function writeWhole(place: string, bytes: Uint8Array): Promise<void> {
  const beside = `${place}.${randomBytes(6).toString('hex')}`
  const file = await open(beside, 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    await unlink(beside).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
  await rename(beside, place)
}
