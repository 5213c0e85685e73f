import type { AuditCheck } from '../platform/room.ts'

const HER_MONEY = `select coalesce(sum(gross_fen), 0)::bigint as fen from settlements.payout p where p.curator_person_id = b.owner and p.state in ('asked', 'approved', 'sent', 'confirming', 'unknown')`

export const checks: readonly AuditCheck[] = [
  {
    name: 'what is being withdrawn is what open payouts asked for, curator by curator',
    looked: 'select count(*) as n from settlements.payout',
    found: `select b.owner, b.balance_fen, (${HER_MONEY}) as asked from ledger.balance b join ledger.account_kind k on k.code = b.kind
            where k.name = 'curator_withdrawing' and b.balance_fen <> (${HER_MONEY})
            union all select p.curator_person_id, null, p.gross_fen from settlements.payout p where p.state in ('asked', 'approved', 'sent', 'confirming', 'unknown')
              and not exists (select from ledger.balance b join ledger.account_kind k on k.code = b.kind where k.name = 'curator_withdrawing' and b.owner = p.curator_person_id)`,
  },
  {
    name: 'a payout is in the books once as asked, and once as it ended',
    looked: 'select count(*) as n from settlements.payout',
    found: `select p.id, p.state, count(j.id) filter (where j.kind = 'payout_asked') as asked, count(j.id) filter (where j.kind = 'payout_done') as done,
              count(j.id) filter (where j.kind = 'payout_back') as back
            from settlements.payout p left join ledger.journal j on j.reference = p.id and j.cell_id = p.cell_id group by p.id, p.cell_id, p.state
            having count(j.id) filter (where j.kind = 'payout_asked') <> 1
              or count(j.id) filter (where j.kind = 'payout_done') <> case when p.state = 'succeeded' then 1 else 0 end
              or count(j.id) filter (where j.kind = 'payout_back') <> case when p.state in ('failed', 'rejected') then 1 else 0 end`,
  },
  {
    name: 'tax withheld is what payouts that arrived kept back',
    looked: "select count(*) as n from settlements.payout where state = 'succeeded'",
    found: `select t.fen as booked, p.fen as withheld from
              (select coalesce(sum(amount_fen), 0) as fen from ledger.transfer t join ledger.account_kind k on k.code = t.credit_kind where k.name = 'tax_withheld') t,
              (select coalesce(sum(tax_fen), 0) as fen from settlements.payout where state = 'succeeded') p where t.fen <> p.fen`,
  },
  {
    name: 'no large payout was sent without two people',
    looked: 'select count(*) as n from settlements.payout where gross_fen >= 500000',
    found: `select p.id, p.state, count(a.staff_id) as approvals from settlements.payout p left join settlements.approval a on a.payout_id = p.id and a.cell_id = p.cell_id
            where p.gross_fen >= 500000 and p.state not in ('asked', 'rejected') group by p.id, p.cell_id, p.state having count(a.staff_id) < 2`,
  },
]
