-- Never oversold: a stock item is a SKU in a warehouse; its numbers live in one row per cell.

create schema stock;

create table stock.warehouse (
  id bigint primary key,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null
);

create table stock.item (
  id bigint primary key,
  sku_id bigint not null,
  warehouse_id bigint not null references stock.warehouse (id),
  created_at timestamptz not null,
  unique (sku_id, warehouse_id)
);

-- available: may be sold · reserved: promised to an order, still in the house · handed_over: left the house for good.
-- Today an item has one row, in its home cell (a hash of its id); further rows are allowances that cells are handed.
create table stock.cell (
  item_id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  available bigint not null check (available >= 0),
  reserved bigint not null check (reserved >= 0),
  handed_over bigint not null default 0 check (handed_over >= 0),
  primary key (item_id, cell_id)
) with (fillfactor = 30, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.2);

-- What came in (from the grower, or back from a shopper) and what was written off, lot by lot: append only.
create table stock.movement (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  item_id bigint not null,
  lot_id bigint not null,
  kind text not null check (kind in ('received', 'returned', 'written_off')),
  quantity bigint not null check (quantity > 0),
  reason text not null default '',
  moved_by text not null,
  moved_at timestamptz not null,
  primary key (id, cell_id)
);
create index movements_of_item on stock.movement (item_id);

-- How much of each lot is left to pack; the lot is chosen when the parcel is packed, first expired first.
create table stock.lot_balance (
  lot_id bigint not null,
  item_id bigint not null,
  -- The end of the best-before day in the installation's time zone: from then on the lot is not packed. null: it keeps.
  pack_before timestamptz,
  received bigint not null check (received >= 0),
  packed bigint not null default 0 check (packed >= 0),
  written_off bigint not null default 0 check (written_off >= 0),
  primary key (lot_id, item_id),
  constraint lot_not_overdrawn check (packed + written_off <= received)
);
create index lots_of_item on stock.lot_balance (item_id);
create index lots_to_expire on stock.lot_balance (pack_before) where pack_before is not null;

grant usage on schema stock to leaven_app;
grant select, insert, update on all tables in schema stock to leaven_app;
revoke update on stock.movement, stock.item from leaven_app;
