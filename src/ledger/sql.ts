import { byteas, int2s, int8s, texts } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import type { AccountKind } from './account.ts'
import type { BalanceChange, Journal, StoredJournal, StoredTransfer } from './journal.ts'

export const keepKinds = (q: Queryable, kinds: readonly AccountKind[]) =>
  q.query(
    'ledger.keepKinds',
    `insert into ledger.account_kind (code, name, type, guarded) select * from unnest($1::smallint[], $2::text[], $3::text[], $4::boolean[])
     on conflict do nothing`,
    [kinds.map((k) => k.code), kinds.map((k) => k.name), kinds.map((k) => k.type), kinds.map((k) => k.guarded)],
  )

/** The business day is the database's reading of the transaction's moment in the installation's zone. */
export const openDay = (tx: Tx, timeZone: string) =>
  tx.query(
    'ledger.openDay',
    `insert into ledger.day (business_day, opened_at)
     select d, $1 from (select ($1::timestamptz at time zone $2)::date as d) as today
     where not exists (select from ledger.day where business_day = d) on conflict do nothing`,
    [tx.at, timeZone],
  )

/** Held to the end of the transaction; closing the day takes it for update, so no journal comes late. */
export const lockDay = (tx: Tx, timeZone: string) =>
  tx.query<{ closed_at: Date | null }>(
    'ledger.lockDay',
    'select closed_at from ledger.day where business_day = ($1::timestamptz at time zone $2)::date for share',
    [tx.at, timeZone],
  )

interface Numbered {
  readonly journal: Journal
  readonly id: Id<'jrn'>
}

const INSERT_JOURNALS = `insert into ledger.journal (id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor, transfers)
  select id, cell_id, kind, key, reference, ($9::timestamptz at time zone $10)::date, $9, reverses, actor, transfers
  from unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::smallint[])
    as t (id, cell_id, kind, key, reference, reverses, actor, transfers)`

/** Leaves out those whose key is in the books; answers the others. */
export const insertJournals = (tx: Tx, timeZone: string, journals: readonly Numbered[]) =>
  tx.query<{ id: bigint }>(
    'ledger.insertJournals',
    `${INSERT_JOURNALS} on conflict (key, cell_id) do nothing returning id`,
    journalArrays(tx, timeZone, journals),
  )

/** A third cheaper than asking for each key whether it is there. */
export const insertNewJournals = (tx: Tx, timeZone: string, journals: readonly Numbered[]): void =>
  tx.send('ledger.insertNewJournals', INSERT_JOURNALS, journalArrays(tx, timeZone, journals))

const journalArrays = (tx: Tx, timeZone: string, journals: readonly Numbered[]) => [
  journals.map(({ id }) => id),
  int2s(journals.map(({ journal }) => journal.cellId)),
  texts(journals.map(({ journal }) => journal.kind)),
  texts(journals.map(({ journal }) => journal.key)),
  journals.map(({ journal }) => journal.reference),
  journals.map(({ journal }) => journal.reverses ?? null),
  texts(journals.map(({ journal }) => journal.actor)),
  int2s(journals.map(({ journal }) => journal.transfers.length)),
  tx.at,
  timeZone,
]

export function insertTransfers(tx: Tx, journals: readonly Numbered[]): void {
  const rows = journals.flatMap(({ journal, id }) =>
    journal.transfers.map((transfer, index) => ({ id, cellId: journal.cellId, position: index + 1, ...transfer })),
  )
  if (rows.length === 0) return
  tx.send(
    'ledger.insertTransfers',
    `insert into ledger.transfer (journal_id, position, cell_id, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
     select * from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::smallint[], $5::bigint[], $6::smallint[], $7::bigint[], $8::bigint[])`,
    [
      rows.map((row) => row.id),
      int2s(rows.map((row) => row.position)),
      int2s(rows.map((row) => row.cellId)),
      int2s(rows.map((row) => row.debit.kind.code)),
      rows.map((row) => row.debit.owner),
      int2s(rows.map((row) => row.credit.kind.code)),
      rows.map((row) => row.credit.owner),
      int8s(rows.map((row) => row.amountFen)),
    ],
  )
}

/**
 * Rows that do not exist yet are made, so that they can be locked; all in account order. An insert with `on conflict`
 * cannot do both: the floor is judged on the row that would be inserted, so a debit of a full account would be refused.
 */
export async function changeBalances(tx: Tx, changes: readonly BalanceChange[]): Promise<void> {
  const accounts = [changes.map((c) => c.kind), changes.map((c) => c.owner)]
  await makeBalances(tx, accounts)
  await tx.query(
    'ledger.changeBalances',
    `with locked as (select b.kind, b.owner from ledger.balance b join unnest($1::smallint[], $2::bigint[]) as t (kind, owner) using (kind, owner)
       order by b.kind, b.owner for update of b)
     update ledger.balance b set balance_fen = b.balance_fen + t.change
     from locked l join unnest($1::smallint[], $2::bigint[], $3::bigint[]) as t (kind, owner, change) using (kind, owner)
     where b.kind = l.kind and b.owner = l.owner`,
    [...accounts, changes.map((c) => c.changeFen)],
  )
}

export const balances = (q: Queryable, kind: number, owner: bigint) =>
  q.query<{ balance_fen: number }>(
    'ledger.balances',
    'select balance_fen from ledger.balance where kind = $1 and owner = $2',
    [kind, owner],
  )

export const journalsOf = (q: Queryable, references: readonly bigint[]) =>
  q.query<StoredJournal>(
    'ledger.journalsOf',
    `select id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where reference = any($1::bigint[]) order by id limit 500`,
    [references],
  )

export const journalsBefore = (q: Queryable, before: bigint, limit: number) =>
  q.query<StoredJournal>(
    'ledger.journalsBefore',
    `select id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where id < $1 order by id desc limit $2`,
    [before, limit],
  )

export const journalsById = (q: Queryable, ids: readonly bigint[]) =>
  q.query<StoredJournal>(
    'ledger.journalsById',
    `select id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where id = any($1::bigint[])`,
    [ids],
  )

/** Journals with a transfer from or to an account of these kinds and this owner, newest first. */
export const journalsOfOwner = (q: Queryable, kinds: readonly number[], owner: bigint, before: bigint, limit: number) =>
  q.query<StoredJournal>(
    'ledger.journalsOfOwner',
    `select id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where id in (
       (select journal_id from ledger.transfer where debit_kind = any($1::smallint[]) and debit_owner = $2 and debit_owner <> 0
          and journal_id < $3 order by journal_id desc limit $4)
       union
       (select journal_id from ledger.transfer where credit_kind = any($1::smallint[]) and credit_owner = $2 and credit_owner <> 0
          and journal_id < $3 order by journal_id desc limit $4))
     order by id desc limit $4`,
    [kinds, owner, before, limit],
  )

export const transfersOf = (q: Queryable, journalIds: readonly bigint[]) =>
  q.query<StoredTransfer & { journal_id: bigint }>(
    'ledger.transfersOf',
    `select journal_id, position, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen from ledger.transfer
     where journal_id = any($1::bigint[]) order by journal_id, position`,
    [journalIds],
  )

export const trialBalance = (q: Queryable) =>
  q.query<{ code: number; name: string; type: string; debit_fen: number; credit_fen: number }>(
    'ledger.trialBalance',
    `select k.code, k.name, k.type, coalesce(d.fen, 0)::bigint as debit_fen, coalesce(c.fen, 0)::bigint as credit_fen
     from ledger.account_kind k
     left join (select debit_kind as code, sum(amount_fen) as fen from ledger.transfer group by 1) d using (code)
     left join (select credit_kind as code, sum(amount_fen) as fen from ledger.transfer group by 1) c using (code)
     order by k.code`,
  )

export const lockSealPosition = (tx: Tx) =>
  tx.query<{ tx: string; journal_id: bigint | number }>(
    'ledger.lockSealPosition',
    'select tx::text, journal_id from ledger.seal_position for update',
  )

/**
 * Journals after a position in commit order that no open transaction can still get in front of. Ordered by the column's
 * full name: "tx" alone would mean the text that is selected, and '100000' sorts before '99999'.
 */
export const unsealed = (tx: Tx, after: { tx: string; journal_id: bigint | number }, limit: number) =>
  tx.query<StoredJournal & { tx: string }>(
    'ledger.unsealed',
    `select tx::text, id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where (tx, id) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot()) order by journal.tx, id limit $3`,
    [after.tx, after.journal_id, limit],
  )

export const moveSealPosition = (tx: Tx, to: { tx: string; id: bigint }) =>
  tx.query('ledger.moveSealPosition', 'update ledger.seal_position set tx = $1::xid8, journal_id = $2', [to.tx, to.id])

export const lastSeals = (q: Queryable, cells: readonly number[]) =>
  q.query<{ cell_id: number; seq: number; hash: Buffer }>(
    'ledger.lastSeals',
    `select c.cell_id, s.seq, s.hash from unnest($1::smallint[]) as c (cell_id)
     cross join lateral (select seq, hash from ledger.seal where cell_id = c.cell_id order by seq desc limit 1) s`,
    [cells],
  )

export const insertSeals = (
  tx: Tx,
  seals: readonly { cellId: number; seq: number; journalId: bigint; hash: Buffer }[],
) =>
  tx.query(
    'ledger.insertSeals',
    `insert into ledger.seal (cell_id, seq, journal_id, hash, sealed_at)
     select cell_id, seq, journal_id, hash, $5 from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bytea[]) as t (cell_id, seq, journal_id, hash)`,
    [
      int2s(seals.map((s) => s.cellId)),
      int8s(seals.map((s) => s.seq)),
      seals.map((s) => s.journalId),
      byteas(seals.map((s) => s.hash)),
      tx.at,
    ],
  )

export const sealsAfter = (q: Queryable, cellId: number, seq: number, limit: number) =>
  q.query<StoredJournal & { seq: number; hash: Buffer; journal_id: bigint }>(
    'ledger.sealsAfter',
    `select s.seq, s.hash, s.journal_id, s.cell_id, j.id, j.kind, j.key, j.reference, j.business_day, j.booked_at, j.reverses, j.actor
     from ledger.seal s left join ledger.journal j on j.id = s.journal_id and j.cell_id = s.cell_id
     where s.cell_id = $1 and s.seq > $2 order by s.seq limit $3`,
    [cellId, seq, limit],
  )

export const sealedCells = (q: Queryable) =>
  q.query<{ cell_id: number }>(
    'ledger.sealedCells',
    'select c as cell_id from generate_series(0, 255) as c where exists (select from ledger.seal where cell_id = c)',
  )

/** Where each chain stood before the first seal of something booked since a moment. */
export const sealsBefore = (q: Queryable, since: Date) =>
  q.query<{ cell_id: number; seq: number; hash: Buffer }>(
    'ledger.sealsBefore',
    `select f.cell_id, f.seq - 1 as seq, coalesce(b.hash, decode(repeat('00', 32), 'hex')) as hash from (
       select s.cell_id, min(s.seq) as seq from ledger.journal j join ledger.seal s on s.journal_id = j.id and s.cell_id = j.cell_id
       where j.business_day >= ($1::timestamptz - interval '1 day')::date and j.booked_at >= $1 group by 1) f
     left join ledger.seal b on b.cell_id = f.cell_id and b.seq = f.seq - 1 order by 1`,
    [since],
  )

const makeBalances = (tx: Tx, accounts: readonly unknown[]) =>
  tx.query(
    'ledger.makeBalances',
    `insert into ledger.balance (kind, owner, balance_fen)
     select kind, owner, 0 from unnest($1::smallint[], $2::bigint[]) with ordinality as t (kind, owner, n) order by n
     on conflict (kind, owner) do nothing`,
    accounts,
  )

/** Rows that do not exist yet are made, so that they can be locked; in account order, as booking changes them. */
export async function lockBalances(tx: Tx, accounts: readonly { kind: number; owner: bigint }[]) {
  const values = [accounts.map((account) => account.kind), accounts.map((account) => account.owner)]
  await makeBalances(tx, values)
  return tx.query<{ kind: number; owner: bigint | number; balance_fen: number }>(
    'ledger.lockBalances',
    `select b.kind, b.owner, b.balance_fen from ledger.balance b join unnest($1::smallint[], $2::bigint[]) as t (kind, owner) using (kind, owner)
     order by b.kind, b.owner for update of b`,
    values,
  )
}
