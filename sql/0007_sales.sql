-- 团: a timed offering of some SKUs in one or more communities.

create schema sales;

create table sales.sale (
  id bigint primary key,
  curator_person_id bigint not null,
  title text not null check (length(title) between 1 and 60),
  word text not null default '' check (length(word) <= 500),
  opens_at timestamptz not null,
  -- 截单: orders are taken before this moment.
  cuts_off_at timestamptz not null,
  arrives_on date not null,
  delivery text not null check (delivery in ('parcel', 'pickup')),
  pickup_point_id bigint,
  -- planned, open and ended follow from the window and the clock; only stopping is a fact of its own.
  stopped_at timestamptz,
  is_synthetic boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  constraint sale_window check (cuts_off_at > opens_at),
  -- A day of slack, because dates here are the installation's and UTC may still stand on the day before.
  constraint sale_arrives_after_cut_off check (arrives_on >= (cuts_off_at at time zone 'UTC')::date - 1),
  check ((delivery = 'pickup') = (pickup_point_id is not null))
);
create index sales_of_curator on sales.sale (curator_person_id, id desc);

create table sales.sale_sku (
  sale_id bigint not null references sales.sale (id),
  sku_id bigint not null,
  position smallint not null,
  -- At most so many per person in this sale and community; null: no limit but the general one.
  per_person smallint check (per_person between 1 and 99),
  primary key (sale_id, sku_id)
);

create table sales.sale_community (
  sale_id bigint not null references sales.sale (id),
  community_id bigint not null,
  primary key (sale_id, community_id)
);
create index sales_of_community on sales.sale_community (community_id, sale_id desc);

-- What each person has ordered of a limited SKU in a sale and community; raised and lowered with the orders.
create table sales.person_count (
  sale_id bigint not null,
  sku_id bigint not null,
  person_id bigint not null,
  community_id bigint not null,
  cell_id smallint not null,
  quantity int not null,
  allowed int not null,
  primary key (sale_id, sku_id, person_id, community_id, cell_id),
  constraint within_person_limit check (quantity between 0 and allowed)
);

grant usage on schema sales to leaven_app;
grant select, insert, update on all tables in schema sales to leaven_app;
