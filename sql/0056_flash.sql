-- 秒杀: a sale that opens at a second, with a limit per person over all its communities.

alter table sales.sale
  add column kind text not null default 'ordinary' check (kind in ('ordinary', 'flash')),
  add constraint flash_opens_at_a_second
    check (kind = 'ordinary' or extract(epoch from opens_at) = floor(extract(epoch from opens_at))),
  add constraint flash_ends_within_a_day check (kind = 'ordinary' or extract(epoch from cuts_off_at - opens_at) <= 86400);

-- What each person has ordered of a SKU in a flash sale, whichever of its communities she came through.
create table sales.flash_person (
  sale_id bigint not null,
  sku_id bigint not null,
  person_id bigint not null,
  quantity int not null,
  allowed int not null,
  primary key (sale_id, sku_id, person_id),
  constraint within_flash_limit check (quantity between 0 and allowed)
);

-- For whom a payer account paid first in a flash sale: what it pays for anybody else goes back. payer: a keyed
-- fingerprint of the provider's name for the account, which cannot be read back.
create table sales.flash_payer (
  sale_id bigint not null,
  payer bytea not null check (length(payer) = 32),
  person_id bigint not null,
  order_id bigint not null,
  claimed_at timestamptz not null,
  primary key (sale_id, payer)
);

grant select, insert, update on sales.flash_person to leaven_app;
grant select, insert on sales.flash_payer to leaven_app;
