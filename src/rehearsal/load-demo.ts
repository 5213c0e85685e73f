import { openCommunity, openTonight, Phones } from './demo-communities.ts'
import { FINANCE, hire, OPERATOR, PASSWORD, SCOUT } from './demo-crew.ts'
import { bringFromChat, buyInDemo } from './demo-orders.ts'
import { publishProducts, stockUp } from './demo-products.ts'
import { readRegulars, readWorld, type World } from './demo-world.ts'
import type { House } from './house.ts'
import { liveHistory } from './live-history.ts'

export interface DemoLogin {
  readonly who: string
  readonly where: string
  readonly login: string
  readonly secret: string
}

export interface DemoOptions {
  /** How many weeks the communities live before tonight; none when it is not said. */
  readonly weeks?: number
  /** The moment that an owned clock has to have reached before tonight begins, asked for when the weeks are over. */
  readonly until?: () => Date
  /** The ids of the communities that there are; all of the world's when it is not said. */
  readonly communities?: readonly string[]
}

/**
 * Loads the demo world through the public door of a house that nobody has lived in: staff, twenty products with their
 * dossiers and pictures, six communities with their people, weeks of sales if they are wished for, then tonight's: open
 * sales, and orders in every state.
 */
export async function fillDemo(
  house: House,
  say: (line: string) => void,
  { weeks = 0, until, communities }: DemoOptions = {},
): Promise<{ ok: true; logins: DemoLogin[]; saleLinks: string[] }> {
  if (!(await house.isEmpty())) throw new Error('this database has people already; the demo wants an empty one')
  const world = worldWith(communities)
  const phones = new Phones(world.communities)
  say('staff')
  const crew = await hire(house)
  say(`${world.products.length} products with dossiers`)
  const scout = await crew.scout()
  const shelf = await publishProducts(await crew.operator(), scout, world.products)
  const lived =
    weeks > 0
      ? await liveHistory({ house, world, regulars: readRegulars(), shelf, phones, crew, say }, weeks)
      : undefined
  if (until) await house.moveTo(until())
  say(`${world.communities.length} communities, tonight's sales`)
  const staff = await crew.operator()
  await stockUp(house, await crew.scout(), shelf, world.products)
  const sales = []
  for (const [index, one] of world.communities.entries()) {
    const community = lived?.get(one.id) ?? (await openCommunity(house, staff, one, phones))
    sales.push(await openTonight(house, community, index, shelf.skus))
  }
  say('orders')
  await buyInDemo(house, staff, sales)
  if (lived) await bringFromChat(sales[0])
  const [first] = sales
  return {
    ok: true,
    saleLinks: sales.map(({ link }) => link),
    logins: [
      { who: '运营 operator', where: '/admin', login: OPERATOR.login, secret: `${PASSWORD} + code on /dev` },
      { who: '寻味师 scout', where: '/admin', login: SCOUT.login, secret: `${PASSWORD} + code on /dev` },
      { who: '财务 finance', where: '/admin', login: FINANCE.login, secret: `${PASSWORD} + code on /dev` },
      { who: '甄选师 阿芸', where: '/curator', login: first?.community.ownerPhone ?? '', secret: 'code on /dev' },
      {
        who: '群友 十二栋李姐',
        where: first?.link ?? '/',
        login: first?.community.members[0]?.phone ?? '',
        secret: 'code on /dev',
      },
    ],
  }
}

function worldWith(communities: readonly string[] | undefined): World {
  const world = readWorld()
  if (communities === undefined) return world
  return { ...world, communities: world.communities.filter(({ id }) => communities.includes(id)) }
}
