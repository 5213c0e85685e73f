import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { openOwnHouse } from '../../src/own-house.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { House } from '../../src/rehearsal/index.ts'
import { emptyDatabase, freshDatabase } from './database.ts'
// Their servers go after the houses on them: hooks run in the opposite order of their making.
import './oldest-postgres.ts'
import './own-postgres.ts'

/** A Monday morning in Shanghai. */
export const HOUSE_STARTS_AT = new Date('2026-11-02T01:00:00.000Z')

export interface TestHouse extends House {
  readonly databaseUrl: string
  /** Keys and pictures of this house. */
  readonly folder: string
}

const open: { house: House; folder: string }[] = []

/**
 * A whole house with its own sandbox, database, keys and clock, listening on loopback; closed when the file ends.
 * @param at a migrated database to live on, instead of one of the test server
 * @param folder the keys and pictures to live with, instead of new ones
 * @param settings of the environment, beside those of every test house
 * @param isPassing as the demo's house is: nobody works here unasked, and the moment is not kept
 */
export async function openTestHouse(
  at?: string,
  ownedFrom = HOUSE_STARTS_AT,
  folder = mkdtempSync(path.join(tmpdir(), 'leaven-house-')),
  settings: Readonly<Record<string, string>> = {},
  isPassing = false,
): Promise<TestHouse> {
  const databaseUrl = at ?? (await freshDatabase())
  const sandboxDatabaseUrl = await emptyDatabase()
  const config = readConfig({ ...environment(databaseUrl, folder), ...settings })
  const house = await openOwnHouse({ config, ownedFrom, sandboxDatabaseUrl, isPassing })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= house.close()
    return closed
  }
  open.push({ house: { ...house, close }, folder })
  return { ...house, close, databaseUrl, folder }
}

/** A second server and worker on the same database, sandbox and keys: another process, as far as those can tell. */
export async function openNeighbour(house: TestHouse): Promise<House> {
  const { databaseUrl, folder, sandboxUrl } = house
  const config = readConfig({ ...environment(databaseUrl, folder), LEAVEN_SANDBOX_URL: sandboxUrl })
  const neighbour = await openOwnHouse({ config, ownedFrom: house.now() })
  open.push({ house: neighbour, folder })
  return neighbour
}

const environment = (databaseUrl: string, folder: string) => ({
  DATABASE_URL: databaseUrl,
  LEAVEN_MODE: 'demo',
  LEAVEN_DATA_DIR: folder,
  LOG_LEVEL: 'silent',
  PORT: '0',
})

afterAll(async () => {
  for (const { house, folder } of open.splice(0).reverse()) {
    await house.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
