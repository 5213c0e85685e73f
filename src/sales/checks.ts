import type { AuditCheck } from '../platform/room.ts'

export const checks: readonly AuditCheck[] = [
  {
    name: 'nobody has more of a limited SKU than one person may order',
    looked: 'select count(*) as n from sales.person_count',
    found: `select sale_id, sku_id, person_id, community_id, quantity, allowed from sales.person_count
            where quantity < 0 or quantity > allowed`,
  },
  {
    name: 'a flash sale limits each of its goods',
    looked: `select count(*) as n from sales.sale where kind = 'flash'`,
    found: `select s.id, k.sku_id from sales.sale s join sales.sale_sku k on k.sale_id = s.id
            where s.kind = 'flash' and k.per_person is null`,
  },
  {
    name: 'what each person has of a flash sale is what her orders hold, within the limit',
    looked: 'select count(*) as n from sales.flash_person',
    found: `select coalesce(c.sale_id, o.sale_id) as sale_id, coalesce(c.sku_id, o.sku_id) as sku_id,
              coalesce(c.person_id, o.person_id) as person_id, c.quantity, c.allowed, o.ordered
            from sales.flash_person c
            full join (select o.sale_id, l.sku_id, o.buyer_person_id as person_id, sum(l.quantity) as ordered
                       from orders."order" o join sales.sale s on s.id = o.sale_id and s.kind = 'flash'
                       join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id
                       where o.state not in ('cancelled', 'expired') and o.buyer_person_id is not null group by 1, 2, 3) o
              on o.sale_id = c.sale_id and o.sku_id = c.sku_id and o.person_id = c.person_id
            where coalesce(c.quantity, 0) <> coalesce(o.ordered, 0) or c.quantity > c.allowed`,
  },
  {
    name: 'in a flash sale a payer account paid for one person',
    looked: 'select count(*) as n from sales.flash_payer',
    found: `select p.sale_id, p.order_id, p.person_id, o.buyer_person_id from sales.flash_payer p
            left join orders."order" o on o.id = p.order_id
            where o.id is null or o.sale_id <> p.sale_id or o.buyer_person_id <> p.person_id`,
  },
  {
    name: 'every sale offers something, somewhere',
    looked: 'select count(*) as n from sales.sale',
    found: `select s.id from sales.sale s where not exists (select from sales.sale_sku where sale_id = s.id)
            or not exists (select from sales.sale_community where sale_id = s.id)`,
  },
]
