-- The technical room: what every business room stands on.

create table platform.installation (
  single boolean primary key default true check (single),
  mode text not null check (mode in ('demo', 'production')),
  currency char(3) not null,
  time_zone text not null,
  created_at timestamptz not null,
  -- An owned clock (imports, rehearsals) is kept here so that a resumed run goes on where it stopped, forward only.
  owned_clock_at timestamptz
);

create table platform.process (
  process_no smallint primary key check (process_no between 0 and 31),
  holder uuid not null,
  held_until timestamptz not null
);

create table platform.idempotency (
  key text not null check (length(key) between 1 and 64),
  actor text not null,
  route text not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  input_hash bytea not null,
  made bigint,
  claimed_at timestamptz not null,
  primary key (key, actor, route, cell_id)
);

create table platform.outbox (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  tx xid8 not null default pg_current_xact_id(),
  name text not null,
  version smallint not null,
  subject bigint not null,
  occurred_at timestamptz not null,
  actor text not null,
  data jsonb not null,
  primary key (id, cell_id)
);
create index outbox_in_commit_order on platform.outbox (tx, id);

create table platform.outbox_cursor (
  subscriber text primary key,
  tx xid8 not null,
  id bigint not null,
  moved_at timestamptz not null
);

-- A row that a subscriber could not take: tried again, parked after twenty failures, shown by doctor.
create table platform.outbox_failure (
  subscriber text not null,
  event_id bigint not null,
  failures smallint not null check (failures > 0),
  last_error text not null,
  failed_at timestamptz not null,
  parked_at timestamptz,
  primary key (subscriber, event_id)
);

-- When each schedule last ran, and who may run it now.
create table platform.schedule (
  name text primary key,
  started_at timestamptz not null,
  ended_at timestamptz,
  did bigint not null default 0,
  error text
);

-- When the audit ran and what it said.
create table platform.audit_run (
  id bigint generated always as identity primary key,
  ran_at timestamptz not null,
  -- full: every check over every row · recent: by the worker, over what changed since the run before.
  scope text not null check (scope in ('full', 'recent')),
  ok boolean not null,
  checks int not null,
  found jsonb not null default '[]'
);

grant usage on schema platform to leaven_app;
grant select, insert, update, delete on all tables in schema platform to leaven_app;
revoke insert, update, delete on platform.migration, platform.installation from leaven_app;
grant update (owned_clock_at) on platform.installation to leaven_app;

-- The text form of an id, for the audit's joins with journal keys: prefix, underscore, thirteen Crockford characters.
create function platform.id_text(prefix text, id bigint) returns text language sql immutable strict parallel safe as $$
  select prefix || '_' || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> (5 * (12 - n))) & 31)::int + 1, 1), '' order by n)
  from generate_series(0, 12) as n
$$;
grant execute on function platform.id_text(text, bigint) to leaven_app;
