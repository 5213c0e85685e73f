import { openCommunities } from './demo-communities.ts'
import { buyInDemo } from './demo-orders.ts'
import { publishProducts } from './demo-products.ts'
import { readWorld } from './demo-world.ts'
import type { House } from './house.ts'
import { signInStaff } from './house.ts'

export interface DemoLogin {
  readonly who: string
  readonly where: string
  readonly login: string
  readonly secret: string
}

const PASSWORD = 'leaven-demo'

/**
 * Loads the demo world through the public door of a house that nobody has lived in: staff, twenty products with their
 * dossiers and pictures, six communities with their people, open sales, and orders in every state.
 */
export async function fillDemo(
  house: House,
  say: (line: string) => void,
): Promise<{ ok: true; logins: DemoLogin[]; saleLinks: string[] }> {
  if (!(await house.isEmpty())) throw new Error('this database has people already; the demo wants an empty one')
  const world = readWorld()
  say('staff')
  const operator = { login: 'qinyue', name: '秦越', password: PASSWORD, roles: ['admin'] as const }
  const scout = { login: 'gunanzhi', name: '顾南枝', password: PASSWORD, roles: ['scout'] as const }
  const finance = { login: 'luzhang', name: '陆账', password: PASSWORD, roles: ['finance'] as const }
  const secrets = [await house.makeStaff(operator), await house.makeStaff(scout)]
  await house.makeStaff(finance)
  await house.makeStaff({ login: 'hexiaoman', name: '何小满', password: PASSWORD, roles: ['service'] })
  const staff = await signInStaff(house, operator.login, PASSWORD, secrets[0]?.totpSecret ?? '')
  const scoutDoor = await signInStaff(house, scout.login, PASSWORD, secrets[1]?.totpSecret ?? '')
  say(`${world.products.length} products with dossiers`)
  const skus = await publishProducts(house, staff, scoutDoor, world.products)
  say(`${world.communities.length} communities`)
  const communities = await openCommunities(house, staff, world.communities, skus)
  say('orders')
  await buyInDemo(house, staff, communities)
  return {
    ok: true,
    saleLinks: communities.flatMap((community) => community.links),
    logins: [
      { who: '运营 operator', where: '/admin', login: operator.login, secret: `${PASSWORD} + code on /dev` },
      { who: '寻味师 scout', where: '/admin', login: scout.login, secret: `${PASSWORD} + code on /dev` },
      { who: '财务 finance', where: '/admin', login: finance.login, secret: `${PASSWORD} + code on /dev` },
      { who: '甄选师 阿芸', where: '/curator', login: communities[0]?.ownerPhone ?? '', secret: 'code on /dev' },
      {
        who: '群友 十二栋李姐',
        where: communities[0]?.links[0] ?? '/',
        login: communities[0]?.members[0]?.phone ?? '',
        secret: 'code on /dev',
      },
    ],
  }
}
