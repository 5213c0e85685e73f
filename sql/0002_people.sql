-- Identity, sign-in, sessions, staff, consent: the only home of personal data.

create schema people;

create table people.person (
  id bigint primary key,
  -- Found by a keyed fingerprint; the number itself is sealed with the person's own key.
  phone_fingerprint bytea unique,
  phone_sealed bytea,
  -- The person's data key, wrapped by the installation key. Shredding it is what erasing means.
  wrapped_key bytea,
  nickname text not null check (length(nickname) between 1 and 30),
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  is_demo boolean not null default false,
  created_at timestamptz not null,
  erased_at timestamptz,
  check ((erased_at is null) = (wrapped_key is not null)),
  check ((erased_at is null) = (phone_fingerprint is not null)),
  check ((erased_at is null) = (phone_sealed is not null))
);
create index person_by_nickname on people.person (nickname text_pattern_ops);

create table people.address (
  id bigint primary key,
  person_id bigint not null references people.person (id),
  -- Recipient, phone, region and street, sealed with the person's key. A change makes a new row: orders keep theirs.
  sealed bytea not null,
  is_default boolean not null default false,
  created_at timestamptz not null,
  removed_at timestamptz
);
create index address_of_person on people.address (person_id);
create unique index one_default_address on people.address (person_id) where is_default and removed_at is null;

-- One row a phone, so that sending and guessing lock it: limits hold under any number of parallel requests.
create table people.phone_code (
  phone_fingerprint bytea primary key,
  code_hash bytea not null,
  wrong_tries smallint not null default 0 check (wrong_tries between 0 and 5),
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  resend_at timestamptz not null,
  hour_started_at timestamptz not null,
  sent_in_hour int not null check (sent_in_hour > 0)
);

-- What the sandbox SMS channel "sent"; empty in production. Read by the developer page only.
create table people.sandbox_message (
  id bigint primary key,
  phone_masked text not null,
  body text not null,
  sent_at timestamptz not null
);
create index sandbox_message_by_time on people.sandbox_message (sent_at);

create table people.staff (
  id bigint primary key,
  login text not null unique check (login ~ '^[a-z0-9._-]{2,40}$'),
  name text not null check (length(name) between 1 and 30),
  password_hash text not null,
  totp_sealed bytea not null,
  totp_last_step bigint not null default 0,
  roles text[] not null check (roles <@ array['admin', 'operator', 'scout', 'finance', 'service'] and cardinality(roles) > 0),
  wrong_tries smallint not null default 0 check (wrong_tries between 0 and 4),
  locked_until timestamptz,
  is_demo boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz
);

create table people.session (
  token_hash bytea primary key,
  id bigint not null unique,
  audience text not null check (audience in ('store', 'curator', 'admin')),
  person_id bigint references people.person (id),
  staff_id bigint references people.staff (id),
  proved_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((person_id is null) <> (staff_id is null)),
  check ((audience = 'admin') = (staff_id is not null))
);
create index session_of_person on people.session (person_id) where person_id is not null;
create index session_of_staff on people.session (staff_id) where staff_id is not null;
create index session_by_expiry on people.session (expires_at);

create table people.api_key (
  id bigint primary key,
  name text not null check (length(name) between 1 and 60),
  audience text not null check (audience in ('store', 'curator', 'admin')),
  secret_hash bytea not null unique,
  scopes text[] not null check (cardinality(scopes) > 0),
  made_by bigint not null references people.staff (id),
  created_at timestamptz not null,
  revoked_at timestamptz
);

create table people.consent (
  id bigint primary key,
  person_id bigint not null references people.person (id),
  purpose text not null check (purpose in ('terms', 'share_name_with_curator', 'notices')),
  -- Whom it is given to (a curator), where the purpose names one.
  towards bigint,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  check ((purpose = 'share_name_with_curator') = (towards is not null))
);
create unique index consent_in_force on people.consent (person_id, purpose, coalesce(towards, 0)) where withdrawn_at is null;

-- What staff did and saw: append only.
create table people.activity (
  -- Above 2^53 like every id, so that the driver reads it as one.
  id bigint generated always as identity (start with 9007199254740993) primary key,
  actor text not null,
  action text not null,
  subject text not null,
  reason text,
  facts jsonb not null default '{}',
  happened_at timestamptz not null
);
create index activity_of_subject on people.activity (subject, id desc);

grant usage on schema people to leaven_app;
grant select, insert, update, delete on all tables in schema people to leaven_app;
revoke update, delete on people.activity from leaven_app;
