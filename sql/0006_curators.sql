-- Curators choose and sell for commission, and sign for it.

create schema curators;

create table curators.curator (
  person_id bigint primary key,
  display_name text not null check (length(display_name) between 1 and 30),
  introduction text not null default '' check (length(introduction) <= 500),
  stage text not null default 'novice' check (stage in ('novice', 'skilled', 'professional')),
  state text not null check (state in ('applied', 'active', 'resting', 'closed', 'declined')),
  applied_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision_note text not null default '' check (length(decision_note) <= 300),
  version int not null default 1,
  check (state = 'applied' or decided_at is not null)
);
create index curators_by_state on curators.curator (state);

grant usage on schema curators to leaven_app;
grant select, insert, update on all tables in schema curators to leaven_app;
