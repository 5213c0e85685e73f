import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const BACKUP_FORMAT = 1

/** What a backup says of itself, in `manifest.json`. It is written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: typeof BACKUP_FORMAT
  readonly leaven: string
  readonly takenAt: string
  readonly postgres: string
  readonly installation: { readonly mode: string; readonly currency: string; readonly timeZone: string }
  /** Tells which LEAVEN_KEY opens the personal data in it, without telling the key. */
  readonly keyFingerprint: string
  readonly migrations: readonly { readonly number: number; readonly name: string; readonly checksum: string }[]
  readonly tables: readonly BackedUpTable[]
  readonly media: { readonly files: number; readonly bytes: number }
}

export interface BackedUpTable {
  /** Quoted, with its schema. */
  readonly table: string
  readonly columns: readonly string[]
  readonly file: string
  readonly rows: number
  readonly bytes: number
  /** Of the file as it lies in the folder. */
  readonly sha256: string
}

export const fingerprintOfKey = (key: string): string =>
  createHash('sha256').update(`leaven installation key ${key}`).digest('hex').slice(0, 16)

/** Reads what a backup says of itself. Refuses in words a folder that is none, and one of a newer kind. */
export function readManifest(folder: string): Manifest {
  const file = path.join(folder, 'manifest.json')
  if (!existsSync(file)) throw new Error(`${folder} is no finished backup: it has no manifest.json`)
  const manifest = readJson(file) as Partial<Manifest>
  if (manifest.format !== BACKUP_FORMAT)
    throw new Error(`${folder} is a backup of format ${manifest.format}; this Leaven reads format ${BACKUP_FORMAT}`)
  return manifest as Manifest
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Error(`${file} cannot be read: it is not whole`)
  }
}
