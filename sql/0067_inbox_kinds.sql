-- The inbox takes news of transfers as well, and what is genuine and asks nothing of us; who replayed what is kept.

alter table payments.inbox drop constraint inbox_kind_check;
alter table payments.inbox add constraint inbox_kind_check check (kind in ('payment', 'refund', 'transfer', 'other'));
-- Set by the database in the order of arrival, for lists.
alter table payments.inbox add column seq bigint generated always as identity;
alter table payments.inbox add column replays int not null default 0;
alter table payments.inbox add column replayed_at timestamptz;
create unique index inbox_in_order on payments.inbox (seq);
