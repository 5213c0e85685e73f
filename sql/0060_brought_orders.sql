-- Orders that a curator brings from a pasted 接龙: they name a nickname, keep their goods for half an hour, and become a
-- person's when she opens the pay link.

alter table orders."order" alter column buyer_person_id drop not null;
alter table orders."order" drop constraint order_state_check;
alter table orders."order" add constraint order_state_check check (state in
  ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment', 'paid', 'shipped', 'received', 'cancelled', 'expired'));
-- Nobody's while it waits for its person, and when that ended; somebody's in every other state.
alter table orders."order" add constraint order_is_somebodys check
  (case when state = 'awaiting_buyer' then buyer_person_id is null else buyer_person_id is not null or state in ('cancelled', 'expired') end);
-- Where it goes is hers to say, so nobody's order has no address yet.
alter table orders."order" drop constraint order_check;
alter table orders."order" add constraint order_goes_somewhere check
  ((delivery = 'parcel' and buyer_person_id is not null) = (address_id is not null));
drop index orders.orders_to_expire;
create index orders_to_expire on orders."order" (expires_at) where state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment');

create table orders.brought (
  order_id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  curator_person_id bigint not null,
  community_id bigint not null,
  sale_id bigint not null,
  -- As the group calls her; emptied when the person who took the order is erased.
  nickname text not null check (length(nickname) <= 30),
  brought_at timestamptz not null,
  taken_at timestamptz,
  primary key (order_id, cell_id)
);
create index brought_of_sale on orders.brought (sale_id, order_id);

-- How many wait for their person at once: a curator may not fill a shelf with names.
create table orders.brought_count (
  curator_person_id bigint not null,
  community_id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  open int not null,
  primary key (curator_person_id, community_id, cell_id),
  constraint brought_within_limit check (open between 0 and 40)
);

grant select, insert, update on orders.brought, orders.brought_count to leaven_app;
