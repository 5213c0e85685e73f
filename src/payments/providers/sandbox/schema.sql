-- The simulator's own books, in a database of its own: what WeChat Pay would know about one merchant.
-- Every statement can be repeated; the sandbox runs this file at each start.

create schema if not exists sandbox;

create table if not exists sandbox.payment (
  out_trade_no   text primary key,
  prepay_id      text not null unique,
  transaction_id text unique,
  trade_type     text not null check (trade_type in ('JSAPI', 'MWEB', 'NATIVE')),
  state          text not null check (state in ('NOTPAY', 'USERPAYING', 'SUCCESS', 'CLOSED', 'PAYERROR')),
  description    text not null,
  total_fen      bigint not null check (total_fen > 0),
  currency       text not null check (currency = 'CNY'),
  notify_url     text not null,
  payer_openid   text,
  -- what was asked, to tell a repetition from another order under the same number
  asked_expire   text,
  -- no money after this moment, even while the state still says NOTPAY
  payable_until  timestamptz not null,
  created_at     timestamptz not null,
  paid_at        timestamptz,
  closed_at      timestamptz,
  refunded_fen   bigint not null default 0 check (refunded_fen between 0 and total_fen),
  refunds        integer not null default 0 check (refunds between 0 and 50),
  check ((state = 'SUCCESS') = (paid_at is not null and transaction_id is not null))
);

create table if not exists sandbox.refund (
  out_refund_no text primary key,
  refund_id     text not null unique,
  out_trade_no  text not null references sandbox.payment,
  refund_fen    bigint not null check (refund_fen > 0),
  reason        text not null,
  notify_url    text,
  created_at    timestamptz not null,
  -- PROCESSING until then, the outcome afterwards
  settles_at    timestamptz not null,
  outcome       text not null check (outcome in ('SUCCESS', 'ABNORMAL', 'CLOSED'))
);
create index if not exists refund_of_payment on sandbox.refund (out_trade_no);

create table if not exists sandbox.notification (
  id           text primary key,
  seq          bigint generated always as identity,
  out_trade_no text not null,
  event_type   text not null,
  summary      text not null,
  content      text not null,
  notify_url   text not null,
  created_at   timestamptz not null,
  attempts     integer not null default 0,
  -- null: accepted by the merchant, or given up after the last attempt
  next_at      timestamptz,
  accepted_at  timestamptz,
  last_answer  text
);
create index if not exists notification_due on sandbox.notification (next_at) where next_at is not null;

create table if not exists sandbox.transfer (
  out_bill_no      text primary key,
  transfer_bill_no text not null unique,
  package_info     text not null unique,
  openid           text not null,
  user_name        text,
  amount_fen       bigint not null check (amount_fen > 0),
  remark           text not null,
  scene            text not null check (scene = '1005'),
  state            text not null check (state in ('WAIT_USER_CONFIRM', 'SUCCESS', 'FAIL', 'CANCELLED')),
  fail_reason      text,
  created_at       timestamptz not null,
  ended_at         timestamptz
);

create index if not exists payments_by_day on sandbox.payment (paid_at) where paid_at is not null;
create index if not exists refunds_by_day on sandbox.refund (settles_at) where outcome = 'SUCCESS';

-- What the platform keeps of a payment, and whether it pays out to the merchant's bank by itself each morning.
create table if not exists sandbox.terms (
  single   boolean primary key default true check (single),
  fee_bps  integer not null check (fee_bps between 0 and 1000),
  settles  boolean not null
);

create table if not exists sandbox.withdrawal (
  withdraw_no text primary key,
  amount_fen  bigint not null check (amount_fen > 0),
  made_at     timestamptz not null,
  -- The morning of which it is; null when somebody asked for it.
  morning     date unique
);

-- How bills are told wrongly: a line left out, one with another amount, one that nobody made.
create table if not exists sandbox.bill_edit (
  seq         bigint generated always as identity primary key,
  kind        text not null check (kind in ('omit', 'change', 'add')),
  number      text not null,
  what        text check (what in ('payment', 'refund', 'other')),
  provider_no text,
  amount_fen  bigint check (amount_fen <> 0),
  at          timestamptz,
  words       text
);

alter table sandbox.transfer add column if not exists notify_url text;

-- 分账: what of a payment may still be split is frozen until it is split or released.
alter table sandbox.payment add column if not exists shares boolean not null default false;
alter table sandbox.payment add column if not exists split_fen bigint not null default 0;
alter table sandbox.payment add column if not exists released boolean not null default false;
alter table sandbox.payment add column if not exists splits integer not null default 0;

create table if not exists sandbox.sharing (
  out_order_no text primary key,
  order_id     text not null unique,
  out_trade_no text not null references sandbox.payment,
  asked        jsonb not null,
  receivers    jsonb not null,
  created_at   timestamptz not null
);

create table if not exists sandbox.sharing_return (
  out_return_no text primary key,
  return_id     text not null unique,
  out_order_no  text not null references sandbox.sharing,
  account       text not null,
  amount_fen    bigint not null check (amount_fen > 0),
  created_at    timestamptz not null
);
