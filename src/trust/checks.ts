import type { AuditCheck } from '../platform/room.ts'

export const checks: readonly AuditCheck[] = [
  {
    name: 'evidence of an order is of a paid order, by its buyer, in its community',
    looked: `select count(*) as n from trust.evidence where kind = 'order'`,
    found: `select e.id from trust.evidence e left join orders."order" o on o.id = e.id
            where e.kind = 'order' and (o.id is null or o.paid_at is null or o.buyer_person_id <> e.actor_person_id
              or o.community_id is distinct from e.community_id)`,
  },
  {
    name: 'evidence counts only of orders that arrived and were not given back',
    looked: `select count(*) as n from trust.evidence where fate = 'kept'`,
    found: `select e.id from trust.evidence e join orders."order" o on o.id = e.id
            where e.fate = 'kept' and (o.received_at is null or e.kept_from < o.received_at)`,
  },
  {
    name: 'only the buyer’s own answer makes evidence named',
    looked: `select count(*) as n from trust.evidence where known = 'named'`,
    found: `select e.id from trust.evidence e where e.known = 'named' and not e.words <@
              (select coalesce(array_agg(w.named_person_id), '{}') from attribution.word w where w.order_id = e.id)
            -- An answer that was taken back a moment ago goes from here with its news.
            and not exists (select 1 from platform.outbox n join platform.outbox_cursor c on c.subscriber = 'trust.keep_evidence'
              where n.name = 'words.taken_back' and n.subject = e.id and (n.tx, n.id) > (c.tx, c.id))`,
  },
]
