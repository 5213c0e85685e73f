-- Payouts: what curators withdraw, with tax withheld. Real names and numbers are sealed with the person's own key.

create schema settlements;

create table settlements.identity (
  person_id bigint primary key,
  name_sealed bytea not null,
  id_number_sealed bytea not null,
  -- For people to recognise: 张*, 3301**********1234.
  name_masked text not null check (length(name_masked) <= 40),
  id_number_masked text not null check (id_number_masked ~ '^[0-9]{4}\*{10}[0-9X]{4}$'),
  given_at timestamptz not null
);

create table settlements.payout (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  curator_person_id bigint not null,
  gross_fen bigint not null check (gross_fen > 0),
  tax_fen bigint not null check (tax_fen >= 0),
  net_fen bigint not null check (net_fen > 0),
  tax_rule text not null,
  -- The calendar month in the installation's zone that it counts for.
  tax_month date not null check (extract(day from tax_month) = 1),
  -- asked: waits for two people · approved: the worker may send it · sent, confirming, unknown: the provider has it ·
  -- succeeded, failed, rejected: over.
  state text not null check (state in ('asked', 'approved', 'sent', 'confirming', 'unknown', 'succeeded', 'failed', 'rejected')),
  held text check (held in ('other_amount')),
  provider_bill text,
  confirm_package text,
  end_reason text check (length(end_reason) <= 200),
  asked_at timestamptz not null,
  sent_at timestamptz,
  queried_at timestamptz,
  tries int not null default 0,
  ended_at timestamptz,
  primary key (id, cell_id),
  constraint payout_sums check (gross_fen = net_fen + tax_fen),
  check ((state in ('succeeded', 'failed', 'rejected')) = (ended_at is not null)),
  check (state <> 'succeeded' or provider_bill is not null)
);
-- One at a time: the tax of the next depends on how this one ends.
create unique index one_open_payout on settlements.payout (curator_person_id, cell_id)
  where state in ('asked', 'approved', 'sent', 'confirming', 'unknown');
create index payouts_of_curator on settlements.payout (curator_person_id, id desc);
create index payouts_to_work on settlements.payout (asked_at) where state in ('approved', 'sent', 'confirming', 'unknown');

-- Two different people; nobody twice.
create table settlements.approval (
  payout_id bigint not null,
  cell_id smallint not null,
  staff_id bigint not null,
  approved_at timestamptz not null,
  primary key (payout_id, staff_id, cell_id)
);

grant usage on schema settlements to leaven_app;
grant select, insert, update on settlements.identity, settlements.payout to leaven_app;
grant delete on settlements.identity to leaven_app;
grant select, insert on settlements.approval to leaven_app;
