import type { AuditCheck } from '../platform/room.ts'

export const checks: readonly AuditCheck[] = [
  {
    name: "curators' frozen equals what their lines earned",
    looked: 'select count(*) as n from commissions.accrual',
    found: `with earned as (select curator_person_id as owner, sum(accrued_fen - clawed_fen) filter (where state = 'frozen') as fen from commissions.accrual group by 1),
            frozen as (select m.owner, -sum(m.fen) as fen from (
                select debit_owner as owner, amount_fen as fen, debit_kind as code from ledger.transfer
                union all select credit_owner, -amount_fen, credit_kind from ledger.transfer) m
              join ledger.account_kind k using (code) where k.name = 'curator_frozen' group by 1)
            select coalesce(e.owner, f.owner) as curator, e.fen as earned, f.fen as booked from earned e full join frozen f using (owner)
            where coalesce(e.fen, 0) <> coalesce(f.fen, 0)`,
  },
  {
    name: 'accrued less clawed back equals f(net), line by line',
    looked: 'select count(*) as n from commissions.accrual',
    found: `select id, order_id, line_no, accrued_fen, clawed_fen, goods_fen - refunded_fen as net from commissions.accrual
            where accrued_fen - clawed_fen <> case when goods_fen = refunded_fen then 0
              else least(goods_fen - refunded_fen, coalesce(cap_fen, 9007199254740991), greatest(floor_fen, (goods_fen - refunded_fen) * rate_bps / 10000)) end`,
  },
  {
    name: 'nobody earns on what she bought herself',
    looked: 'select count(*) as n from commissions.accrual',
    found: 'select id from commissions.accrual where curator_person_id = buyer_person_id',
  },
]
