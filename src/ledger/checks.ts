import type { AuditCheck } from '../platform/room.ts'
import { judgeSeals } from './seal-journals.ts'

const UNSEALED_MINUTES = 5

/** Each must find nothing. `npx leaven audit` runs them all and says how many rows each looked at. */
export const checks: readonly AuditCheck[] = [
  {
    name: 'trial balance is zero',
    looked: 'select count(*) as n from ledger.transfer',
    found: `select sum(case when k.type in ('asset', 'expense') then m.fen else 0 end) as debit_side,
              sum(case when k.type in ('liability', 'income') then m.fen else 0 end) as credit_side
            from (select debit_kind as code, amount_fen as fen from ledger.transfer
                  union all select credit_kind, -amount_fen from ledger.transfer) m left join ledger.account_kind k using (code)
            having sum(m.fen) <> 0 or sum(case when k.type in ('asset', 'expense') then m.fen else 0 end)
              + sum(case when k.type in ('liability', 'income') then m.fen else 0 end) <> 0`,
  },
  {
    name: 'every journal has its transfers',
    looked: 'select count(*) as n from ledger.journal',
    found: `select j.id, j.key, j.transfers, count(t.position) as there from ledger.journal j
            left join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id
            group by j.id, j.cell_id, j.key, j.transfers having count(t.position) <> j.transfers
            union all select t.journal_id, 'no journal', 0, count(*) from ledger.transfer t
            where not exists (select from ledger.journal j where j.id = t.journal_id and j.cell_id = t.cell_id) group by 1`,
  },
  {
    name: 'every account kind is declared',
    looked: 'select count(*) as n from ledger.transfer',
    found: `select distinct m.code from (select debit_kind as code from ledger.transfer union select credit_kind from ledger.transfer) m
            where not exists (select from ledger.account_kind k where k.code = m.code)`,
  },
  {
    name: 'stored balances equal the sum of their transfers',
    looked: 'select count(*) as n from ledger.balance',
    found: `with moves as (
              select k.code as kind, m.owner, sum(case when k.type in ('asset', 'expense') then m.fen else -m.fen end) as fen
              from (select debit_kind as code, debit_owner as owner, amount_fen as fen from ledger.transfer
                    union all select credit_kind, credit_owner, -amount_fen from ledger.transfer) m
              join ledger.account_kind k using (code) where k.guarded group by 1, 2)
            select coalesce(b.kind, m.kind) as kind, coalesce(b.owner, m.owner) as owner, b.balance_fen as stored, m.fen as moved
            from ledger.balance b full join moves m on m.kind = b.kind and m.owner = b.owner
            where coalesce(b.balance_fen, 0) <> coalesce(m.fen, 0)`,
  },
  {
    name: 'no guarded account is under its floor',
    looked: 'select count(*) as n from ledger.balance',
    found: 'select kind, owner, balance_fen, floor_fen from ledger.balance where balance_fen < floor_fen',
  },
  {
    name: 'no journal was booked into a closed day',
    looked: 'select count(*) as n from ledger.day',
    found: `select j.id, j.key from ledger.journal j join ledger.day d using (business_day) where d.closed_at is not null and j.booked_at >= d.closed_at
            union all select j.id, j.key from ledger.journal j where not exists (select from ledger.day d where d.business_day = j.business_day)`,
  },
  { name: 'the chain of seals is unbroken', judge: (q) => judgeSeals(q) },
  {
    name: 'journals are sealed in time',
    judge: async (q, platform) => {
      const before = new Date(platform.clock.now().getTime() - UNSEALED_MINUTES * 60_000)
      const [count] = await q.query<{ n: number }>(
        'ledger.countOld',
        'select count(*) as n from ledger.journal where booked_at < $1',
        [before],
      )
      const found = await q.query(
        'ledger.unsealedOld',
        `select j.id, j.key from ledger.journal j where j.booked_at < $1
         and not exists (select from ledger.seal s where s.journal_id = j.id and s.cell_id = j.cell_id) limit 100`,
        [before],
      )
      return { looked: count?.n ?? 0, found }
    },
  },
]
