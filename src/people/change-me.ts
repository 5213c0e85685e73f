import { actorName, type PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { Person } from './contract.ts'
import { readNickname } from './person.ts'
import { readPerson } from './read-people.ts'
import { updatePerson } from './sql.ts'

export interface MeChangeInput {
  readonly nickname?: string | undefined
  readonly locale?: 'zh-CN' | 'en' | undefined
}

/** Changes one's own nickname or language; what is not named stays. Communities follow a new nickname. Refuses `nickname_unusable`. */
export async function changeMe(platform: Platform, actor: PersonActor, change: MeChangeInput): Promise<Person> {
  const nickname = change.nickname === undefined ? null : readNickname(change.nickname)
  return platform.db.inTransaction(platform, async (tx) => {
    const changed = await updatePerson(tx, actor.personId, nickname, change.locale ?? null)
    if (changed.length === 0) throw new Refusal(platformRefusals.not_found)
    if (nickname !== null)
      tx.say({
        name: 'person.renamed',
        cellId: cellByHash(actor.personId),
        subject: actor.personId,
        actor: actorName(actor),
      })
    return readPerson(platform, tx, actor.personId)
  })
}
