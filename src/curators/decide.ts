import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, formatId, type Id } from '../platform/ids.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type Decision, refusals, type Stage } from './contract.ts'
import { type Curator, isAppointed } from './curator.ts'
import { toCurator } from './read-curators.ts'
import * as sql from './sql.ts'

/** Decides an application, once, on record. Refuses `already_decided`, and `not_found` where nobody applied. */
export async function decideApplication(
  tx: Tx,
  actor: Actor,
  personId: Id<'per'>,
  { decision, note }: Decision,
): Promise<void> {
  const curator = await locked(tx, personId)
  if (curator.state !== 'applied') throw new Refusal(refusals.already_decided)
  await sql.decide(tx, personId, decision === 'approve' ? 'active' : 'declined', actorName(actor), note ?? '')
  const name = decision === 'approve' ? 'curator.approved' : 'curator.declined'
  tx.say({ name, cellId: cellByHash(personId), subject: personId, actor: actorName(actor) })
  await recordActivity(tx, {
    actor,
    action: name,
    subject: formatId('per', personId),
    ...(note ? { reason: note } : {}),
  })
}

/** Sets the stage (新手, 熟手, 专业) of an appointed curator, on record. Refuses `not_a_curator`. */
export async function setStage(tx: Tx, actor: Actor, personId: Id<'per'>, stage: Stage): Promise<void> {
  const curator = await locked(tx, personId)
  if (!isAppointed(curator)) throw new Refusal(refusals.not_a_curator)
  if (curator.stage === stage) return
  await sql.setStage(tx, personId, stage)
  const name = 'curator.stage_changed'
  tx.say({ name, cellId: cellByHash(personId), subject: personId, actor: actorName(actor), data: { stage } })
  await recordActivity(tx, {
    actor,
    action: name,
    subject: formatId('per', personId),
    facts: { from: curator.stage, to: stage },
  })
}

async function locked(tx: Tx, personId: Id<'per'>): Promise<Curator> {
  const [row] = await sql.lockCurator(tx, personId)
  if (!row) throw new Refusal(platformRefusals.not_found)
  return toCurator(row)
}
