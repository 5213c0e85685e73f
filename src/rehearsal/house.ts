import type { StaffRole } from '../platform/actor.ts'
import type { AuditResult } from '../platform/audit.ts'
import { DoorError, Visitor } from './public-door.ts'

const CODES = 3

/** A running installation, seen from the street: its public address, its sandbox, and what only its keeper can do. */
export interface House {
  readonly baseUrl: string
  readonly sandboxUrl: string
  /** The moment that the house lives in. */
  now(): Date
  /** Moves an owned clock forward; keeps the moment so that a later run goes on from it. */
  moveTo(moment: Date): Promise<void>
  /** Does what is due at this moment, as a worker does in its own time: vesting, expiry, seals, readings, deliveries. */
  doDueWork(): Promise<void>
  makeStaff(staff: {
    login: string
    name: string
    password: string
    roles: readonly StaffRole[]
  }): Promise<{ totpSecret: string }>
  /** Someone of the demo world, whom the developer page offers to sign in as; known already: nothing happens. */
  makePerson(person: { phone: string; nickname: string }): Promise<void>
  totpCode(secret: string): string
  /** What has been lived here, counted in the tables themselves. */
  countLives(): Promise<Lives>
  /** True when nobody has lived here yet. */
  isEmpty(): Promise<boolean>
  audit(): Promise<AuditResult>
  close(): Promise<void>
}

/** Orders are told apart by whose link they came through: the curator's, or another member's who passed it on. */
export interface Lives {
  readonly people: number
  readonly communities: number
  readonly orders: number
  readonly paidOrders: number
  readonly goodsFen: number
  readonly throughCurator: number
  readonly throughMember: number
  readonly curatorsOwn: number
  readonly passersOn: number
  readonly mostThroughOne: number
}

/** Signs a person in by phone code, reading the code where the demo's developer page shows it; anew when she has been in. */
export async function signIn(
  house: House,
  audience: 'store' | 'curator',
  phone: string,
  nickname?: string,
  visitor = new Visitor(house.baseUrl),
): Promise<Visitor> {
  const since = house.now().getTime()
  for (let attempt = 1; ; attempt++) {
    await visitor.post(`/v1/${audience}/sign-in/code`, { phone }, `code-${phone}-${since}-${attempt}`)
    const code = await readCode(house, phone)
    const answer = { phone, code, ...(nickname === undefined ? {} : { nickname }) }
    try {
      await visitor.post(`/v1/${audience}/sign-in`, answer, `in-${phone}-${since}-${attempt}`)
      return visitor
    } catch (error) {
      // The page masks phones: of two that look alike, who signs in at the same moment may read the other's code.
      if (!(error instanceof DoorError) || error.code !== 'code_wrong' || attempt >= CODES) throw error
    }
  }
}

async function readCode(house: House, phone: string): Promise<string> {
  const { items } = await new Visitor(house.baseUrl).get('/dev/messages.json')
  const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const message = (items as { phoneMasked: string; body: string }[]).find((item) => item.phoneMasked === masked)
  const code = /\b\d{6}\b/.exec(message?.body ?? '')?.[0]
  if (!code) throw new Error(`no code was sent to ${masked}`)
  return code
}

export async function signInStaff(house: House, login: string, password: string, totpSecret: string): Promise<Visitor> {
  const visitor = new Visitor(house.baseUrl)
  await visitor.post(
    '/v1/admin/sign-in',
    { login, password, totp: house.totpCode(totpSecret) },
    `staff-${login}-${house.now().getTime()}`,
  )
  return visitor
}

/** Pays as a person at the sandbox's cashier would. */
export async function pay(house: House, visitor: Visitor, paymentId: string): Promise<void> {
  await visitor.post(`/v1/store/payments/${paymentId}/start`, { channel: 'h5' }, `start-${paymentId}`)
  const answer = await fetch(`${house.sandboxUrl}/sandbox/pay/${paymentId}`, { method: 'POST' })
  if (!answer.ok && answer.status !== 409) throw new Error(`the sandbox did not take ${paymentId}: ${answer.status}`)
}

/** Waits until the shop says that a payment has arrived. */
export async function untilPaid(visitor: Visitor, paymentId: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const payment = await visitor.get(`/v1/store/payments/${paymentId}`)
    if (payment.state === 'succeeded') return
    await new Promise((resolve) => setTimeout(resolve, 20 + i))
  }
  throw new Error(`${paymentId} was not paid in time`)
}
