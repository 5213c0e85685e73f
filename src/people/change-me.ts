import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { Person } from './contract.ts'
import { readNickname } from './person.ts'
import { readPerson } from './read-people.ts'
import { replaceMadeUpNickname, updatePerson } from './sql.ts'

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
    if (nickname !== null) sayRenamed(tx, actor)
    return readPerson(platform, tx, actor.personId)
  })
}

/** Calls a person, whose name we made up until now, by what she said elsewhere; a name of her own stays. */
export async function nameIfMadeUp(tx: Tx, actor: PersonActor, name: string): Promise<void> {
  const named = await replaceMadeUpNickname(tx, actor.personId, readNickname(name))
  if (named.length > 0) sayRenamed(tx, actor)
}

const sayRenamed = (tx: Tx, actor: PersonActor) =>
  tx.say({
    name: 'person.renamed',
    cellId: cellByHash(actor.personId),
    subject: actor.personId,
    actor: actorName(actor),
  })
