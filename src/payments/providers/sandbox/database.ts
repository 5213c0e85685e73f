import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connectOnce, Database } from '../../../platform/db.ts'

const CONNECTIONS = 8
const NO_SUCH_DATABASE = '3D000'
const ALREADY_THERE = new Set(['42P04', '23505'])

/** Opens the simulator's own database, with its tables; creates it when the server has none of that name. */
export async function openSandboxDatabase(url: string): Promise<Database> {
  const sql = await readFile(schemaFile(), 'utf8')
  const connection = await connectOnce(url).catch(async (error: unknown) => {
    if (codeOf(error) !== NO_SUCH_DATABASE) throw error
    await createDatabase(url)
    return connectOnce(url)
  })
  try {
    await connection.query(sql)
  } finally {
    await connection.end()
  }
  return new Database({ url, max: CONNECTIONS })
}

/** Beside this file in the sources; in a bundle (`dist/cli.js`) the sources are one folder up. */
function schemaFile(): URL {
  const beside = new URL('./schema.sql', import.meta.url)
  return existsSync(beside) ? beside : new URL('../src/payments/providers/sandbox/schema.sql', import.meta.url)
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url)
  const name = decodeURIComponent(maintenance.pathname.slice(1))
  maintenance.pathname = '/postgres'
  const connection = await connectOnce(maintenance.href)
  try {
    await connection.query(`create database "${name.replaceAll('"', '""')}"`)
  } catch (error) {
    if (!ALREADY_THERE.has(codeOf(error) ?? '')) throw error
  } finally {
    await connection.end()
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code
}
