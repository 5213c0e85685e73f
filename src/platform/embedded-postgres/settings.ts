import { spawnSync } from 'node:child_process'
import os from 'node:os'
import type { Binaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

export type Settings = Readonly<Record<string, string>>

/**
 * The settings for a server that shares one machine with the shop; memory in bytes.
 * A quarter of the memory for pages, at most 1 GB. Durable. No just-in-time compiler, which costs short statements more
 * than it gains. Checkpoints far apart, because after each one a page's next change is logged as a full copy.
 */
export function defaultPostgresSettings(memory = machineMemory()): Settings {
  const sharedMegabytes = Math.max(64, Math.min(1024, Math.floor(memory / 4 / 1024 / 1024)))
  return {
    shared_buffers: `${sharedMegabytes}MB`,
    max_connections: '200',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_compression: 'lz4',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
}

/** The defaults with the caller's settings on top, and without what this build of the server does not know. */
export function settingsFor(binaries: Binaries, as: RunAs, overrides: Settings = {}): Settings {
  const settings = { ...defaultPostgresSettings(), ...overrides }
  // The npm builds for Linux have no lz4; uncompressed costs space, pglz would cost time on the order path.
  const known = supports(binaries, as, 'wal_compression', settings.wal_compression ?? 'off')
  return known ? settings : { ...settings, wal_compression: 'off' }
}

/** Asks the server itself (7 ms): it reads its settings before it finds that there is no data folder. */
function supports(binaries: Binaries, as: RunAs, name: string, value: string): boolean {
  const asked = spawnSync(binaries.postgres, ['-D', '/nonexistent', '-C', name, '-c', `${name}=${value}`], {
    ...as,
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return !asked.stderr.includes('invalid value for parameter')
}

/** What a container allows counts, not what the machine has. */
function machineMemory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, os.totalmem()) : os.totalmem()
}
