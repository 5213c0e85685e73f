import type { AuditCheck } from '../platform/room.ts'

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
]
