import { actorName, type StaffActor } from '../platform/actor.ts'
import { type Tx, violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type RuleInput, refusals } from './contract.ts'
import * as sql from './sql.ts'

/** Adds a rule to the operator's ordered list. Refuses `rule_cap_below_floor`, `rule_position_taken`. */
export async function addRule(
  platform: Platform,
  tx: Tx,
  actor: StaffActor | { kind: 'system'; name: string },
  input: RuleInput,
): Promise<bigint> {
  const id = platform.ids.next<'rul'>(0)
  await write(tx, id, 1, input, actorName(actor))
  return id
}

/** Changes a rule by a new version; orders keep the version that they were sold at. */
export async function changeRule(tx: Tx, actor: StaffActor, id: bigint, input: RuleInput): Promise<bigint> {
  const [before] = await sql.supersede(tx, id)
  if (!before) throw new Refusal(platformRefusals.not_found)
  await write(tx, id, before.version + 1, input, actorName(actor))
  return id
}

async function write(tx: Tx, id: bigint, version: number, input: RuleInput, setBy: string): Promise<void> {
  if (input.capFen !== undefined && input.capFen < (input.floorFen ?? 0))
    throw new Refusal(refusals.rule_cap_below_floor)
  try {
    await sql.insertRule(tx, id, version, { ...input, skuId: input.skuId ? parseId('sku', input.skuId) : null }, setBy)
  } catch (error) {
    if (violates(error, 'one_rule_at_a_position')) throw new Refusal(refusals.rule_position_taken)
    throw error
  }
}
