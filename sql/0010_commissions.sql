-- One paid level: the direct curator. There is no column for anyone else.

create schema commissions;

-- An ordered list, first match wins. A change makes a new version; orders keep the version that they were sold at.
create table commissions.rule (
  id bigint not null,
  version int not null check (version > 0),
  position int not null,
  name text not null check (length(name) between 1 and 60),
  sku_id bigint,
  category text,
  stage text check (stage in ('novice', 'skilled', 'professional')),
  rate_bps int not null check (rate_bps between 0 and 5000),
  floor_fen bigint not null default 0 check (floor_fen >= 0),
  cap_fen bigint check (cap_fen >= floor_fen),
  starts_at timestamptz not null,
  ends_at timestamptz,
  superseded_at timestamptz,
  set_by text not null,
  created_at timestamptz not null,
  primary key (id, version)
);
create unique index one_rule_version_in_force on commissions.rule (id) where superseded_at is null;
create unique index one_rule_at_a_position on commissions.rule (position) where superseded_at is null;

create table commissions.accrual (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  order_id bigint not null,
  line_no smallint not null,
  curator_person_id bigint not null,
  buyer_person_id bigint not null,
  rule_id bigint not null,
  rule_version int not null,
  rate_bps int not null,
  floor_fen bigint not null,
  cap_fen bigint,
  goods_fen bigint not null check (goods_fen >= 0),
  refunded_fen bigint not null default 0,
  accrued_fen bigint not null check (accrued_fen >= 0),
  clawed_fen bigint not null default 0,
  state text not null check (state in ('frozen', 'vested')),
  created_at timestamptz not null,
  -- Told by orders: from then the return window runs.
  received_at timestamptz,
  vested_at timestamptz,
  primary key (id, cell_id),
  constraint accrued_once unique (order_id, line_no, cell_id),
  check ((state = 'vested') = (vested_at is not null)),
  -- Never before the return window is over, counted from receipt.
  constraint vested_after_window check (vested_at >= received_at + interval '7 days'),
  check (state <> 'vested' or received_at is not null),
  constraint clawed_within_accrued check (clawed_fen between 0 and accrued_fen),
  constraint refunded_within_goods check (refunded_fen between 0 and goods_fen),
  constraint nothing_from_oneself check (curator_person_id <> buyer_person_id)
);
create index accruals_to_vest on commissions.accrual (received_at) where state = 'frozen' and received_at is not null;
create index accruals_of_curator on commissions.accrual (curator_person_id, id desc);

grant usage on schema commissions to leaven_app;
grant select, insert, update on all tables in schema commissions to leaven_app;
