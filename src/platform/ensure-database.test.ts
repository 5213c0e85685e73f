import { expect, inject, test } from 'vitest'
import { connectOnce } from './db.ts'
import { processMark } from './embedded-postgres/holders.ts'
import { databaseUrl, dropDatabase, ensureDatabase, hasDatabase } from './ensure-database.ts'

// Named like the clones of test/support/database.ts, so that what a killed run leaves is dropped by the next.
const name = `test_${processMark().replace('-', '_')}_ensured`

test('a database is there whole or not at all', async () => {
  const url = inject('testServerUrl')
  const fill = async (unfinished: string) => {
    const connection = await connectOnce(unfinished)
    await connection.query('create table whole (n int)')
    await connection.end()
  }
  try {
    const cutOff = async (unfinished: string) => {
      await fill(unfinished)
      throw new Error('cut off')
    }
    await expect(ensureDatabase(url, name, cutOff)).rejects.toThrow('cut off')
    expect(await hasDatabase(url, name)).toBe(false)
    // What the first try left is thrown away: the same table can be made again.
    expect(await ensureDatabase(url, name, fill)).toBe(true)
    expect(await ensureDatabase(url, name, fill)).toBe(false)
    const connection = await connectOnce(databaseUrl(url, name))
    expect(await connection.query('select from whole')).toEqual([])
    await connection.end()
  } finally {
    await dropDatabase(url, name)
  }
})
