-- Periods of settlement, what each curator and each supplier comes to in one, and what suppliers are paid.

create table settlements.period (
  id bigint primary key,
  kind text not null check (kind in ('month', 'week')),
  first_day date not null,
  last_day date not null,
  -- open: business goes on · closing: somebody closed it, parties are settled one by one · closed: nothing changes any more.
  state text not null check (state in ('open', 'closing', 'closed')),
  opened_at timestamptz not null,
  closing_by bigint,
  closing_at timestamptz,
  closed_at timestamptz,
  -- What its days held when it was closed.
  journals bigint,
  moved_fen bigint,
  check (last_day >= first_day),
  check ((state <> 'open') = (closing_at is not null)),
  constraint period_closed_with_its_sums check (num_nonnulls(closed_at, journals, moved_fen) = case when state = 'closed' then 3 else 0 end),
  constraint periods_do_not_overlap exclude using gist (daterange(first_day, last_day, '[]') with &&)
);

-- A curator's period: what was hers to withdraw (less what she owed) before it, what changed it, and after it.
create table settlements.curator_settlement (
  period_id bigint not null references settlements.period (id),
  curator_person_id bigint not null,
  opening_fen bigint not null,
  vested_fen bigint not null check (vested_fen >= 0),
  clawed_fen bigint not null check (clawed_fen >= 0),
  paid_fen bigint not null check (paid_fen >= 0),
  tax_fen bigint not null check (tax_fen >= 0),
  closing_fen bigint not null,
  settled_at timestamptz not null,
  primary key (period_id, curator_person_id),
  constraint curator_settlement_sums check (closing_fen = opening_fen + vested_fen - clawed_fen - paid_fen - tax_fen)
);
create index settlements_of_curator on settlements.curator_settlement (curator_person_id, period_id desc);

create table settlements.supplier_settlement (
  id bigint primary key,
  period_id bigint not null references settlements.period (id),
  supplier_id bigint not null,
  lines int not null,
  quantity bigint not null,
  cost_fen bigint not null check (cost_fen >= 0),
  -- Claims and fees that the supplier bears: left over from before, new, set off now, left over.
  carried_fen bigint not null check (carried_fen >= 0),
  deducted_fen bigint not null check (deducted_fen >= 0),
  set_off_fen bigint not null check (set_off_fen >= 0),
  left_fen bigint not null check (left_fen >= 0),
  due_fen bigint not null check (due_fen >= 0),
  paid_fen bigint not null default 0,
  settled_at timestamptz not null,
  constraint settled_once unique (period_id, supplier_id),
  constraint supplier_settlement_sums check (due_fen = cost_fen - set_off_fen and left_fen = carried_fen + deducted_fen - set_off_fen),
  constraint never_paid_above_due check (paid_fen between 0 and due_fen)
);
create index settlements_of_supplier on settlements.supplier_settlement (supplier_id, period_id desc);

create table settlements.supplier_deduction (
  id bigint primary key,
  supplier_id bigint not null,
  kind text not null check (kind in ('claim', 'fee')),
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null check (length(reason) between 1 and 200),
  recorded_by bigint not null,
  recorded_on date not null,
  recorded_at timestamptz not null,
  -- In which statement it stands.
  settlement_id bigint references settlements.supplier_settlement (id)
);
create index deductions_to_settle on settlements.supplier_deduction (supplier_id) where settlement_id is null;
create index deductions_of_settlement on settlements.supplier_deduction (settlement_id) where settlement_id is not null;

create table settlements.supplier_payment (
  id bigint primary key,
  settlement_id bigint not null references settlements.supplier_settlement (id),
  amount_fen bigint not null check (amount_fen > 0),
  -- The number of the transfer at the house's bank; no account numbers are kept.
  bank_reference text not null check (length(bank_reference) between 1 and 60),
  reason text not null check (length(reason) between 1 and 200),
  state text not null check (state in ('asked', 'paid', 'rejected')),
  needs_two boolean not null,
  asked_by bigint not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (length(end_reason) <= 200),
  check ((state = 'asked') = (ended_at is null))
);
create index payments_of_settlement on settlements.supplier_payment (settlement_id, id);

-- The one who asked is the first; nobody twice.
create table settlements.supplier_approval (
  payment_id bigint not null references settlements.supplier_payment (id),
  staff_id bigint not null,
  approved_at timestamptz not null,
  primary key (payment_id, staff_id)
);

grant select, insert, update on settlements.period, settlements.supplier_settlement, settlements.supplier_deduction, settlements.supplier_payment to leaven_app;
grant select, insert on settlements.curator_settlement, settlements.supplier_approval to leaven_app;
