-- quote → order → parcel → received.

create schema orders;

create table orders."order" (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  buyer_person_id bigint not null,
  -- null: bought directly, without a curator, at the direct price.
  sale_id bigint,
  community_id bigint,
  link_id bigint,
  state text not null check (state in ('waiting_for_door', 'awaiting_payment', 'paid', 'shipped', 'received', 'cancelled', 'expired')),
  delivery text not null check (delivery in ('parcel', 'pickup')),
  address_id bigint,
  pickup_point_id bigint,
  goods_fen bigint not null check (goods_fen > 0),
  freight_fen bigint not null check (freight_fen >= 0),
  total_fen bigint not null check (total_fen between 1 and 1000000000),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  intent_id bigint not null,
  fresh_confirmed boolean not null default false,
  note text not null default '' check (length(note) <= 200),
  list_no int,
  version int not null default 1,
  placed_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  shipped_at timestamptz,
  received_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  primary key (id, cell_id),
  constraint total_is_sum check (total_fen = goods_fen + freight_fen),
  constraint refunds_within_total check (refunded_fen <= total_fen),
  check ((delivery = 'parcel') = (address_id is not null)),
  check ((delivery = 'pickup') = (pickup_point_id is not null)),
  check (state not in ('paid', 'shipped', 'received') or paid_at is not null),
  check ((sale_id is null) = (community_id is null))
);
create index orders_of_buyer on orders."order" (buyer_person_id, id desc);
create index orders_of_sale on orders."order" (sale_id, id) where sale_id is not null;
create index orders_to_expire on orders."order" (expires_at) where state in ('waiting_for_door', 'awaiting_payment');

create table orders.line (
  order_id bigint not null,
  line_no smallint not null check (line_no between 1 and 20),
  cell_id smallint not null,
  sku_id bigint not null,
  product_id bigint not null,
  stock_item_id bigint not null,
  stock_cell_id smallint not null,
  offer_id bigint not null,
  quantity smallint not null check (quantity between 1 and 99),
  unit_fen bigint not null check (unit_fen > 0),
  goods_fen bigint not null,
  freight_fen bigint not null default 0 check (freight_fen >= 0),
  refunded_fen bigint not null default 0,
  -- Attribution and commission rule, frozen when the order is placed. One paid level: there is no second curator.
  curator_person_id bigint,
  via_person_id bigint,
  via_link_id bigint,
  rule_id bigint,
  rule_version int,
  rate_bps int,
  commission_floor_fen bigint,
  commission_cap_fen bigint,
  primary key (order_id, line_no, cell_id),
  constraint line_sum check (goods_fen = unit_fen * quantity),
  constraint line_refunds check (refunded_fen between 0 and goods_fen + freight_fen),
  check ((rule_id is null) = (rate_bps is null)),
  check (rule_id is null or curator_person_id is not null)
);

create table orders.parcel (
  id bigint not null,
  cell_id smallint not null,
  order_id bigint not null,
  kind text not null check (kind in ('parcel', 'handover')),
  carrier text not null default '' check (length(carrier) <= 40),
  tracking_no text not null default '' check (tracking_no ~ '^[A-Za-z0-9-]{0,40}$'),
  -- The address as it was, sealed with the buyer's key; unreadable once the person is erased.
  address_sealed bytea,
  packed_by text not null,
  packed_at timestamptz not null,
  primary key (id, cell_id),
  check (kind = 'handover' or (carrier <> '' and tracking_no <> ''))
);
create index parcels_of_order on orders.parcel (order_id);

create table orders.parcel_line (
  parcel_id bigint not null,
  line_no smallint not null,
  lot_id bigint not null,
  cell_id smallint not null,
  quantity smallint not null check (quantity > 0),
  primary key (parcel_id, line_no, lot_id, cell_id)
);
create index parcel_lines_of_lot on orders.parcel_line (lot_id);

grant usage on schema orders to leaven_app;
grant select, insert, update on all tables in schema orders to leaven_app;
revoke update on orders.parcel_line from leaven_app;
