import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { fillDemo } from '../../src/rehearsal/index.ts'
import { describeSchema } from '../support/describe-schema.ts'
import { openTestHouse } from '../support/house.ts'
import { startOldestPostgres, whyNoOldestPostgres } from '../support/oldest-postgres.ts'
import { testUnless } from '../support/skip.ts'

const testOnPostgres15 = testUnless(whyNoOldestPostgres())

testOnPostgres15(
  'on PostgreSQL 15 the schema is the same, the demo world lives, and the audit is green',
  async () => {
    const url = await startOldestPostgres()
    const server = await connectOnce(url('postgres'))
    await server.query('create database leaven')
    await server.end()
    await migrate({ url: url('leaven'), mode: 'demo' })
    const expected = readFileSync(path.resolve(import.meta.dirname, '../../sql/schema.sql'), 'utf8')
    expect(expected.endsWith(await describeSchema(url('leaven')))).toBe(true)
    const house = await openTestHouse(url('leaven'))
    const { logins, saleLinks } = await fillDemo(house, () => {})
    expect(logins.length).toBeGreaterThan(3)
    expect(saleLinks).toHaveLength(6)
    const { checks } = await house.audit()
    expect(checks.filter((check) => check.found > 0)).toEqual([])
  },
  240_000,
)
