import { book, type Journal } from '../ledger/index.ts'
import { dateIn } from '../platform/clock.ts'
import { type Tx, violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { pspClearing, refundPayable, suspense } from './accounts.ts'
import { refusals } from './contract.ts'
import { keepLateRefunds } from './differences.ts'
import type { Intent } from './intent.ts'
import { handlerOf } from './outcomes.ts'
import { providerOf } from './provider.ts'
import { type ProviderRefund, ProviderRefused, ProviderUnknown } from './providers/port.ts'
import * as sql from './sql.ts'
import { markRefundsLate } from './sql-differences.ts'

export interface RefundWanted {
  readonly intent: Pick<Intent, 'id' | 'cellId' | 'purpose' | 'reference'>
  readonly amountFen: number
  readonly reason: string
  readonly askedBy: string
}

const RETRY_MS = 10_000
const BATCH = 50

/**
 * Accepts refunds: raises what each intent gave back and stores the refund for the worker to send. The caller books the
 * liability in the same transaction. Refuses `refund_exceeds_paid` (a constraint, so also under parallel tries).
 * @returns the refunds' ids, in order
 */
export async function acceptRefunds(platform: Platform, tx: Tx, wanted: readonly RefundWanted[]): Promise<bigint[]> {
  if (wanted.length === 0) return []
  const paid = await raise(tx, wanted)
  const rows = wanted.map((refund) => ({
    id: platform.ids.next<'rfd'>(refund.intent.cellId),
    cell_id: refund.intent.cellId,
    intent_id: refund.intent.id,
    purpose: refund.intent.purpose,
    reference: refund.intent.reference,
    amount_fen: refund.amountFen,
    total_fen: paid.get(refund.intent.id) ?? 0,
    reason: refund.reason,
    asked_by: refund.askedBy,
    replaces: null,
  }))
  await sql.insertRefunds(tx, providerOf(platform).name, rows)
  return rows.map((row) => row.id)
}

async function raise(tx: Tx, wanted: readonly RefundWanted[]): Promise<Map<bigint, number>> {
  const sums = new Map<bigint, number>()
  for (const { intent, amountFen } of wanted) sums.set(intent.id, (sums.get(intent.id) ?? 0) + amountFen)
  try {
    const rows = await sql.raiseRefunded(
      tx,
      [...sums].map(([intentId, amountFen]) => ({ intentId, amountFen })),
    )
    if (rows.length !== sums.size) throw new Refusal(refusals.refund_exceeds_paid)
    return new Map(rows.map((row) => [row.intent_id, row.paid_fen]))
  } catch (error) {
    if (violates(error, 'refunds_within_paid')) throw new Refusal(refusals.refund_exceeds_paid)
    throw error
  }
}

/** Sends accepted refunds to the provider and asks again about those that are open. Safe to repeat: one number, one movement. */
export async function sendRefunds(platform: Platform): Promise<number> {
  const now = platform.clock.now()
  const rows = await sql.refundsToSend(platform.db, new Date(now.getTime() - RETRY_MS), BATCH)
  for (const row of rows) await sendRefund(platform, row)
  return rows.length === BATCH ? rows.length : 0
}

async function sendRefund(platform: Platform, row: sql.RefundRow): Promise<void> {
  const at = platform.clock.now()
  try {
    const answer = await providerOf(platform).refund({
      refundNo: formatId('rfd', row.id),
      intentNo: formatId('pay', row.intent_id),
      amountFen: row.amount_fen,
      totalFen: row.total_fen,
      currency: platform.config.currency,
      reason: row.reason,
      notifyUrl: `${platform.config.notifyBase}/v1/provider/wechatpay/notifications`,
    })
    await takeRefundAnswer(platform, row, answer)
  } catch (error) {
    if (error instanceof ProviderRefused && !error.retryable)
      await sql.markRefundStuck(platform.db, row.id, 'failed', 'refused', at)
    else if (error instanceof ProviderUnknown || error instanceof ProviderRefused)
      await sql.markRefundTried(platform.db, row.id, 'unknown', at)
    else throw error
    platform.log.warn(
      { room: 'payments', subject: formatId('rfd', row.id), code: error.name },
      'a refund did not go through yet',
    )
  }
}

/**
 * Takes the provider's own, proven answer about a refund: arrived, on its way, or over. One about another amount than
 * was asked for cannot be ours to believe: it is held for people and nobody asks again by itself.
 */
export async function takeRefundAnswer(platform: Platform, row: sql.RefundRow, answer: ProviderRefund): Promise<void> {
  const at = platform.clock.now()
  if (answer.state === 'unknown_refund') return
  if (answer.amountFen !== row.amount_fen) {
    await sql.markRefundStuck(platform.db, row.id, 'held', 'other_amount', at)
    platform.log.error(
      { room: 'payments', subject: formatId('rfd', row.id), code: 'other_amount' },
      'a refund was answered with another amount; it is held for a person',
    )
  } else if (answer.state === 'succeeded')
    await platform.db.inTransaction(platform, (tx) => applyRefunded(platform, tx, [{ id: row.id, answer }]))
  else if (answer.state === 'processing') await sql.markRefundTried(platform.db, row.id, 'submitted', at)
  else await sql.markRefundStuck(platform.db, row.id, 'failed', answer.state, at)
}

/**
 * Applies proven refund successes: `rfok` journal, the refund ended, its owner told. A refund succeeds once. One that was
 * settled or replaced meanwhile has now been paid twice: what left the provider stands in suspense until a person looks.
 */
export async function applyRefunded(
  platform: Platform,
  tx: Tx,
  facts: readonly { id: bigint; answer: ProviderRefund }[],
): Promise<boolean[]> {
  if (facts.length === 0) return []
  const rows = new Map(
    (
      await sql.lockRefunds(
        tx,
        facts.map((fact) => fact.id),
      )
    ).map((row) => [row.id, row]),
  )
  const done = facts.filter(({ id, answer }, index) => {
    const row = rows.get(id)
    const first = facts.findIndex((other) => other.id === id) === index
    return first && row !== undefined && row.state !== 'succeeded' && answer.amountFen === row.amount_fen
  })
  const doneRows = done.map(({ id }) => rows.get(id) as sql.RefundRow)
  const late = doneRows.filter((row) => isOver(row) && row.late_at === null)
  const wanted = doneRows.filter((row) => !isOver(row))
  await sql.markRefundsSucceeded(
    tx,
    done
      .filter(({ id }) => wanted.some((row) => row.id === id))
      .map(({ id, answer }) => ({ id, providerRefund: answer.providerRefund ?? '' })),
  )
  await book(platform, tx, [...wanted.map(arrivedJournal), ...late.map(lateJournal)])
  if (late.length > 0) await keepLate(platform, tx, late)
  await tellOwners(platform, tx, wanted)
  return facts.map((fact) => done.includes(fact))
}

/** A person settles it where differences with the provider are settled. */
async function keepLate(platform: Platform, tx: Tx, late: readonly sql.RefundRow[]): Promise<void> {
  await markRefundsLate(
    tx,
    late.map((row) => row.id),
  )
  const of = { provider: providerOf(platform).name, bill_day: dateIn(platform.config.timeZone, tx.at) }
  await keepLateRefunds(
    tx,
    late.map((row) => ({ ...of, id: row.id, theirs_fen: row.amount_fen })),
  )
}

const isOver = (row: sql.RefundRow): boolean => row.state === 'settled' || row.state === 'replaced'

const arrivedJournal = (row: sql.RefundRow): Journal => ({
  kind: 'refund_arrived',
  key: `rfok:${formatId('rfd', row.id)}`,
  cellId: row.cell_id,
  reference: row.reference,
  actor: 'system:payments',
  transfers: [{ debit: refundPayable, credit: pspClearing, amountFen: row.amount_fen }],
})

const lateJournal = (row: sql.RefundRow): Journal => ({
  kind: 'refund_late',
  key: `rflate:${formatId('rfd', row.id)}`,
  cellId: row.cell_id,
  reference: row.reference,
  actor: 'system:payments',
  transfers: [{ debit: suspense, credit: pspClearing, amountFen: row.amount_fen }],
})

async function tellOwners(platform: Platform, tx: Tx, rows: readonly sql.RefundRow[]): Promise<void> {
  for (const purpose of new Set(rows.map((row) => row.purpose))) {
    const mine = rows.filter((row) => row.purpose === purpose)
    await handlerOf(purpose)?.refunded?.(
      platform,
      tx,
      mine.map((row) => ({
        id: row.id,
        cellId: row.cell_id,
        intentId: row.intent_id,
        reference: row.reference,
        amountFen: row.amount_fen,
      })),
    )
  }
}
