-- Intents, the inbox of notifications, refunds. A timeout is unknown; only the provider's answer leaves it.

create schema payments;

create table payments.intent (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  purpose text not null,
  reference bigint not null,
  payer_person_id bigint not null,
  amount_fen bigint not null check (amount_fen between 1 and 1000000000),
  provider text not null,
  state text not null check (state in ('created', 'submitted', 'pending', 'unknown', 'succeeded', 'failed', 'closed')),
  provider_txn text,
  channel text check (channel in ('h5', 'jsapi', 'native')),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  ended_at timestamptz,
  asked_at timestamptz,
  primary key (id, cell_id),
  check (state <> 'succeeded' or (provider_txn is not null and ended_at is not null))
);
-- At most one successful payment for what it pays; a second success becomes a refund payable.
create unique index paid_once on payments.intent (reference, purpose, cell_id) where state = 'succeeded';
create index intents_of_reference on payments.intent (reference);
create index intents_of_provider_txn on payments.intent (provider_txn) where provider_txn is not null;
create index intents_to_ask on payments.intent (expires_at) where state in ('submitted', 'pending', 'unknown');

-- Every success that the provider reported, also those that nothing wanted: what came in, to the fen.
create table payments.inbox (
  provider text not null,
  notification_id text not null check (length(notification_id) between 1 and 64),
  kind text not null check (kind in ('payment', 'refund')),
  reference bigint not null,
  facts jsonb not null,
  received_at timestamptz not null,
  applied_at timestamptz,
  outcome text,
  primary key (provider, notification_id)
);
create index inbox_waiting on payments.inbox (received_at) where applied_at is null;

create table payments.refund (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  intent_id bigint not null,
  purpose text not null,
  reference bigint not null,
  amount_fen bigint not null check (amount_fen between 1 and 1000000000),
  total_fen bigint not null,
  reason text not null check (length(reason) between 1 and 80),
  -- accepted: booked as payable · submitted, unknown: the provider was asked · succeeded, failed: it answered · held: it
  -- answered something that cannot be · replaced: sent again under another number · settled: paid back another way.
  state text not null check (state in ('accepted', 'submitted', 'unknown', 'held', 'succeeded', 'failed', 'replaced', 'settled')),
  -- Why it failed or is held.
  outcome text check (outcome in ('closed', 'abnormal', 'refused', 'other_amount')),
  replaces bigint,
  provider text not null,
  provider_refund text,
  asked_by text not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  tried_at timestamptz,
  tries int not null default 0,
  ended_at timestamptz,
  primary key (id, cell_id),
  check (amount_fen <= total_fen),
  check (state not in ('failed', 'held') or outcome is not null)
);
create unique index refund_replaced_once on payments.refund (replaces, cell_id) where replaces is not null;
create index refunds_of_reference on payments.refund (reference);
create index refunds_of_intent on payments.refund (intent_id);
create index refunds_of_provider_refund on payments.refund (provider_refund) where provider_refund is not null;
create index refunds_open on payments.refund (created_at) where state in ('accepted', 'submitted', 'unknown');

-- What each intent received and gave back; refunds can never exceed what was paid.
create table payments.received (
  intent_id bigint not null,
  cell_id smallint not null,
  paid_fen bigint not null check (paid_fen > 0),
  refunded_fen bigint not null default 0,
  paid_at timestamptz not null,
  primary key (intent_id, cell_id),
  constraint refunds_within_paid check (refunded_fen between 0 and paid_fen)
);

grant usage on schema payments to leaven_app;
grant select, insert, update on all tables in schema payments to leaven_app;
