import { overRecent } from '../platform/audit.ts'
import type { AuditCheck } from '../platform/room.ts'
import { judgeHeads } from './close-days.ts'
import { judgeSeals } from './seal-journals.ts'

const UNSEALED_MINUTES = 5

/** Found by day first, because days have an index and moments have none. */
const RECENT = `j.business_day >= ($1::timestamptz - interval '1 day')::date and j.booked_at >= $1`
const RECENT_JOURNALS = `select count(*) as n from ledger.journal j where ${RECENT}`

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
    recent: overRecent(
      RECENT_JOURNALS,
      `select j.id, j.key, j.transfers from ledger.journal j where ${RECENT} and j.transfers <>
         (select count(*) from ledger.transfer t where t.journal_id = j.id and t.cell_id = j.cell_id)`,
    ),
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
    recent: overRecent(
      RECENT_JOURNALS,
      `with touched as (
         select t.debit_kind as kind, t.debit_owner as owner from ledger.journal j join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id where ${RECENT}
         union select t.credit_kind, t.credit_owner from ledger.journal j join ledger.transfer t on t.journal_id = j.id and t.cell_id = j.cell_id where ${RECENT})
       select a.kind, a.owner, b.balance_fen as stored from touched a join ledger.account_kind k on k.code = a.kind and k.guarded
       left join ledger.balance b on b.kind = a.kind and b.owner = a.owner
       where coalesce(b.balance_fen, 0) <> case when k.type in ('asset', 'expense') then 1 else -1 end * (
         coalesce((select sum(amount_fen) from ledger.transfer t where t.debit_kind = a.kind and t.debit_owner = a.owner), 0)
         - coalesce((select sum(amount_fen) from ledger.transfer t where t.credit_kind = a.kind and t.credit_owner = a.owner), 0))`,
    ),
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
    recent: overRecent(
      RECENT_JOURNALS,
      `select j.id, j.key from ledger.journal j left join ledger.day d using (business_day)
       where ${RECENT} and (d.business_day is null or j.booked_at >= d.closed_at)`,
    ),
  },
  {
    name: 'a closed day holds what it held when it was closed',
    looked: 'select count(*) as n from ledger.day where closed_at is not null',
    found: `select d.business_day, d.journals, count(j.id) as there, d.moved_fen, sum(t.fen) as moved from ledger.day d
            left join ledger.journal j using (business_day)
            left join lateral (select sum(amount_fen) as fen from ledger.transfer t where t.journal_id = j.id and t.cell_id = j.cell_id) t on true
            where d.closed_at is not null group by 1, 2, 4 having d.journals <> count(j.id) or d.moved_fen <> coalesce(sum(t.fen), 0)`,
  },
  {
    name: "closed days' heads are those of the seals, here and in the file outside",
    judge: (q, platform) => judgeHeads(q, platform),
  },
  {
    name: 'the chain of seals is unbroken',
    judge: (q) => judgeSeals(q),
    recent: (q, _platform, since) => judgeSeals(q, since),
  },
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
