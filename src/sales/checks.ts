import type { AuditCheck } from '../platform/room.ts'

export const checks: readonly AuditCheck[] = [
  {
    name: 'nobody has more of a limited SKU than one person may order',
    looked: 'select count(*) as n from sales.person_count',
    found: `select sale_id, sku_id, person_id, community_id, quantity, allowed from sales.person_count
            where quantity < 0 or quantity > allowed`,
  },
  {
    name: 'every sale offers something, somewhere',
    looked: 'select count(*) as n from sales.sale',
    found: `select s.id from sales.sale s where not exists (select from sales.sale_sku where sale_id = s.id)
            or not exists (select from sales.sale_community where sale_id = s.id)`,
  },
]
