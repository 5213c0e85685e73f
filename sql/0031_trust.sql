-- Who acted on whose word in a community, and what follows from it. Ids only; the arcs are computed, never stored.

create schema trust;

create table trust.evidence (
  -- The order, or for an invitation the membership.
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  community_id bigint not null,
  kind text not null check (kind in ('order', 'invitation')),
  actor_person_id bigint not null,
  acted_at timestamptz not null,
  known text not null,
  words bigint[] not null default '{}',
  -- Dearest line first.
  product_ids bigint[] not null default '{}',
  field text,
  -- waiting: nobody knows yet; kept: counts from kept_from on; returned: never counts.
  fate text not null,
  kept_from timestamptz,
  primary key (id, cell_id),
  constraint known_fits_kind check (
    (kind = 'order' and known in ('named', 'share', 'link')) or (kind = 'invitation' and known = 'invited')
  ),
  constraint three_words_at_most check (cardinality(words) <= 3),
  constraint word_of_another check (actor_person_id <> all (words)),
  constraint link_has_no_word check (known <> 'link' or words = '{}'),
  -- An invitation counts from its guest's first kept order, which is read, not stored.
  constraint fate_fits_kind check ((kind = 'order' and fate in ('waiting', 'kept', 'returned')) or fate = 'by_first_order'),
  constraint kept_from_a_moment check ((fate = 'kept') = (kept_from is not null)),
  constraint orders_have_products check (kind <> 'order' or cardinality(product_ids) > 0)
);
create index evidence_of_community on trust.evidence (community_id, acted_at);
create index evidence_of_actor on trust.evidence (actor_person_id);
create index evidence_by_word on trust.evidence using gin (words);

-- The latest reading of a community. It is made again when due_at has come: at once after news, when a return window
-- closes, and at the latest a day after the last one.
create table trust.community (
  community_id bigint not null,
  cell_id smallint not null,
  due_at timestamptz not null,
  -- Grows with every piece of news, so that a reading knows whether it has seen the last one.
  changes int not null default 1,
  read_at timestamptz,
  label text,
  owner_share double precision check (owner_share between 0 and 1),
  together double precision check (together between 0 and 1),
  active_members int check (active_members >= 0),
  reading jsonb,
  primary key (community_id, cell_id),
  constraint read_as_a_whole check ((read_at is null) = (reading is null) and (read_at is null) = (label is null))
);
create index communities_due on trust.community (due_at);

-- One row a week: the last reading of that week.
create table trust.week (
  community_id bigint not null,
  week_on date not null check (extract(isodow from week_on) = 1),
  cell_id smallint not null,
  label text not null,
  owner_share double precision,
  together double precision,
  active_members int not null,
  kept_orders int not null,
  covered_orders int not null,
  r double precision,
  k double precision,
  read_at timestamptz not null,
  primary key (community_id, week_on, cell_id),
  check (covered_orders between 0 and kept_orders)
);

grant usage on schema trust to leaven_app;
grant select, insert, update on all tables in schema trust to leaven_app;
-- A person who is erased leaves no evidence behind.
grant delete on trust.evidence to leaven_app;
