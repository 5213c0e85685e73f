import type { AuditCheck } from '../platform/room.ts'

const OPEN = `('awaiting_buyer', 'waiting_for_door', 'awaiting_payment', 'paid')`
/** Grace, the provider's fifteen minutes, and the sweep's own pace. */
const SLACK_MINUTES = 20

/** `splitTax` in SQL: gross less gross × 10000 / (10000 + rate), half a fen up. */
const taxOf = (gross: string) => `(${gross} - (${gross} * 20000 + 10000 + bps) / (2 * (10000 + bps)))`

export const checks: readonly AuditCheck[] = [
  {
    name: 'per order: received = deposit + (sales + tax + freight − refunds after) + refunded + payable back',
    looked: 'select count(*) as n from orders."order" where paid_at is not null',
    found: `with moves as (
              select j.reference as order_id,
                sum(t.amount_fen) filter (where ck.name = 'order_deposit' and dk.name = 'psp_clearing') as paid,
                sum(t.amount_fen) filter (where dk.name = 'order_deposit' and ck.name in ('sales', 'freight', 'output_tax')) as recognised,
                sum(t.amount_fen) filter (where dk.name = 'order_deposit' and ck.name = 'refund_payable') as back_before,
                sum(t.amount_fen) filter (where dk.name in ('refunds', 'output_tax') and ck.name = 'refund_payable') as back_after
              from ledger.journal j join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id
              join ledger.account_kind dk on dk.code = t.debit_kind join ledger.account_kind ck on ck.code = t.credit_kind
              where j.kind in ('order_paid', 'goods_received', 'refund_accepted') group by 1)
            select o.id, o.state, o.total_fen, o.refunded_fen, m.paid, m.recognised, m.back_before, m.back_after from orders."order" o left join moves m on m.order_id = o.id
            where (o.paid_at is not null and (coalesce(m.paid, 0) <> o.total_fen or coalesce(m.back_before, 0) + coalesce(m.back_after, 0) <> o.refunded_fen
                or coalesce(m.recognised, 0) <> case when o.state = 'received' then o.total_fen - coalesce(m.back_before, 0) else 0 end
                or (o.state <> 'received' and m.back_after is not null)))
              or (o.paid_at is null and m.paid is not null)`,
  },
  {
    name: 'output tax is that of what was kept, order by order',
    looked: 'select count(*) as n from orders.line where output_tax_bps is not null',
    found: `with kept as (select order_id, output_tax_bps as bps, goods_fen - least(refunded_fen, goods_fen) as goods,
                freight_fen - greatest(refunded_fen - goods_fen, 0) as freight from orders.line where output_tax_bps is not null),
              owed as (select order_id, sum(${taxOf('goods')} + ${taxOf('freight')})::bigint as fen from kept group by 1),
              booked as (select j.reference as order_id, sum(case when ck.name = 'output_tax' then t.amount_fen else -t.amount_fen end)::bigint as fen
                from ledger.transfer t join ledger.journal j on j.id = t.journal_id and j.cell_id = t.cell_id
                join ledger.account_kind dk on dk.code = t.debit_kind join ledger.account_kind ck on ck.code = t.credit_kind
                where 'output_tax' in (dk.name, ck.name) and j.kind in ('goods_received', 'refund_accepted') group by 1)
            select coalesce(o.order_id, b.order_id) as order_id, o.fen as owed, b.fen as booked from owed o full join booked b using (order_id)
            where coalesce(o.fen, 0) <> coalesce(b.fen, 0)`,
  },
  {
    name: 'what suppliers delivered is owed to them in the books, supplier by supplier',
    looked: 'select count(*) as n from orders.supply',
    found: `with delivered as (select supplier_id as owner, sum(cost_fen)::bigint as fen from orders.supply group by 1),
              booked as (select t.credit_owner as owner, sum(t.amount_fen)::bigint as fen from ledger.transfer t
                join ledger.account_kind k on k.code = t.credit_kind where k.name = 'supplier_payable' group by 1)
            select coalesce(d.owner, b.owner) as supplier, d.fen as delivered, b.fen as booked from delivered d full join booked b using (owner)
            where coalesce(d.fen, 0) <> coalesce(b.fen, 0)`,
  },
  {
    name: 'a paid order has exactly one pay journal',
    looked: 'select count(*) as n from orders."order" where paid_at is not null',
    found: `select o.id, count(j.id) as journals from orders."order" o
            left join ledger.journal j on j.reference = o.id and j.kind = 'order_paid' and j.cell_id = o.cell_id
            where o.paid_at is not null group by o.id, o.cell_id having count(j.id) <> 1`,
  },
  {
    name: 'an order is the sum of its lines',
    looked: 'select count(*) as n from orders."order"',
    found: `select o.id, o.goods_fen, o.freight_fen, o.refunded_fen from orders."order" o left join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id
            group by o.id, o.cell_id, o.goods_fen, o.freight_fen, o.refunded_fen
            having o.goods_fen is distinct from sum(l.goods_fen) or o.freight_fen is distinct from sum(l.freight_fen)
              or o.refunded_fen is distinct from sum(l.refunded_fen)`,
  },
  {
    name: 'what stock holds reserved is what open orders promised',
    looked: 'select count(*) as n from stock.cell',
    found: `with promised as (select l.stock_item_id as item_id, l.stock_cell_id as cell_id, sum(l.quantity) as n from orders.line l
              join orders."order" o on o.id = l.order_id and o.cell_id = l.cell_id where o.state in ${OPEN} group by 1, 2)
            select coalesce(s.item_id, p.item_id) as item_id, coalesce(s.cell_id, p.cell_id) as cell_id, s.reserved, p.n as promised
            from stock.cell s full join promised p on p.item_id = s.item_id and p.cell_id = s.cell_id where coalesce(s.reserved, 0) <> coalesce(p.n, 0)`,
  },
  {
    name: 'what left the house is what was shipped, lot by lot',
    looked: 'select count(*) as n from orders.parcel_line',
    found: `with packed as (select lot_id, sum(quantity) as n from orders.parcel_line group by 1)
            select coalesce(b.lot_id, p.lot_id) as lot_id, b.packed, p.n as shipped
            from (select lot_id, sum(packed) as packed from stock.lot_balance group by 1) b full join packed p using (lot_id)
            where coalesce(b.packed, 0) <> coalesce(p.n, 0)`,
  },
  {
    name: 'every acknowledged order has its payment, and its payment has it',
    looked: 'select count(*) as n from orders."order"',
    found: `select o.id, i.id as intent from orders."order" o left join payments.intent i on i.id = o.intent_id
            where (o.buyer_person_id is not null and i.id is null) or i.reference <> o.id or i.amount_fen <> o.total_fen
            union all select null, i.id from payments.intent i where i.purpose = 'order' and not exists (select from orders."order" o where o.id = i.reference)`,
  },
  {
    name: 'no reservation is older than its expiry and the sweep',
    judge: async (q, platform) => {
      const before = new Date(platform.clock.now().getTime() - SLACK_MINUTES * 60_000)
      const [count] = await q.query<{ n: number }>(
        'orders.countUnpaid',
        `select count(*) as n from orders."order" where state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment')`,
      )
      const found = await q.query(
        'orders.overdue',
        `select id, expires_at from orders."order" where state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment') and expires_at < $1 limit 100`,
        [before],
      )
      return { looked: count?.n ?? 0, found }
    },
  },
  {
    name: 'commission was accrued for every paid line that earns',
    looked: 'select count(*) as n from orders.line where rule_id is not null',
    found: `select l.order_id, l.line_no from orders.line l join orders."order" o on o.id = l.order_id and o.cell_id = l.cell_id
            left join commissions.accrual a on a.order_id = l.order_id and a.line_no = l.line_no and a.cell_id = l.cell_id
            where l.rule_id is not null and l.curator_person_id <> o.buyer_person_id
              and ((o.paid_at is not null) <> (a.id is not null) or a.goods_fen <> l.goods_fen or a.rule_id <> l.rule_id or a.curator_person_id <> l.curator_person_id)`,
  },
  {
    name: 'brought orders that wait for their person are counted, and only those',
    looked: 'select count(*) as n from orders.brought',
    found: `with waiting as (select b.curator_person_id, b.community_id, count(*) as n from orders.brought b
              join orders."order" o on o.id = b.order_id and o.cell_id = b.cell_id where o.state = 'awaiting_buyer' group by 1, 2)
            select coalesce(c.curator_person_id, w.curator_person_id) as curator, c.open, w.n as waiting
            from orders.brought_count c full join waiting w on w.curator_person_id = c.curator_person_id and w.community_id = c.community_id
            where coalesce(c.open, 0) <> coalesce(w.n, 0)`,
  },
  {
    name: 'an order without a buyer was brought, and one that was taken has its buyer',
    looked: `select count(*) as n from orders."order" where buyer_person_id is null`,
    found: `select o.id, o.state, b.taken_at from orders."order" o left join orders.brought b on b.order_id = o.id and b.cell_id = o.cell_id
            where (o.buyer_person_id is null and (b.order_id is null or b.taken_at is not null))
              or (o.buyer_person_id is not null and b.order_id is not null and b.taken_at is null)`,
  },
]
