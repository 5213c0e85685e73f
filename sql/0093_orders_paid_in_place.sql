-- An order that is paid stays in its page and in its entries of the indexes: no index holds or asks for anything that a
-- payment changes (its state and the moment), and each page keeps room for as many new versions as it has orders.
alter table orders."order" set (fillfactor = 50);

-- What is due to expire lies where it was placed; the few that may wait for a day do not widen a stretch (several spans each).
drop index orders.orders_to_expire;
create index orders_to_expire on orders."order" using brin (expires_at timestamptz_minmax_multi_ops)
  with (pages_per_range = 64, autosummarize = on);

drop index orders.orders_to_receive;
create index orders_to_receive on orders."order" (shipped_at, id) where shipped_at is not null and received_at is null;
