import { payoutAsked } from '../commissions/index.ts'
import { book } from '../ledger/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import { openFindings } from '../platform/audit.ts'
import { dateIn } from '../platform/clock.ts'
import { type Queryable, type Tx, violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { APPROVAL_FROM_FEN, refusals, SMALLEST_PAYOUT_FEN } from './contract.ts'
import * as sql from './sql.ts'
import { taxOn, taxRuleFor } from './tax.ts'

/** What of an amount would be withheld now, and what would arrive. */
export async function quotePayout(platform: Platform, q: Queryable, curator: bigint, grossFen: number, at: Date) {
  const month = `${dateIn(platform.config.timeZone, at).slice(0, 7)}-01`
  const [before] = await sql.paidBefore(q, curator, month)
  const rule = taxRuleFor(month.slice(0, 7))
  const monthOf = (day: string) => Number(day.slice(5, 7))
  const taxFen = taxOn(
    grossFen,
    {
      monthGrossFen: before?.month_gross ?? 0,
      monthTaxFen: before?.month_tax ?? 0,
      yearGrossFen: before?.year_gross ?? 0,
      yearTaxFen: before?.year_tax ?? 0,
      monthsThisYear: monthOf(month) - monthOf(before?.first_month ?? month) + 1,
    },
    rule,
  )
  return { grossFen, taxFen, netFen: grossFen - taxFen, taxRule: rule.name, taxMonth: month }
}

/**
 * A curator withdraws. Everything is decided inside the one transaction: one payout at a time (a constraint), no more
 * than she has (the guarded account). Refuses `payouts_wait`, `identity_needed`, `payout_too_small`, `payout_open`,
 * `balance_too_low`.
 */
export async function askPayout(platform: Platform, tx: Tx, actor: PersonActor, grossFen: number): Promise<bigint> {
  if ((await openFindings(tx)).length > 0) throw new Refusal(refusals.payouts_wait)
  if (grossFen < SMALLEST_PAYOUT_FEN) throw new Refusal(refusals.payout_too_small)
  const [identity] = await sql.identities(tx, [actor.personId])
  if (!identity) throw new Refusal(refusals.identity_needed)
  const quote = await quotePayout(platform, tx, actor.personId, grossFen, tx.at)
  const cellId = cellByHash(actor.personId)
  const id = platform.ids.next<'wdr'>(cellId)
  try {
    await sql.insertPayout(tx, {
      ...{ id, cell_id: cellId, curator_person_id: actor.personId, gross_fen: grossFen },
      ...{ tax_fen: quote.taxFen, net_fen: quote.netFen, tax_rule: quote.taxRule, tax_month: quote.taxMonth },
      state: grossFen >= APPROVAL_FROM_FEN ? 'asked' : 'approved',
    })
  } catch (error) {
    if (violates(error, 'one_open_payout')) throw new Refusal(refusals.payout_open)
    throw error
  }
  const payout = { id: formatId('wdr', id), cellId, reference: id, curator: actor.personId, grossFen }
  await book(platform, tx, [payoutAsked({ ...payout, actor: actorName(actor) })])
  return id
}
