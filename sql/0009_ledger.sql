-- Double entry in integer minor units. Knows no commerce word; rows are inserted, never changed.

create schema ledger;

create table ledger.account_kind (
  code smallint primary key,
  name text not null unique,
  type text not null check (type in ('asset', 'liability', 'income', 'expense')),
  -- A guarded kind has a stored balance that may not fall under its floor.
  guarded boolean not null
);

create table ledger.day (
  business_day date primary key,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- What it held when it was closed, and the last seal of every cell in one hash. The hash also goes to a file outside.
  journals bigint,
  moved_fen bigint,
  head bytea check (length(head) = 32),
  constraint closed_with_its_sums check (num_nonnulls(closed_at, journals, moved_fen, head) in (0, 4))
);

create table ledger.journal (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  kind text not null,
  key text not null,
  reference bigint not null,
  business_day date not null,
  booked_at timestamptz not null,
  reverses bigint,
  actor text not null,
  transfers smallint not null check (transfers > 0),
  -- Commit order: a seal is written only below the snapshot's oldest open transaction.
  tx xid8 not null default pg_current_xact_id(),
  primary key (id, cell_id),
  constraint journal_once unique (key, cell_id)
);
create index journals_in_commit_order on ledger.journal (tx, id);
create index journals_of_reference on ledger.journal (reference);
create index journals_of_day on ledger.journal (business_day, id);

-- An account is a kind and an owner (0 for the house). Balanced by construction: one amount, two sides.
create table ledger.transfer (
  journal_id bigint not null,
  position smallint not null,
  cell_id smallint not null,
  debit_kind smallint not null,
  debit_owner bigint not null,
  credit_kind smallint not null,
  credit_owner bigint not null,
  amount_fen bigint not null check (amount_fen > 0 and amount_fen <= 9007199254740991),
  primary key (journal_id, position, cell_id),
  check (debit_kind <> credit_kind or debit_owner <> credit_owner)
);

-- Statements of accounts that belong to somebody; the house's own are read by date.
create index transfers_of_debit on ledger.transfer (debit_kind, debit_owner, journal_id) where debit_owner <> 0;
create index transfers_of_credit on ledger.transfer (credit_kind, credit_owner, journal_id) where credit_owner <> 0;

create table ledger.balance (
  kind smallint not null,
  owner bigint not null,
  -- In the kind's own direction: liabilities and income count credits, assets and expenses count debits.
  balance_fen bigint not null,
  floor_fen bigint not null default 0,
  primary key (kind, owner),
  constraint balance_above_floor check (balance_fen >= floor_fen)
);

create table ledger.seal (
  cell_id smallint not null,
  seq bigint not null check (seq > 0),
  journal_id bigint not null,
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null,
  primary key (seq, cell_id),
  unique (journal_id, cell_id)
);

-- How far the sealer has come, in commit order; its row is also the lock that keeps sealers one at a time.
create table ledger.seal_position (
  single boolean primary key default true check (single),
  tx xid8 not null,
  journal_id bigint not null
);
insert into ledger.seal_position (tx, journal_id) values ('0', 0);

grant usage on schema ledger to leaven_app;
grant select, insert on all tables in schema ledger to leaven_app;
grant update on ledger.balance, ledger.day, ledger.seal_position to leaven_app;
grant update on ledger.account_kind to leaven_app;
