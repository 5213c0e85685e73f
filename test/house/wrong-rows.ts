import { AT, ID, journal, type WrongRow } from './wrong-row.ts'
import { wrongRowsBesidesMoney } from './wrong-rows-besides-money.ts'

const PAID = `(select id from orders."order" where state = 'paid' order by id limit 1)`
const CURATOR = `(select curator_person_id from commissions.accrual limit 1)`
const ITEM = `(select item_id from orders.line l join stock.cell c on c.item_id = l.stock_item_id limit 1)`

/** For every check of the audit a wrong row. */
export const wrongRows: Readonly<Record<string, WrongRow>> = {
  ...wrongRowsBesidesMoney,

  'ledger: trial balance is zero': {
    without: ['ledger.account_kind account_kind_type_check'],
    rows: [`update ledger.account_kind set type = 'none' where name = 'sales'`],
  },
  'ledger: every journal has its transfers': { rows: journal('planted', '1') },
  'ledger: every account kind is declared': { rows: journal('planted', '1', '9998, 0, 9999, 0') },
  'ledger: stored balances equal the sum of their transfers': {
    rows: ['insert into ledger.balance (kind, owner, balance_fen) values (2402, 1, 5)'],
  },
  'ledger: no guarded account is under its floor': {
    without: ['ledger.balance balance_above_floor'],
    rows: ['insert into ledger.balance (kind, owner, balance_fen, floor_fen) values (2402, 1, 0, 10)'],
  },
  'ledger: no journal was booked into a closed day': {
    rows: [
      `update ledger.day d set closed_at = ${AT}, journals = (select count(*) from ledger.journal j where j.business_day = d.business_day),
         moved_fen = (select sum(t.amount_fen) from ledger.journal j join ledger.transfer t on t.journal_id = j.id where j.business_day = d.business_day),
         head = ${headOf('d.business_day')} where closed_at is null`,
    ],
  },
  'ledger: a closed day holds what it held when it was closed': {
    rows: [
      `insert into ledger.day (business_day, opened_at, closed_at, journals, moved_fen, head) values ('2026-01-01', now(), now(), 1, 1, sha256(''))`,
    ],
  },
  "ledger: closed days' heads are those of the seals, here and in the file outside": {
    rows: [
      `insert into ledger.day (business_day, opened_at, closed_at, journals, moved_fen, head) values ('2026-01-01', now(), now(), 0, 0, sha256('x'))`,
    ],
  },
  'ledger: the chain of seals is unbroken': {
    rows: [
      `update ledger.journal set actor = 'forger' where id = (select journal_id from ledger.seal where seq = 1 limit 1)`,
    ],
  },
  'ledger: journals are sealed in time': {
    rows: [`delete from ledger.seal where (cell_id, seq) in (select cell_id, max(seq) from ledger.seal group by 1)`],
  },
  'payments: refunds stay within what was paid, per payment': {
    rows: ['update payments.received set refunded_fen = refunded_fen - 1 where refunded_fen > 0'],
  },
  'payments: every successful payment is in the books once, as paid or as extra': {
    rows: ['update payments.received set paid_fen = paid_fen + 1 where refunded_fen = 0'],
  },
  'payments: a succeeded refund is in the books once': {
    rows: [
      `insert into payments.refund (id, cell_id, intent_id, purpose, reference, amount_fen, total_fen, reason, state, provider, asked_by, created_at)
       values (${ID}, 0, 1, 'order', 1, 1, 1, 'planted', 'succeeded', 'wechatpay', 'test', now())`,
    ],
  },
  'payments: no notification waits unapplied, none had another amount': {
    rows: ['update payments.inbox set applied_at = null'],
  },
  'payments: no more was received for one thing than once': {
    without: ['index payments.paid_once'],
    rows: [
      `insert into payments.intent (id, cell_id, purpose, reference, payer_person_id, amount_fen, provider, state, provider_txn, expires_at, created_at, ended_at)
       select ${ID}, cell_id, purpose, reference, payer_person_id, amount_fen, provider, state, 'planted', expires_at, created_at, ended_at
       from payments.intent where state = 'succeeded' limit 1`,
    ],
  },
  'payments: nothing is frozen at the provider for a split': { rows: journal('planted', '1', '1003, 0, 1002, 0') },
  "payments: psp clearing is the provider's statement, but for what stands in suspense": {
    rows: [bill('trade', '2026-10-01'), billLine('trade', 'noted')],
  },
  'payments: what was paid out is what the provider says, but for what stands in suspense': {
    rows: [bill('operation', '2026-10-01'), billLine('operation', 'noted')],
  },
  'payments: what stands in suspense is what differences are open about': {
    rows: journal('planted', '1', '1901, 0, 1002, 0'),
  },
  'payments: a difference is in the books as it was found, and as it ended': { rows: [difference('settled', 'now()')] },
  'payments: no difference with the provider is older than 3 days': {
    rows: [
      difference('open', "'2026-10-01'"),
      // In the books as it was found, and with its line, so that its age alone is wrong.
      ...[bill('operation', '2026-10-01'), billLine('operation', 'differs', 'out')],
      ...journal('difference_found', ID, '1901, 0, 1002, 0'),
    ],
  },
  'payments: the bills tell of every payment and refund of their days, or a difference does': {
    rows: [bill('trade', '2026-12-31')],
  },
  'commissions: accrued less clawed back equals f(net), line by line': {
    rows: ['update commissions.accrual set rate_bps = rate_bps + 100'],
  },
  'commissions: frozen + available + withdrawing + withdrawn − debt = what her lines earned, curator by curator': {
    rows: [
      ...journal('planted', '1', `5201, 0, 2402, ${CURATOR}`),
      `insert into ledger.balance (kind, owner, balance_fen) select 2402, ${CURATOR}, 1 on conflict (kind, owner) do update set balance_fen = ledger.balance.balance_fen + 1`,
    ],
  },
  'commissions: nobody owes and may withdraw at the same time': {
    rows: [
      ...journal('planted', '1', `1201, ${CURATOR}, 2402, ${CURATOR}`),
      `insert into ledger.balance (kind, owner, balance_fen) select k, ${CURATOR}, 1 from unnest('{1201, 2402}'::int[]) as k
       on conflict (kind, owner) do update set balance_fen = ledger.balance.balance_fen + 1`,
    ],
  },
  'commissions: what is over its return window has vested, and nothing vested before': {
    rows: [
      `update commissions.accrual set received_at = received_at - interval '8 days' where received_at is not null and state = 'frozen'`,
    ],
  },
  'commissions: nobody earns on what she bought herself': {
    without: ['commissions.accrual nothing_from_oneself'],
    rows: ['update commissions.accrual set buyer_person_id = curator_person_id'],
  },
  'orders: per order: received = deposit + (sales + tax + freight − refunds after) + refunded + payable back': {
    rows: [
      `update orders."order" set refunded_fen = 1 where id = ${PAID}`,
      `update orders.line set refunded_fen = 1 where order_id = ${PAID}`,
    ],
  },
  'orders: output tax is that of what was kept, order by order': {
    rows: ['update orders.line set output_tax_bps = output_tax_bps + 100'],
  },
  'orders: what suppliers delivered is owed to them in the books, supplier by supplier': {
    without: ['orders.supply supply_sum'],
    rows: ['update orders.supply set cost_fen = cost_fen + 1'],
  },
  'orders: a paid order has exactly one pay journal': { rows: twoPayJournals() },
  'orders: an order is the sum of its lines': {
    rows: [`update orders.line set freight_fen = freight_fen + 1 where order_id = ${PAID}`],
  },
  'orders: what stock holds reserved is what open orders promised': {
    rows: [`update stock.cell set reserved = reserved + 1, available = available - 1 where item_id = ${ITEM}`],
  },
  'orders: what left the house is what was shipped, lot by lot': {
    rows: ['update orders.parcel_line set quantity = quantity + 1'],
  },
  'orders: every acknowledged order has its payment, and its payment has it': {
    rows: [`update payments.intent set amount_fen = amount_fen + 1 where state = 'created'`],
  },
  'orders: no reservation is older than its expiry and the sweep': {
    rows: [`update orders."order" set expires_at = expires_at - interval '1 day' where state = 'awaiting_payment'`],
  },
  'orders: commission was accrued for every paid line that earns': {
    rows: [`update orders.line set rule_id = 1 where order_id = ${PAID}`],
  },
  'orders: brought orders that wait for their person are counted, and only those': {
    rows: ['update orders.brought_count set open = open + 1'],
  },
  'orders: an order without a buyer was brought, and one that was taken has its buyer': {
    rows: ['update orders.brought set taken_at = brought_at'],
  },
  'settlements: what is being withdrawn is what open payouts asked for, curator by curator': {
    rows: [
      // From what she owes, so that all her money together is what it was.
      ...journal('planted', '1', `1201, ${CURATOR}, 2403, ${CURATOR}`),
      `insert into ledger.balance (kind, owner, balance_fen) select k, ${CURATOR}, 1 from unnest('{1201, 2403}'::int[]) as k
       on conflict (kind, owner) do update set balance_fen = ledger.balance.balance_fen + 1`,
    ],
  },
  'settlements: a payout is in the books once as asked, and once as it ended': {
    rows: [payoutOf('1', 'failed')],
  },
  'settlements: tax withheld is what payouts that arrived kept back': {
    rows: journal('planted', '1', '5201, 0, 2501, 0'),
  },
  'settlements: no journal was booked into a closed period': { rows: [periodOf('closed', 'now(), 1, 1')] },
  "settlements: a curator's settlement is what the books say before and after its period": {
    rows: [
      periodOf('open'),
      `insert into settlements.curator_settlement (period_id, curator_person_id, opening_fen, vested_fen, clawed_fen, paid_fen, tax_fen, closing_fen, settled_at)
       values (${ID}, ${CURATOR}, 1, 0, 0, 0, 0, 1, now())`,
    ],
  },
  "settlements: a supplier's statement is the sum of its deliveries, deductions and payments": {
    rows: [
      periodOf('open'),
      `insert into settlements.supplier_settlement (id, period_id, supplier_id, lines, quantity, cost_fen, carried_fen, deducted_fen, set_off_fen, left_fen, due_fen, settled_at)
       values (${ID}, ${ID}, 1, 0, 1, 0, 0, 0, 0, 0, 0, now())`,
    ],
  },
  'settlements: what suppliers are owed and owe is what their statements say, supplier by supplier': {
    rows: [
      `insert into settlements.supplier_deduction (id, supplier_id, kind, amount_fen, reason, recorded_by, recorded_on, recorded_at)
       values (${ID}, 1, 'fee', 1, 'planted', 1, '2026-01-01', now())`,
    ],
  },
  'settlements: nothing above the limit was paid to a supplier without two people': {
    rows: [
      `insert into settlements.supplier_payment (id, settlement_id, amount_fen, bank_reference, reason, state, needs_two, asked_by, asked_at, ended_at)
       values (${ID}, 1, 500000, 'planted', 'planted', 'paid', false, 1, now(), now())`,
    ],
  },
  'settlements: no large payout was sent without two people': {
    rows: [
      payoutOf('500000', 'failed'),
      ...['asked', 'back'].map(
        (
          kind,
          index,
        ) => `insert into ledger.journal (id, cell_id, kind, key, reference, business_day, booked_at, actor, transfers)
         select ${ID} + ${index}, 0, 'payout_${kind}', 'planted ${kind}', ${ID}, business_day, booked_at + interval '6 minutes', 'test', 1 from ledger.journal where booked_at = ${AT} limit 1`,
      ),
      ...[0, 1].map(
        (
          index,
        ) => `insert into ledger.transfer (journal_id, position, cell_id, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
         values (${ID} + ${index}, 1, 0, ${index === 0 ? '5201, 0, 1101, 0' : '1101, 0, 5201, 0'}, 1)`,
      ),
    ],
  },
}

/** What `close-days.ts` makes of a day's last seals, in SQL. */
function headOf(day: string): string {
  return `(select sha256(string_agg(convert_to(cell_id || ':' || seq || ':' || encode(hash, 'hex') || E'\\n', 'UTF8'), '' order by cell_id)) from (
    select distinct on (s.cell_id) s.cell_id, s.seq, s.hash from ledger.seal s join ledger.journal j on j.id = s.journal_id and j.cell_id = s.cell_id
    where j.business_day = ${day} order by s.cell_id, s.seq desc) as heads)`
}

/** The order's own cell, because journals are looked for there. */
function twoPayJournals(): string[] {
  const [first = '', second = ''] = journal('order_paid', PAID, '5201, 0, 1101, 0')
  return [
    first,
    `update ledger.journal set cell_id = (select cell_id from orders."order" where id = ${PAID}) where id = ${ID}`,
    second,
  ]
}

/** A payout that is over, of a test's own. */
function payoutOf(grossFen: string, state: string): string {
  return `insert into settlements.payout (id, cell_id, curator_person_id, gross_fen, tax_fen, net_fen, tax_rule, tax_month, state, asked_at, ended_at)
    values (${ID}, 0, 1, ${grossFen}, 0, ${grossFen}, 'labour_cumulative', '2026-11-01', '${state}', now(), now())`
}

function bill(kind: string, day: string): string {
  return `insert into payments.bill (provider, bill_day, kind, lines, in_fen, out_fen, fee_fen, fetched_at)
    values ('wechatpay', '${day}', '${kind}', 1, 1, 0, 0, now())`
}

function billLine(kind: string, state: string, direction = 'in'): string {
  return `insert into payments.bill_line (provider, bill_day, kind, line_no, what, direction, amount_fen, fee_fen, provider_no, words, happened_at, state)
    values ('wechatpay', '2026-10-01', '${kind}', 1, 'other', '${direction}', 1, 0, '1', 'planted', now(), '${state}')`
}

function difference(state: string, foundAt: string): string {
  return `insert into payments.difference (id, provider, bill_day, kind, what, suspense_fen, against, state, found_at, how, reason, proposed_by, proposed_at, settled_by, ended_at)
    values (${ID}, 'wechatpay', '2026-10-01', 'missing_here', 'other', 1, 'bank', '${state}', ${foundAt}, 'bank', 'planted', 1, now(), 1,
      case when '${state}' = 'settled' then now() end)`
}

/** A period of a test's own, long before anything was booked. */
function periodOf(state: string, sums = 'null, null, null'): string {
  return `insert into settlements.period (id, kind, first_day, last_day, state, opened_at, closing_at, closed_at, journals, moved_fen)
    values (${ID}, 'month', '2026-01-01', '2026-01-31', '${state}', now(), ${state === 'open' ? 'null' : 'now()'}, ${sums})`
}
