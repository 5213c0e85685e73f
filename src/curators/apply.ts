import { nameIfMadeUp } from '../people/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, type Id } from '../platform/ids.ts'
import { type Application, refusals } from './contract.ts'
import { assertMayApply } from './curator.ts'
import { toCurator } from './read-curators.ts'
import * as sql from './sql.ts'

/** Applies to be a curator; after a decline one may apply again. Refuses `already_applied`, `already_curator`. */
export async function apply(tx: Tx, actor: PersonActor, application: Application): Promise<Id<'per'>> {
  const { personId } = actor
  const name = application.displayName.trim()
  const introduction = application.introduction ?? ''
  const [inserted] = await sql.insertApplication(tx, personId, name, introduction)
  if (!inserted) {
    const [row] = await sql.lockCurator(tx, personId)
    if (!row) throw new Refusal(refusals.already_applied)
    assertMayApply(toCurator(row))
    await sql.applyAgain(tx, personId, name, introduction)
  }
  // What she calls herself as a curator is what her group may call her, unless she said another name before.
  await nameIfMadeUp(tx, actor, name)
  tx.say({ name: 'curator.applied', cellId: cellByHash(personId), subject: personId, actor: actorName(actor) })
  return personId
}
