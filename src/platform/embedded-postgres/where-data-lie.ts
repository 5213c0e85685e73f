import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isReachable, systemFolder } from './binaries.ts'
import { findPostmaster } from './postmaster.ts'
import { runsAsRoot, whoRuns } from './run-as.ts'

/**
 * The folder that holds the data asked for by this name, which need not exist yet. Root hands the server to another
 * user; a checkout under /root is closed to that one, so its data lie outside and a note beside the name says where.
 * Refuses when the data are in place but can no longer be reached.
 */
export function placeForData(dataDir: string, log?: (line: string) => void): string {
  const asked = realFolder(dataDir)
  const parent = path.dirname(asked)
  if (!runsAsRoot() || isReachable(parent, whoRuns(asked))) return asked
  if (existsSync(path.join(asked, 'PG_VERSION'))) {
    // Starting on an empty folder elsewhere would look as if the data were lost.
    throw new Error(
      `The database's user can no longer enter ${parent}, where its data are. Give it the right (chmod o+x).`,
    )
  }
  if (!existsSync(noteOf(asked))) {
    const elsewhere = makeElsewhere(asked)
    log?.(`The database's user cannot enter ${parent}: the data are kept in ${elsewhere}`)
  }
  return readFileSync(noteOf(asked), 'utf8')
}

/** Where the data of this name lie now, without making anything. */
export function whereDataLie(dataDir: string): string {
  const asked = realFolder(dataDir)
  return existsSync(noteOf(asked)) ? readFileSync(noteOf(asked), 'utf8') : asked
}

const noteOf = (asked: string): string => `${asked}.elsewhere`

/** By its one true name, so that two ways to a folder are not taken for two folders. */
function realFolder(dataDir: string): string {
  const parent = path.dirname(path.resolve(dataDir))
  return existsSync(parent) ? path.join(realpathSync(parent), path.basename(dataDir)) : path.resolve(dataDir)
}

/** A random place, not one derived from the path: another checkout at the same place must not find this one's data. */
function makeElsewhere(asked: string): string {
  sweepTemporary()
  const folder = systemFolder('data', randomBytes(6).toString('hex'))
  writeFileSync(path.join(folder, 'origin'), asked)
  const elsewhere = path.join(folder, path.basename(asked))
  writeFileSync(noteOf(asked), elsewhere)
  return elsewhere
}

/** What belonged to a temporary folder that is gone belongs to nobody; anything else may only be unmounted. */
function sweepTemporary(): void {
  const all = systemFolder('data')
  for (const name of readdirSync(all)) {
    const origin = path.join(all, name, 'origin')
    if (!existsSync(origin)) continue
    const asked = readFileSync(origin, 'utf8')
    const isTemporary = asked.startsWith(`${realpathSync(tmpdir())}${path.sep}`)
    const isGone = !existsSync(path.dirname(asked))
    const isIdle = !findPostmaster(path.join(all, name, path.basename(asked)))
    if (isTemporary && isGone && isIdle) rmSync(path.join(all, name), { recursive: true, force: true })
  }
}
