-- Parcels that nobody confirmed are found by when they left, however many orders there are.
create index orders_to_receive on orders."order" (shipped_at, id) where state = 'shipped';
