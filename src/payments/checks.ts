import type { Platform } from '../platform/platform.ts'
import type { Queryable } from '../platform/queryable.ts'
import type { AuditCheck, Judged } from '../platform/room.ts'
import { SETTLE_WITHIN_DAYS } from './contract-bills.ts'

/**
 * What the bills say = what we had booked ourselves of the lines that matched + what reconciliation booked + what still
 * waits + what they do not tell. With the checks that every payment and refund is in the books once, psp clearing is the
 * provider's statement. What another file of the day tells in detail (`told`) is counted once.
 */
const sameAs = (account: 'psp_clearing' | 'bank', files: string, kinds: string) =>
  `with lines as (
     select coalesce(sum(case direction when 'in' then amount_fen else -amount_fen end - fee_fen), 0) as told,
       coalesce(sum(case direction when 'in' then ours_fen else -ours_fen end) filter (where state = 'matched'), 0) as ours,
       coalesce(sum(case direction when 'in' then amount_fen else -amount_fen end) filter (where state = 'waiting'), 0) as waiting
     from payments.bill_line where what not in ('told', 'internal') and ${files}),
   untold as (select coalesce(sum(suspense_fen), 0) as untold from payments.difference
     where kind = 'missing_there' and state <> 'cleared' and against = '${account}'),
   booked as (
     select coalesce(sum(case '${account}' when d.name then t.amount_fen when c.name then -t.amount_fen else 0 end), 0) as booked
     from ledger.journal j join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id
     join ledger.account_kind d on d.code = t.debit_kind join ledger.account_kind c on c.code = t.credit_kind where j.kind in (${kinds}))
   select * from lines, untold, booked where told <> ours + waiting + booked + untold`

const OLD_MS = SETTLE_WITHIN_DAYS * 24 * 3_600_000

/** Reads few rows: both the full audit and the one every five minutes. */
async function judgeAge(q: Queryable, platform: Platform): Promise<Judged> {
  const before = new Date(platform.clock.now().getTime() - OLD_MS)
  const rows = await q.query<{ is_old: boolean }>(
    'payments.differencesByAge',
    `select id, kind, own_no, provider_no, suspense_fen, found_at, found_at < $1 as is_old from payments.difference
     where state in ('open', 'proposed') order by found_at limit 1000`,
    [before],
  )
  return { looked: rows.length, found: rows.filter((row) => row.is_old) }
}

export const checks: readonly AuditCheck[] = [
  {
    name: 'refunds stay within what was paid, per payment',
    looked: 'select count(*) as n from payments.received',
    found: `select v.intent_id, v.paid_fen, v.refunded_fen, coalesce(sum(r.amount_fen), 0) as refunds from payments.received v
            left join payments.refund r on r.intent_id = v.intent_id and r.cell_id = v.cell_id and r.state <> 'replaced'
            group by v.intent_id, v.cell_id, v.paid_fen, v.refunded_fen
            having coalesce(sum(r.amount_fen), 0) <> v.refunded_fen or v.refunded_fen > v.paid_fen`,
  },
  {
    name: 'every successful payment is in the books once, as paid or as extra',
    looked: "select count(*) as n from payments.intent where state = 'succeeded'",
    found: `with booked as (
              select substr(j.key, strpos(j.key, ':') + 1) as no, count(*) as n, sum(t.amount_fen) as fen from ledger.journal j
              join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id
              join ledger.account_kind k on k.code = t.debit_kind and k.name = 'psp_clearing'
              where j.kind in ('order_paid', 'payment_extra') and strpos(j.key, '/') = 0 group by 1)
            select i.id, i.amount_fen, b.n, b.fen from payments.intent i join payments.received v on v.intent_id = i.id
            left join booked b on b.no = platform.id_text('pay', i.id)
            where i.state = 'succeeded' and (b.n is distinct from 1 or b.fen <> v.paid_fen or v.paid_fen <> i.amount_fen)`,
  },
  {
    name: 'a succeeded refund is in the books once',
    looked: "select count(*) as n from payments.refund where state in ('succeeded', 'settled')",
    found: `select r.id, r.amount_fen, count(j.id) as journals from payments.refund r
            left join ledger.journal j on j.cell_id = r.cell_id and j.key = case r.state when 'settled' then 'rfhand:' else 'rfok:' end || platform.id_text('rfd', r.id)
            where r.state in ('succeeded', 'settled') group by r.id, r.cell_id, r.amount_fen having count(j.id) <> 1`,
  },
  {
    name: 'no notification waits unapplied, none had another amount',
    looked: 'select count(*) as n from payments.inbox',
    found:
      "select provider, notification_id, outcome from payments.inbox where applied_at is null or outcome = 'mismatch'",
  },
  {
    name: 'no more was received for one thing than once',
    looked: "select count(*) as n from payments.intent where state = 'succeeded'",
    found:
      "select reference, purpose, count(*) as n from payments.intent where state = 'succeeded' group by 1, 2 having count(*) > 1",
  },
  {
    name: 'nothing is frozen at the provider for a split',
    looked: 'select count(*) as n from payments.received',
    found: `select sum(case when d.name = 'psp_split_frozen' then t.amount_fen else -t.amount_fen end) as fen from ledger.transfer t
            join ledger.account_kind d on d.code = t.debit_kind join ledger.account_kind c on c.code = t.credit_kind
            where 'psp_split_frozen' in (d.name, c.name) having sum(case when d.name = 'psp_split_frozen' then t.amount_fen else -t.amount_fen end) <> 0`,
  },
  {
    name: "psp clearing is the provider's statement, but for what stands in suspense",
    looked: `select count(*) as n from payments.bill_line where kind <> 'operation'`,
    found: sameAs(
      'psp_clearing',
      "kind <> 'operation'",
      "'psp_fee', 'psp_settled', 'difference_found', 'difference_cleared'",
    ),
  },
  {
    name: 'what was paid out is what the provider says, but for what stands in suspense',
    looked: `select count(*) as n from payments.bill_line where kind = 'operation'`,
    found: sameAs('bank', "kind = 'operation'", "'difference_found', 'difference_cleared'"),
  },
  {
    name: 'what stands in suspense is what differences are open about',
    looked: 'select count(*) as n from payments.difference',
    found: `select s.fen as booked, d.fen as open from
              (select coalesce(sum(case when d.name = 'suspense' then t.amount_fen else -t.amount_fen end), 0) as fen from ledger.transfer t
               join ledger.account_kind d on d.code = t.debit_kind join ledger.account_kind c on c.code = t.credit_kind where 'suspense' in (d.name, c.name)) s,
              (select coalesce(sum(suspense_fen), 0) as fen from payments.difference where state in ('open', 'proposed')) d where s.fen <> d.fen`,
  },
  {
    name: 'a difference is in the books as it was found, and as it ended',
    looked: 'select count(*) as n from payments.difference',
    found: `select d.id, d.kind, d.state, count(j.id) filter (where j.kind = 'difference_settled') as settled, count(j.id) filter (where j.kind = 'difference_cleared') as cleared
            from payments.difference d left join ledger.journal j on j.reference = d.id and j.kind like 'difference\\_%' group by d.id
            having count(j.id) filter (where j.kind = 'difference_settled') <> case d.state when 'settled' then 1 else 0 end
              or count(j.id) filter (where j.kind = 'difference_cleared') <> case d.state when 'cleared' then 1 else 0 end
              or count(j.id) filter (where j.kind = 'difference_found') <> case d.kind when 'refund_late' then 0 else 1 end`,
  },
  {
    name: `no difference with the provider is older than ${SETTLE_WITHIN_DAYS} days`,
    judge: judgeAge,
    recent: judgeAge,
  },
  {
    name: 'the bills tell of every payment and refund of their days, or a difference does',
    looked: 'select count(*) as n from payments.bill',
    found: `with done as (select provider, max(bill_day) as day from payments.bill group by 1),
              own as (select i.provider, 'payment' as what, i.provider_txn as event, v.paid_at as at from payments.intent i
                        join payments.received v on v.intent_id = i.id and v.cell_id = i.cell_id where i.state = 'succeeded'
                      union all select provider, 'refund', platform.id_text('rfd', id), ended_at from payments.refund where state = 'succeeded')
            select own.what, own.event, own.at from own join done using (provider)
            where own.at < (done.day + 1)::timestamp at time zone 'Asia/Shanghai'
              and not exists (select from payments.bill_line l where l.provider = own.provider and l.what = own.what and l.event = own.event)
              and not exists (select from payments.difference d where d.provider = own.provider and d.what = own.what and d.event = own.event)`,
  },
]
