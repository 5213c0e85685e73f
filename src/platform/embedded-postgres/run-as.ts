import { existsSync, readFileSync, statSync } from 'node:fs'

/** The user a process is started as; empty means: as ourselves. Spread it into spawn's options. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * Who runs the server. PostgreSQL refuses root, so root hands it to the owner of an existing data folder, else to
 * `postgres`, else to `nobody`. Anybody else runs it themselves, and is refused a data folder that is not theirs.
 */
export function whoRuns(dataDir: string): RunAs {
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined
  if (runsAsRoot()) {
    return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : userFor(['postgres', 'nobody'])
  }
  if (owner && owner.uid !== process.getuid?.()) {
    throw new Error(
      `The data folder ${dataDir} belongs to another user (${nameOf(owner.uid)}). Start as that user or as root, or choose another folder.`,
    )
  }
  return {}
}

function userFor(names: string[]): RunAs {
  for (const name of names) {
    const user = users().find((line) => line.name === name)
    if (user) return { uid: user.uid, gid: user.gid }
  }
  throw new Error(`PostgreSQL does not run as root, and there is no user ${names.join(' or ')} to run it. Add one.`)
}

function nameOf(uid: number): string {
  return users().find((user) => user.uid === uid)?.name ?? String(uid)
}

function users(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }))
}
