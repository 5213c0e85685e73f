import type { AuditCheck } from '../platform/room.ts'

/** What must hold of the catalogue at any time; each `found` answers no row. */
export const checks: readonly AuditCheck[] = [
  {
    name: 'a SKU has one price at a time',
    looked: 'select count(*) as n from catalog.offer',
    found: `select a.sku_id, a.id as earlier, b.id as later from catalog.offer a
            join catalog.offer b on b.sku_id = a.sku_id and b.id > a.id
            where a.starts_at < coalesce(b.ends_at, 'infinity') and b.starts_at < coalesce(a.ends_at, 'infinity')
              and a.starts_at < coalesce(a.ends_at, 'infinity') and b.starts_at < coalesce(b.ends_at, 'infinity')`,
  },
  {
    name: 'direct ≥ community ≥ pass ≥ floor',
    looked: 'select count(*) as n from catalog.offer',
    found: `select id from catalog.offer
            where direct_fen < community_fen or community_fen < coalesce(pass_fen, community_fen)
               or coalesce(pass_fen, community_fen) < floor_fen`,
  },
  {
    name: 'what is published has a price and a picture',
    looked: `select count(*) as n from catalog.product where state = 'published'`,
    found: `select p.id from catalog.product p where p.state = 'published' and (
              not exists (select from catalog.picture i where i.product_id = p.id and i.removed_at is null)
              or not exists (select from catalog.sku k join catalog.offer o on o.sku_id = k.id and o.ends_at is null
                             where k.product_id = p.id and k.state = 'active'))`,
  },
]
