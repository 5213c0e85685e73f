import { book, type Journal } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { pspClearing, refundPayable } from './accounts.ts'
import { type Intent, judge, type PaidFact } from './intent.ts'
import { handlerOf, type PaidIntent } from './outcomes.ts'
import { acceptRefunds } from './refunds.ts'
import * as sql from './sql.ts'

export type Outcome = 'paid' | 'unwanted' | 'duplicate' | 'second' | 'mismatch' | 'foreign'

/**
 * Applies proven successes, one list in one transaction: intents succeeded, the owner of each purpose posts its journals,
 * and what nobody wants goes back. The end state is the same for every order and multiplicity of true facts.
 */
export async function applyPaid(platform: Platform, tx: Tx, facts: readonly PaidFact[]): Promise<Outcome[]> {
  if (facts.length === 0) return []
  const intents = new Map(
    (await sql.lockIntents(tx, [...new Set(facts.map((fact) => fact.intentId))])).map((intent) => [intent.id, intent]),
  )
  const fresh: PaidIntent[] = []
  const outcomes = facts.map((fact): Outcome => {
    const intent = intents.get(fact.intentId)
    if (!intent) return 'foreign'
    const judgement = judge(intent, fact, platform.config.currency)
    if (judgement === 'paid') {
      intents.set(intent.id, { ...intent, state: 'succeeded', providerTxn: fact.providerTxn })
      fresh.push({ intent, fact })
    }
    return judgement
  })
  const wanted = await takeFresh(platform, tx, fresh)
  const extra = facts.filter((_, index) => outcomes[index] === 'second' || outcomes[index] === 'foreign')
  await bookExtra(
    platform,
    tx,
    extra.map((fact) => ({ fact, intent: intents.get(fact.intentId) })),
  )
  return outcomes.map((outcome, index) =>
    outcome === 'paid' && !wanted.has(facts[index]?.intentId ?? 0n) ? 'unwanted' : outcome,
  )
}

/** Marks what is paid for the first time and lets its owners take it; returns the intents that they wanted. */
async function takeFresh(platform: Platform, tx: Tx, fresh: readonly PaidIntent[]): Promise<Set<bigint>> {
  const wanted = new Set<bigint>()
  const reasons = new Map<bigint, string>()
  if (fresh.length === 0) return wanted
  sql.markSucceeded(
    tx,
    fresh.map(({ intent, fact }) => ({ id: intent.id, providerTxn: fact.providerTxn })),
  )
  sql.insertReceived(
    tx,
    fresh.map(({ intent, fact }) => ({
      id: intent.id,
      cellId: intent.cellId,
      paidFen: fact.amountFen,
      paidAt: fact.paidAt,
    })),
  )
  for (const [purpose, group] of byPurpose(fresh)) {
    const taken = (await handlerOf(purpose)?.paid(platform, tx, group)) ?? group.map(() => false)
    group.forEach(({ intent }, index) => {
      const one = taken[index]
      if (one === true) wanted.add(intent.id)
      else if (one) reasons.set(intent.id, one.backBecause)
    })
  }
  const unwanted = fresh.filter(({ intent }) => !wanted.has(intent.id))
  await bookExtra(platform, tx, unwanted)
  await acceptRefunds(
    platform,
    tx,
    unwanted.map(({ intent }) => ({
      intent,
      amountFen: intent.amountFen,
      reason: reasons.get(intent.id) ?? '订单已取消或过期，原路退回',
      askedBy: 'system:payments',
    })),
  )
  return wanted
}

/** Money that came in and that nothing wanted: owed back from the first moment. */
async function bookExtra(
  platform: Platform,
  tx: Tx,
  extra: readonly { fact: PaidFact; intent: Intent | undefined }[],
): Promise<void> {
  const journals = extra.map(({ fact, intent }): Journal => {
    const first = intent !== undefined && (intent.state !== 'succeeded' || intent.providerTxn === fact.providerTxn)
    return {
      kind: 'payment_extra',
      key: first
        ? `extra:${formatId('pay', fact.intentId)}`
        : `extra:${fact.intentId === 0n ? '' : formatId('pay', fact.intentId)}/${fact.providerTxn}`,
      cellId: intent?.cellId ?? 0,
      reference: fact.intentId,
      actor: 'system:payments',
      transfers: [{ debit: pspClearing, credit: refundPayable, amountFen: fact.amountFen }],
    }
  })
  await book(platform, tx, journals)
}

function byPurpose(fresh: readonly PaidIntent[]): Map<string, PaidIntent[]> {
  const groups = new Map<string, PaidIntent[]>()
  for (const paid of fresh) {
    const group = groups.get(paid.intent.purpose)
    if (group) group.push(paid)
    else groups.set(paid.intent.purpose, [paid])
  }
  return groups
}
