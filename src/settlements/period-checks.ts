import type { AuditCheck } from '../platform/room.ts'

/** Two people from here on, of one statement's payments together: `APPROVAL_FROM_FEN`. */
const LIMIT_FEN = 500_000

export const periodChecks: readonly AuditCheck[] = [
  {
    name: 'no journal was booked into a closed period',
    looked: `select count(*) as n from settlements.period where state = 'closed'`,
    found: `select p.id, p.first_day, p.last_day, p.journals, n.journals as there, p.moved_fen, n.fen as moved
            from settlements.period p, lateral (
              select count(distinct (j.id, j.cell_id)) as journals, coalesce(sum(t.amount_fen), 0)::bigint as fen from ledger.journal j
              left join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id where j.business_day between p.first_day and p.last_day) n
            where p.state = 'closed' and (p.journals <> n.journals or p.moved_fen <> n.fen)
            union all select p.id, p.first_day, d.business_day, null, null, null, null from settlements.period p
            join ledger.day d on d.business_day between p.first_day and p.last_day where p.state = 'closed' and d.closed_at is null`,
  },
  {
    name: "a curator's settlement is what the books say before and after its period",
    looked: 'select count(*) as n from settlements.curator_settlement',
    // Settled: available + withdrawing − owed. Day by day first, so that no settlement reads the whole book again.
    found: `with moves as (
              select m.owner, j.business_day, sum(m.fen)::bigint as fen from (
                select journal_id, cell_id, credit_kind as code, credit_owner as owner, amount_fen as fen from ledger.transfer
                union all select journal_id, cell_id, debit_kind, debit_owner, -amount_fen from ledger.transfer) m
              join ledger.account_kind k using (code) join ledger.journal j on j.id = m.journal_id and j.cell_id = m.cell_id
              where k.name in ('curator_available', 'curator_withdrawing', 'receivable_from_curator') group by 1, 2)
            select s.period_id, s.curator_person_id, s.opening_fen, s.closing_fen,
              sum(m.fen) filter (where m.business_day < p.first_day) as opening, sum(m.fen) filter (where m.business_day <= p.last_day) as closing
            from settlements.curator_settlement s join settlements.period p on p.id = s.period_id left join moves m on m.owner = s.curator_person_id
            group by s.period_id, s.curator_person_id, s.opening_fen, s.closing_fen, p.first_day, p.last_day
            having s.opening_fen <> coalesce(sum(m.fen) filter (where m.business_day < p.first_day), 0)
              or s.closing_fen <> coalesce(sum(m.fen) filter (where m.business_day <= p.last_day), 0)`,
  },
  {
    name: "a supplier's statement is the sum of its deliveries, deductions and payments",
    looked: 'select count(*) as n from settlements.supplier_settlement',
    found: `select s.id, s.lines, s.quantity, s.cost_fen, s.deducted_fen, s.paid_fen from settlements.supplier_settlement s join settlements.period p on p.id = s.period_id,
            lateral (select count(*) as lines, coalesce(sum(quantity), 0) as quantity, coalesce(sum(cost_fen), 0) as fen from orders.supply o
              where o.supplier_id = s.supplier_id and o.received_on between p.first_day and p.last_day) o,
            lateral (select coalesce(sum(amount_fen), 0) as fen from settlements.supplier_deduction d where d.settlement_id = s.id) d,
            lateral (select coalesce(sum(amount_fen), 0) as fen from settlements.supplier_payment y where y.settlement_id = s.id and y.state = 'paid') y
            where (s.lines, s.quantity, s.cost_fen, s.deducted_fen, s.paid_fen) is distinct from (o.lines, o.quantity, o.fen, d.fen, y.fen)`,
  },
  {
    name: 'what suppliers are owed and owe is what their statements say, supplier by supplier',
    looked: 'select count(*) as n from settlements.supplier_settlement',
    found: `with said as (
              select 'supplier_due' as kind, supplier_id as owner, sum(due_fen - paid_fen)::bigint as fen from settlements.supplier_settlement group by 2
              union all select 'supplier_payable', coalesce(o.supplier_id, s.supplier_id), (coalesce(o.fen, 0) - coalesce(s.fen, 0))::bigint
                from (select supplier_id, sum(cost_fen) as fen from orders.supply group by 1) o
                full join (select supplier_id, sum(cost_fen) as fen from settlements.supplier_settlement group by 1) s using (supplier_id)
              union all select 'receivable_from_supplier', supplier_id, sum(fen)::bigint from (
                select supplier_id, amount_fen as fen from settlements.supplier_deduction
                union all select supplier_id, -set_off_fen from settlements.supplier_settlement) b group by 2),
            booked as (
              select k.name as kind, m.owner, sum(case when k.type = 'asset' then m.fen else -m.fen end)::bigint as fen from (
                select debit_kind as code, debit_owner as owner, amount_fen as fen from ledger.transfer
                union all select credit_kind, credit_owner, -amount_fen from ledger.transfer) m join ledger.account_kind k using (code)
              where k.name in ('supplier_due', 'supplier_payable', 'receivable_from_supplier') group by 1, 2)
            select kind, owner as supplier, s.fen as said, b.fen as booked from said s full join booked b using (kind, owner)
            where (kind <> 'supplier_payable' or exists (select from settlements.supplier_settlement)) and coalesce(s.fen, 0) <> coalesce(b.fen, 0)`,
  },
  {
    name: 'nothing above the limit was paid to a supplier without two people',
    looked: 'select count(*) as n from settlements.supplier_payment',
    found: `select y.id, y.amount_fen, y.needs_two from (
              select id, state, amount_fen, needs_two, sum(amount_fen) filter (where state <> 'rejected') over (partition by settlement_id order by id) as together
              from settlements.supplier_payment) y
            where y.state = 'paid' and (y.needs_two or y.together >= ${LIMIT_FEN})
              and (select count(*) from settlements.supplier_approval a where a.payment_id = y.id) < 2`,
  },
]
