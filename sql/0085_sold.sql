-- What a payment that arrives asks and writes, made lighter.

-- Which of a list of sales are flash sales: most installations have thousands of sales and none of these.
create index flash_sales on sales.sale (id) where kind = 'flash';

-- Payments of an order are looked up by people, never in the order path. Intents lie in the order in which the orders
-- were placed, so that a summary of each stretch finds them, and neither placing nor paying writes an entry for it.
drop index payments.intents_of_reference;
create index intents_of_reference on payments.intent using brin (reference) with (pages_per_range = 32, autosummarize = on);

-- An accrual is found by the line that earned; that key alone says that a line earns once.
alter table commissions.accrual
  drop constraint accrual_pkey,
  drop constraint accrued_once,
  add constraint accrued_once primary key (order_id, line_no, cell_id);
