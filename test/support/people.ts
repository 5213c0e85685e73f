import { createStaff, devRoutes, makeMeRoutes, makePrivacyRoutes, room } from '../../src/people/index.ts'
import type { StaffRole } from '../../src/platform/actor.ts'
import type { Route } from '../../src/platform/http.ts'
import type { Room } from '../../src/platform/room.ts'
import { freshDatabase } from './database.ts'
import { type TestClient, type TestServer, testServer } from './http.ts'
import { type TestOverrides, type TestPlatform, testPlatform } from './platform.ts'

/** A server with the room people on it, and what is needed to come in through its real door. */
export interface PeopleStage extends TestPlatform {
  readonly server: TestServer
  /** A phone that nobody has used; canaries can be told by their first digits. */
  newPhone(): string
  /** Asks for a code as a browser does, and reads it as the developer page shows it. */
  sendCode(phone: string): Promise<string>
  /** A browser that is signed in at the store (and not at the curator's). */
  shopper(nickname?: string): Promise<TestClient & { readonly personId: string; readonly phone: string }>
  /** A browser of a new colleague with these roles. */
  colleague(...roles: StaffRole[]): Promise<TestClient & { readonly login: string; totp(): Promise<string> }>
  read<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

const PASSWORD = 'a long enough password'
let phonesMade = 0
let staffMade = 0

export async function peopleStage(
  overrides: TestOverrides & { readonly rooms?: readonly Room[]; readonly routes?: readonly Route[] } = {},
): Promise<PeopleStage> {
  const stage = await testPlatform(await freshDatabase(), overrides)
  const { platform, clock } = stage
  const server = await testServer(platform, [
    ...(room.routes ?? []),
    ...makeMeRoutes(async () => false),
    ...makePrivacyRoutes(() => overrides.rooms ?? [room]),
    ...devRoutes(platform.config),
    ...(overrides.routes ?? []),
  ])
  const dev = async () => (await server.client().get('/dev/messages.json')).body
  const newPhone = () => `139${String(++phonesMade).padStart(8, '0')}`
  const sendCode = async (phone: string): Promise<string> => {
    clock.advance(1)
    const answer = await server.client().post('/v1/store/sign-in/code', { phone })
    if (answer.status !== 202) throw new Error(`no code was sent: ${answer.text}`)
    return /\d{6}/.exec((await dev()).items[0].body)?.[0] ?? ''
  }
  return {
    ...stage,
    server,
    newPhone,
    sendCode,
    shopper: async (nickname) => {
      const phone = newPhone()
      const client = server.client()
      const body = { phone, code: await sendCode(phone), ...(nickname ? { nickname } : {}) }
      const answer = await client.post('/v1/store/sign-in', body)
      return { ...client, phone, personId: answer.body.person.id }
    },
    colleague: async (...roles) => {
      const login = `colleague-${++staffMade}`
      await createStaff(platform, { login, name: `同事${staffMade}`, password: PASSWORD, roles, isDemo: true })
      const totp = async (): Promise<string> => {
        const shown = (await dev()).staff.find((one: { login: string }) => one.login === login)
        if (shown.waitSeconds > 0) clock.advance(shown.waitSeconds * 1000)
        return shown.totp ?? totp()
      }
      const client = server.client()
      const answer = await client.post('/v1/admin/sign-in', { login, password: PASSWORD, totp: await totp() })
      if (answer.status !== 200) throw new Error(`the colleague could not sign in: ${answer.text}`)
      return { ...client, login, totp }
    },
    read: (text, values = []) => platform.db.query('', text, values),
    close: async () => {
      await server.close()
      await stage.close()
    },
  }
}
