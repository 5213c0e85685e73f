import { type House, signInStaff } from './house.ts'
import type { Visitor } from './public-door.ts'

export const PASSWORD = 'leaven-demo'
export const OPERATOR = { login: 'qinyue', name: '秦越', roles: ['admin'] } as const
export const SCOUT = { login: 'gunanzhi', name: '顾南枝', roles: ['scout'] } as const
export const FINANCE = { login: 'luzhang', name: '陆账', roles: ['finance'] } as const
const SERVICE = { login: 'hexiaoman', name: '何小满', roles: ['service'] } as const

/** A session of staff lasts half a day; money asks for a proof within ten minutes. A code counts once, each costs time. */
const SIGNED_IN_FOR_MS = 11 * 3_600_000
const PROVED_FOR_MS = 8 * 60_000

/** The people of the platform's team who work in the demo, signed in. */
export interface Crew {
  operator(): Promise<Visitor>
  /** Signed in a moment ago, as who moves money must have. */
  provenOperator(): Promise<Visitor>
  scout(): Promise<Visitor>
  provenFinance(): Promise<Visitor>
}

export async function hire(house: House): Promise<Crew> {
  const operator = await house.makeStaff({ ...OPERATOR, password: PASSWORD })
  const scout = await house.makeStaff({ ...SCOUT, password: PASSWORD })
  const finance = await house.makeStaff({ ...FINANCE, password: PASSWORD })
  await house.makeStaff({ ...SERVICE, password: PASSWORD })
  const [operators, scouts] = [doorOf(house, OPERATOR.login, operator), doorOf(house, SCOUT.login, scout)]
  const cashiers = doorOf(house, FINANCE.login, finance)
  return {
    operator: () => operators(SIGNED_IN_FOR_MS),
    provenOperator: () => operators(PROVED_FOR_MS),
    scout: () => scouts(SIGNED_IN_FOR_MS),
    provenFinance: () => cashiers(PROVED_FOR_MS),
  }
}

function doorOf(house: House, login: string, { totpSecret }: { totpSecret: string }) {
  let door: { visitor: Visitor; since: number } | undefined
  return async (lastsMs: number): Promise<Visitor> => {
    const now = house.now().getTime()
    if (!door || now - door.since > lastsMs)
      door = { visitor: await signInStaff(house, login, PASSWORD, totpSecret), since: now }
    return door.visitor
  }
}
