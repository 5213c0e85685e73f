-- What is worth a look by staff: trust on one person while more goes wrong, and people whom little trust reaches. Nothing
-- of it is public, and nothing follows from it by itself.

alter table trust.community
  add column at_risk boolean not null default false,
  add column persona jsonb,
  add constraint risk_has_its_numbers check (not at_risk or persona is not null);
create index communities_at_risk on trust.community (community_id) where at_risk;

-- The last walks over the whole platform: how much they read.
create table trust.walk (
  made_at timestamptz primary key,
  people int not null check (people >= 0),
  acts int not null check (acts >= 0),
  audited int not null check (audited between 0 and people),
  -- False when there was more evidence than one walk reads.
  is_whole boolean not null
);

-- The list of the last walk, made anew as a whole.
create table trust.worth_a_look (
  person_id bigint primary key,
  place int not null,
  reach double precision not null check (reach between 0 and 1),
  moved int not null check (moved > 0),
  circle int not null check (circle > 0),
  constraint one_in_each_place unique (place)
);

-- Somebody of the platform looked at her evidence and found it in order: she is one of those whom walks start from.
create table trust.looked_over (
  person_id bigint primary key,
  looked_by text not null,
  words text not null check (char_length(words) between 2 and 500),
  looked_at timestamptz not null
);

grant select, insert on trust.walk to leaven_app;
grant select, insert, delete on trust.worth_a_look to leaven_app;
grant select, insert, delete on trust.looked_over to leaven_app;
-- Old walks are swept.
grant delete on trust.walk to leaven_app;
