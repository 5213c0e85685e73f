import { openInstallation } from '../src/installation.ts'
import { findOrMakePerson } from '../src/people/create-person.ts'
import { addAddress } from '../src/people/keep-addresses.ts'
import { openSession } from '../src/people/open-session.ts'
import { anonymous } from '../src/platform/actor.ts'
import type { Config } from '../src/platform/config.ts'
import type { connectOnce } from '../src/platform/db.ts'
import type { Platform } from '../src/platform/platform.ts'
import * as multiply from './multiply.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

export const FULL: multiply.Crowd = {
  products: 300,
  skusPerProduct: 20,
  communities: 50_000,
  curators: 500,
  buyers: 10_000,
  skusPerSale: 20,
}

export interface Shopper {
  readonly personId: bigint
  readonly cookie: string
  readonly addressId: bigint
}

const AT_ONCE = 16

/** So many signed-in people with an address each. */
export async function makeShoppers(config: Config, many: number): Promise<Shopper[]> {
  const installation = await openInstallation(config, { connections: AT_ONCE })
  return inParallel(many, (n) => makeShopper(installation.platform, 137_0000_0000 + n)).finally(() =>
    installation.close(),
  )
}

/**
 * Makes a business of the asked size: people one by one as the house makes them (keys, sealed addresses, sessions), and
 * goods, communities, sales and links as copies of what the public API made, in SQL, because fifty thousand sign-ups of
 * a community would take an hour and measure nothing.
 */
export async function furnish(config: Config, connection: Connection, crowd: multiply.Crowd): Promise<Shopper[]> {
  const installation = await openInstallation(config, { connections: AT_ONCE })
  try {
    const { platform } = installation
    const shoppers = await inParallel(crowd.buyers, (n) => makeShopper(platform, 137_0000_0000 + n))
    const curators = await inParallel(crowd.curators, (n) => makePerson(platform, 136_5000_0000 + n))
    await multiply.goods(connection, crowd)
    await multiply.curators(connection, curators)
    await multiply.communities(connection, crowd, curators)
    await multiply.members(
      connection,
      shoppers.map((shopper) => shopper.personId),
    )
    await connection.query('vacuum (analyze)')
    return shoppers
  } finally {
    await installation.close()
  }
}

async function makePerson(platform: Platform, phone: number): Promise<bigint> {
  const made = await platform.db.inTransaction(platform, (tx) =>
    findOrMakePerson(platform, tx, { phone: String(phone), nickname: `b${phone % 100_000}`, isDemo: true }),
  )
  return made.personId
}

function makeShopper(platform: Platform, phone: number): Promise<Shopper> {
  return platform.db.inTransaction(platform, async (tx) => {
    const input = { phone: String(phone), nickname: `b${phone % 100_000}`, isDemo: true }
    const { personId } = await findOrMakePerson(platform, tx, input)
    const { sessionId, token } = await openSession(platform, tx, 'store', { personId }, anonymous)
    const actor = { kind: 'person', personId, sessionId, audience: 'store' } as const
    const label = { recipient: '王小明', phone: String(phone), region: '浙江省 杭州市 西湖区', street: '文三路 1 号' }
    const addressId = await addAddress(platform, actor, tx, label)
    return { personId, cookie: `lv_store=${token}`, addressId }
  })
}

async function inParallel<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const n = next++
      made[n] = await make(n)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return made
}
