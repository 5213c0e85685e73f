-- The provider's own account of each of its days, matched line by line with ours; what differs stands in suspense.

-- A file as it was fetched: proven by its digest, never fetched anew. Null where the provider had nothing to tell.
create table payments.bill (
  provider text not null,
  bill_day date not null,
  kind text not null check (kind in ('trade', 'basic', 'operation')),
  sha1 text check (sha1 ~ '^[0-9a-f]{40}$'),
  lines int not null check (lines >= 0),
  in_fen bigint not null check (in_fen >= 0),
  out_fen bigint not null check (out_fen >= 0),
  fee_fen bigint not null,
  closing_fen bigint,
  fetched_at timestamptz not null,
  primary key (provider, bill_day, kind)
);

create table payments.bill_line (
  provider text not null,
  bill_day date not null,
  kind text not null,
  line_no int not null check (line_no > 0),
  what text not null check (what in ('payment', 'refund', 'transfer', 'settled', 'told', 'internal', 'other')),
  direction text not null check (direction in ('in', 'out')),
  amount_fen bigint not null check (amount_fen >= 0),
  fee_fen bigint not null,
  own_no text check (length(own_no) <= 64),
  provider_no text not null check (length(provider_no) <= 64),
  words text not null check (length(words) <= 40),
  happened_at timestamptz not null,
  -- waiting: ours is still under way · matched: with ours, to the fen or not · differs: we know nothing of it ·
  -- noted: needs no counterpart (fees are in the payment's line, payouts to our bank are booked from it).
  state text not null check (state in ('waiting', 'matched', 'differs', 'noted')),
  -- What of ours it is: the provider's number of a payment, our number of a refund or a transfer.
  event text,
  reference bigint,
  ours_fen bigint,
  matched_at timestamptz,
  primary key (provider, bill_day, kind, line_no),
  foreign key (provider, bill_day, kind) references payments.bill,
  constraint matched_whole check (num_nulls(event, reference, ours_fen, matched_at) = case when state = 'matched' then 0 else 4 end)
);
-- One thing of ours answers to one line.
create unique index matched_once on payments.bill_line (provider, what, event) where event is not null;
create index lines_open on payments.bill_line (provider, bill_day) where state in ('waiting', 'differs');
create index lines_of_reference on payments.bill_line (reference) where reference is not null;
create index lines_of_own_no on payments.bill_line (own_no);
create index lines_of_provider_no on payments.bill_line (provider_no);

-- How far each provider's days are done; its row is also the lock that keeps matching one at a time.
create table payments.bill_position (
  provider text primary key,
  last_day date
);

create table payments.difference (
  id bigint primary key,
  provider text not null,
  bill_day date not null,
  -- missing_here: the provider tells of money that we know nothing of · missing_there: it does not tell of money that we
  -- have in the books · other_amount: both know of it, not of the same amount · refund_late: a refund that had been paid
  -- another way arrived after all.
  kind text not null check (kind in ('missing_here', 'missing_there', 'other_amount', 'refund_late')),
  what text not null check (what in ('payment', 'refund', 'transfer', 'other')),
  bill_kind text,
  line_no int,
  event text,
  reference bigint,
  own_no text,
  provider_no text,
  ours_fen bigint check (ours_fen >= 0),
  theirs_fen bigint check (theirs_fen >= 0),
  -- What stands in suspense for it: above zero when money is not where we thought, below when there is more.
  suspense_fen bigint not null check (suspense_fen <> 0),
  against text not null check (against in ('psp_clearing', 'bank')),
  -- cleared: the other side turned up by itself · proposed: waits for the second person · settled: a person said why.
  state text not null check (state in ('open', 'proposed', 'settled', 'cleared')),
  found_at timestamptz not null,
  how text check (how in ('bank', 'payer', 'result')),
  reason text check (length(reason) between 4 and 200),
  proposed_by bigint,
  proposed_at timestamptz,
  settled_by bigint,
  ended_at timestamptz,
  check ((state in ('settled', 'cleared')) = (ended_at is not null)),
  check (state not in ('proposed', 'settled') or num_nulls(how, reason, proposed_by, proposed_at) = 0),
  check (state <> 'settled' or settled_by is not null),
  -- Only what is held too much can be owed back to whoever paid it.
  constraint owed_back_is_held check (how is distinct from 'payer' or suspense_fen < 0),
  constraint large_settled_by_two check (state <> 'settled' or abs(suspense_fen) < 500000 or settled_by <> proposed_by)
);
create unique index difference_of_line on payments.difference (provider, bill_day, bill_kind, line_no)
  where line_no is not null and state <> 'cleared';
create unique index missing_there_once on payments.difference (provider, what, event)
  where kind = 'missing_there' and state <> 'cleared';
create index differences_open on payments.difference (found_at) where state in ('open', 'proposed');
create index differences_of_day on payments.difference (bill_day, id);

-- A refund that arrived after it had been settled or replaced.
alter table payments.refund add column late_at timestamptz;
create index refunds_ended on payments.refund (ended_at) where state = 'succeeded';
create index received_by_time on payments.received using brin (paid_at);
create index inbox_extra on payments.inbox (provider, (facts ->> 'providerTxn')) where outcome in ('second', 'foreign');

update payments.refund r set late_at = j.booked_at from ledger.journal j
where j.kind = 'refund_late' and j.key = 'rflate:' || platform.id_text('rfd', r.id) and j.cell_id = r.cell_id;
insert into payments.difference (id, provider, bill_day, kind, what, event, reference, own_no, ours_fen, theirs_fen, suspense_fen, against, state, found_at)
select r.id, r.provider, j.business_day, 'refund_late', 'refund', platform.id_text('rfd', r.id), r.id, platform.id_text('rfd', r.id), 0, r.amount_fen,
  r.amount_fen, 'psp_clearing', 'open', j.booked_at
from payments.refund r join ledger.journal j on j.kind = 'refund_late' and j.key = 'rflate:' || platform.id_text('rfd', r.id) and j.cell_id = r.cell_id;

grant select, insert on payments.bill to leaven_app;
grant select, insert, update on payments.bill_line, payments.bill_position, payments.difference to leaven_app;
