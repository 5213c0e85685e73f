-- What is sold and who answers for it: suppliers, products with their dossiers, SKUs, lots, offers, freight.

create schema catalog;

create table catalog.supplier (
  id bigint primary key,
  name text not null check (length(name) between 1 and 60),
  kind text not null check (kind in ('grower', 'supplier')),
  place text not null default '',
  created_at timestamptz not null
);

create table catalog.freight_template (
  id bigint primary key,
  name text not null check (length(name) between 1 and 60),
  fee_fen bigint not null check (fee_fen between 0 and 1000000000),
  -- Goods of this template worth at least so much travel free; null: never.
  free_from_fen bigint check (free_from_fen > 0),
  created_at timestamptz not null
);

create table catalog.product (
  id bigint primary key,
  category text not null check (category ~ '^[a-z]+(\.[a-z]+)*$'),
  name_zh text not null check (length(name_zh) between 1 and 60),
  name_en text not null default '' check (length(name_en) <= 80),
  -- One sentence of the scout: why this one.
  word_zh text not null default '' check (length(word_zh) <= 200),
  word_en text not null default '' check (length(word_en) <= 300),
  scout_id bigint not null,
  supplier_id bigint not null references catalog.supplier (id),
  return_class text not null check (return_class in ('fresh_no_7d', '7d', '7d_unopened', 'crossborder_confirm')),
  promise_zh text not null default '' check (length(promise_zh) <= 100),
  promise_en text not null default '' check (length(promise_en) <= 200),
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  version int not null default 1,
  is_synthetic boolean not null default false,
  created_at timestamptz not null,
  published_at timestamptz,
  withdrawn_at timestamptz,
  check (state <> 'published' or published_at is not null),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);

-- The dossier: each fact with who recorded it and when.
create table catalog.dossier_fact (
  id bigint primary key,
  product_id bigint not null references catalog.product (id),
  fact text not null check (fact in ('variety', 'origin', 'grower', 'picking', 'chosen_from', 'blind_taste', 'measured', 'grading', 'packing',
    'intake', 'logistics', 'shelf_life', 'how_to_show', 'how_to_eat', 'season', 'spec')),
  words_zh text not null check (length(words_zh) between 1 and 500),
  words_en text not null default '' check (length(words_en) <= 800),
  recorded_by text not null,
  recorded_at timestamptz not null
);
-- A later row for the same fact replaces the earlier one on the page; both stay.
create index dossier_of_product on catalog.dossier_fact (product_id, fact, id desc);

create table catalog.picture (
  id bigint primary key,
  product_id bigint not null references catalog.product (id),
  -- The content's fingerprint; the file store has it as -large.webp and -small.webp.
  file text not null check (file ~ '^[a-z0-9-]{1,100}$'),
  alt_zh text not null check (length(alt_zh) between 1 and 100),
  alt_en text not null default '',
  position smallint not null default 0,
  width int not null check (width > 0),
  height int not null check (height > 0),
  created_at timestamptz not null,
  removed_at timestamptz
);
create index pictures_of_product on catalog.picture (product_id);

create table catalog.sku (
  id bigint primary key,
  product_id bigint not null references catalog.product (id),
  name_zh text not null check (length(name_zh) between 1 and 60),
  name_en text not null default '' check (length(name_en) <= 80),
  -- What one of it is called: 箱, 盒, 本.
  unit_zh text not null default '份' check (length(unit_zh) between 1 and 6),
  unit_en text not null default 'pack',
  freight_template_id bigint not null references catalog.freight_template (id),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_at timestamptz not null
);
create index skus_of_product on catalog.sku (product_id);

-- A price is a period. Direct ≥ community ≥ pass ≥ floor is a promise, so it is a constraint.
create table catalog.offer (
  id bigint primary key,
  sku_id bigint not null references catalog.sku (id),
  direct_fen bigint not null check (direct_fen between 1 and 1000000000),
  community_fen bigint not null,
  pass_fen bigint,
  floor_fen bigint not null check (floor_fen > 0),
  starts_at timestamptz not null,
  ends_at timestamptz,
  set_by text not null,
  created_at timestamptz not null,
  constraint direct_not_below_community check (direct_fen >= community_fen),
  constraint community_not_below_pass check (pass_fen is null or community_fen >= pass_fen),
  constraint never_below_floor check (community_fen >= floor_fen and (pass_fen is null or pass_fen >= floor_fen)),
  -- Equal ends: a planned price that was replaced before it began was never charged.
  constraint offer_period check (ends_at is null or ends_at >= starts_at)
);
create unique index one_open_offer on catalog.offer (sku_id) where ends_at is null;
create index offers_of_sku on catalog.offer (sku_id, starts_at desc);

create table catalog.lot (
  id bigint primary key,
  sku_id bigint not null references catalog.sku (id),
  code text not null check (length(code) between 1 and 40),
  origin_zh text not null default '',
  picked_on date,
  best_before date,
  intake_note text not null default '' check (length(intake_note) <= 500),
  -- What one unit cost us.
  cost_fen bigint not null check (cost_fen >= 0),
  created_by text not null,
  created_at timestamptz not null,
  unique (sku_id, code)
);

-- Bumped in the same transaction as any change to what is sold; caches are keyed by it and writes check it. The stamp is
-- new with every bump, so that two databases at the same number can never be taken for each other.
create table catalog.version (
  single boolean primary key default true check (single),
  version bigint not null,
  stamp uuid not null default gen_random_uuid()
);
insert into catalog.version (version) values (1);

grant usage on schema catalog to leaven_app;
grant select, insert, update on all tables in schema catalog to leaven_app;
-- What was said of goods, what came in and what was charged is never rewritten; a price can only end.
revoke update on catalog.dossier_fact, catalog.lot, catalog.offer from leaven_app;
grant update (ends_at) on catalog.offer to leaven_app;
