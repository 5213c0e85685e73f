import type { AuditCheck } from '../platform/room.ts'
import { RETURN_WINDOW_DAYS, vestsWhenReceivedBefore } from './vesting.ts'

/** The sweep runs every minute; what it has not taken in a quarter of an hour is stuck. */
const SWEEP_MS = 15 * 60_000

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
    name: 'frozen + available + withdrawing + withdrawn − debt = what her lines earned, curator by curator',
    looked: 'select count(distinct curator_person_id) as n from commissions.accrual',
    found: `with earned as (select curator_person_id as owner, sum(accrued_fen - clawed_fen) as fen from commissions.accrual group by 1),
            sides as (
              select k.name, m.owner, m.fen, m.other_kind from (
                select debit_kind as code, debit_owner as owner, -amount_fen as fen, credit_kind as other_kind from ledger.transfer
                union all select credit_kind, credit_owner, amount_fen, debit_kind from ledger.transfer) m
              join ledger.account_kind k using (code)
              where k.name in ('curator_frozen', 'curator_available', 'curator_withdrawing', 'receivable_from_curator')),
            held as (
              select s.owner, sum(s.fen) - coalesce(sum(s.fen) filter (where s.name = 'curator_withdrawing' and o.name not like '%curator%'), 0) as fen
              from sides s join ledger.account_kind o on o.code = s.other_kind group by 1)
            select coalesce(e.owner, h.owner) as curator, e.fen as earned, h.fen as held from earned e full join held h using (owner)
            where coalesce(e.fen, 0) <> coalesce(h.fen, 0)`,
  },
  {
    name: 'nobody owes and may withdraw at the same time',
    looked:
      "select count(*) as n from ledger.balance b join ledger.account_kind k on k.code = b.kind where k.name = 'curator_available'",
    found: `select d.owner, d.balance_fen as owes, a.balance_fen as available from ledger.balance d join ledger.account_kind dk on dk.code = d.kind
            join ledger.balance a on a.owner = d.owner join ledger.account_kind ak on ak.code = a.kind
            where dk.name = 'receivable_from_curator' and ak.name = 'curator_available' and d.balance_fen > 0 and a.balance_fen > 0`,
  },
  {
    name: 'what is over its return window has vested, and nothing vested before',
    judge: async (q, platform) => {
      const late = new Date(vestsWhenReceivedBefore(platform.clock.now()).getTime() - SWEEP_MS)
      const [count] = await q.query<{ n: number }>(
        'commissions.countReceived',
        'select count(*) as n from commissions.accrual where received_at is not null',
      )
      const found = await q.query(
        'commissions.vestedWrongly',
        `select id, state, received_at, vested_at from commissions.accrual where (state = 'frozen' and received_at < $1)
           or (state = 'vested' and vested_at < received_at + make_interval(days => $2)) limit 100`,
        [late, RETURN_WINDOW_DAYS],
      )
      return { looked: count?.n ?? 0, found }
    },
  },
  {
    name: 'nobody earns on what she bought herself',
    looked: 'select count(*) as n from commissions.accrual',
    found: 'select id from commissions.accrual where curator_person_id = buyer_person_id',
  },
]
