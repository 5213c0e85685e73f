import type { AuditCheck } from '../platform/room.ts'

export const checks: readonly AuditCheck[] = [
  {
    name: 'no link let in more people than it may',
    looked: 'select count(*) as n from attribution.link',
    found: `select l.id, l.joins, l.max_joins, count(m.id) as came from attribution.link l
            left join communities.member m on m.link_id = l.id and m.cell_id = l.cell_id
            group by l.id, l.cell_id having l.joins > l.max_joins or count(m.id) > l.joins`,
  },
  {
    name: 'a sale link is from the curator, a passed-on link is not',
    looked: 'select count(*) as n from attribution.link',
    found: `select id from attribution.link where (kind = 'sale') <> (from_person_id = curator_person_id)`,
  },
]
