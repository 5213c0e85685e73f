import type { Platform } from '../platform/platform.ts'
import type { DevMessages } from './contract.ts'
import { openTotpSecret } from './create-staff.ts'
import { phoneOf } from './read-people.ts'
import { demoPersons } from './sql.ts'
import { demoStaff, sandboxMessages } from './sql-staff.ts'
import { codeInReach } from './staff.ts'

const MESSAGES_SHOWN = 50

/** What the developer page shows: the messages that the sandbox kept, and the demo staff's codes of this moment. */
export async function readDevMessages(platform: Platform): Promise<DevMessages> {
  if (platform.config.mode !== 'demo') throw new Error('there is no developer page in production')
  const at = platform.clock.now()
  const messages = await sandboxMessages(platform.db, MESSAGES_SHOWN)
  const staff = await demoStaff(platform.db)
  return {
    items: messages.map((row) => ({ phoneMasked: row.phoneMasked, body: row.body, sentAt: row.sentAt.toISOString() })),
    staff: staff.map((row) => ({
      ...{ login: row.login, name: row.name, roles: row.roles },
      ...codeInReach(openTotpSecret(platform, row), row.totpLastStep, at),
    })),
  }
}

/** Who may be signed in as on the developer page, with the whole phone; never anybody but people of the demo world. */
export async function readDemoPeople(platform: Platform) {
  if (platform.config.mode !== 'demo') throw new Error('there are no demo people in production')
  const people = await demoPersons(platform.db)
  return people.map((person) => ({
    personId: person.id,
    nickname: person.nickname,
    phone: phoneOf(platform.keys, person) ?? '',
  }))
}
