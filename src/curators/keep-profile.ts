import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { ProfileChange } from './contract.ts'
import { restingState } from './curator.ts'
import { curatorsByIds, presentCurator, toCurator } from './read-curators.ts'
import * as sql from './sql.ts'

const FORGOTTEN = '已注销'

/** Changes what shoppers read of her. Refuses `version_changed` (facts: current), `not_found` for who never applied. */
export async function changeProfile(tx: Tx, actor: PersonActor, change: ProfileChange): Promise<void> {
  const [row] = await sql.lockCurator(tx, actor.personId)
  if (!row || row.state === 'closed') throw new Refusal(platformRefusals.not_found)
  if (row.version !== change.version) throw new Refusal(platformRefusals.version_changed, { current: row.version })
  const name = change.displayName?.trim() ?? row.display_name
  await sql.setProfile(tx, actor.personId, name, change.introduction ?? row.introduction)
}

/** 休市: from now on her open sales take no orders, until she returns. Twice is once. Refuses `not_a_curator`. */
export async function setResting(tx: Tx, actor: PersonActor, rests: boolean): Promise<Id<'per'>> {
  const { personId } = actor
  const [row] = await sql.lockCurator(tx, personId)
  const state = restingState(row && toCurator(row), rests)
  if (row?.state !== state) {
    await sql.setState(tx, personId, state)
    const name = rests ? 'curator.rested' : 'curator.returned'
    tx.say({ name, cellId: cellByHash(personId), subject: personId, actor: actorName(actor) })
  }
  return personId
}

export async function exportPerson(q: Queryable, _platform: Platform, personId: Id<'per'>): Promise<unknown> {
  const curator = (await curatorsByIds(q, [personId])).get(personId)
  return { curator: curator ? presentCurator(curator) : null }
}

/** Forgets her name and words; her sales and what they earned stay, under nobody's name. */
export async function erasePerson(_platform: Platform, tx: Tx, personId: Id<'per'>): Promise<void> {
  const [gone] = await sql.forget(tx, personId, FORGOTTEN)
  if (gone) tx.say({ name: 'curator.closed', cellId: cellByHash(personId), subject: personId })
}
