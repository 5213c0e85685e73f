-- A hot item is sold from many cells: its home cell becomes the pool and hands allowances to the others.

-- Whether an item's units are handed out to cells; if not, it is sold from its home cell. Orders read this unlocked, to know
-- where to look, and the row that they lock tells whether it was still so.
alter table stock.item add column is_spread boolean not null default false;
grant update (is_spread) on stock.item to leaven_app;

-- home: the item's own row, which sells to everybody, or is the pool while allowances are out · allowance: another cell's.
-- A row's role never changes. spread_over: among how many cells the home row's item is shared now.
alter table stock.cell
  add column role text not null default 'home' check (role in ('home', 'allowance')),
  add column spread_over smallint not null default 0 check (spread_over between 0 and 256),
  add check (role = 'home' or spread_over = 0);
