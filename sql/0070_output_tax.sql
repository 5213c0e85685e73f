-- Output tax inside the price, as dated data; and what suppliers delivered, line by line, with what it cost.

-- A rate counts from a day on: for one SKU, else for a category, else for everything. Never changed; a later row replaces.
create table catalog.tax_rate (
  id bigint primary key,
  sku_id bigint references catalog.sku (id),
  category text check (category ~ '^[a-z]+(\.[a-z]+)*$'),
  rate_bps int not null check (rate_bps between 0 and 3000),
  from_day date not null,
  note text not null check (length(note) between 1 and 200),
  set_by text not null,
  created_at timestamptz not null,
  constraint one_thing_at_most check (num_nonnulls(sku_id, category) <= 1)
);
create index tax_rates_of_sku on catalog.tax_rate (sku_id) where sku_id is not null;
grant select, insert on catalog.tax_rate to leaven_app;

-- What the law says as we read it; a tax adviser must confirm each of them before the first filing.
insert into catalog.tax_rate (id, category, rate_bps, from_day, note, set_by, created_at)
select n, category, rate_bps, from_day::date, note, 'system:setup', '2025-01-01T00:00:00Z' from (values
  (1, null, 1300, '2019-04-01', '货物 13%（财政部 税务总局 海关总署公告 2019 年第 39 号）；请税务顾问确认'),
  (2, 'fresh', 900, '2019-04-01', '农产品 9%（同上）；请税务顾问确认'),
  (3, 'fruit', 900, '2019-04-01', '农产品 9%（同上）；请税务顾问确认'),
  (4, 'seafood', 900, '2019-04-01', '农产品 9%（同上）；请税务顾问确认'),
  (5, 'grain', 900, '2019-04-01', '农产品 9%（同上）；请税务顾问确认'),
  (6, 'book', 900, '2019-04-01', '图书 9%（同上）；零售环节可能免税，请税务顾问确认'),
  (7, 'veg', 0, '2012-01-01', '蔬菜流通环节免税（财税〔2011〕137 号）；请税务顾问确认'),
  (8, 'meat', 0, '2012-10-01', '部分鲜活肉流通环节免税（财税〔2012〕75 号）；请税务顾问确认'),
  (9, 'egg', 0, '2012-10-01', '部分鲜活蛋流通环节免税（财税〔2012〕75 号）；请税务顾问确认')
) as t (n, category, rate_bps, from_day, note);

-- Frozen when the line is received: what its output tax was counted with. Null before, and for what was received earlier.
alter table orders.line add column output_tax_bps int check (output_tax_bps between 0 and 3000);

create table orders.supply (
  order_id bigint not null,
  line_no smallint not null,
  lot_id bigint not null,
  cell_id smallint not null,
  supplier_id bigint not null,
  sku_id bigint not null,
  quantity int not null check (quantity > 0),
  unit_cost_fen bigint not null check (unit_cost_fen >= 0),
  cost_fen bigint not null,
  -- The business day of the journal that recognised it.
  received_on date not null,
  primary key (order_id, line_no, lot_id, cell_id),
  constraint supply_sum check (cost_fen = unit_cost_fen * quantity)
);
create index supplies_of_day on orders.supply (received_on, supplier_id);
grant select, insert on orders.supply to leaven_app;

insert into orders.supply (order_id, line_no, lot_id, cell_id, supplier_id, sku_id, quantity, unit_cost_fen, cost_fen, received_on)
select o.id, pl.line_no, pl.lot_id, o.cell_id, p.supplier_id, k.id, sum(pl.quantity), l.cost_fen, sum(pl.quantity) * l.cost_fen,
  (o.received_at at time zone (select time_zone from platform.installation))::date
from orders."order" o join orders.parcel pa on pa.order_id = o.id and pa.cell_id = o.cell_id
join orders.parcel_line pl on pl.parcel_id = pa.id and pl.cell_id = pa.cell_id
join catalog.lot l on l.id = pl.lot_id join catalog.sku k on k.id = l.sku_id join catalog.product p on p.id = k.product_id
where o.state = 'received' group by o.id, o.cell_id, o.received_at, pl.line_no, pl.lot_id, p.supplier_id, k.id, l.cost_fen;
