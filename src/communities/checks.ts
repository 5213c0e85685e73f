import type { AuditCheck } from '../platform/room.ts'

export const checks: readonly AuditCheck[] = [
  {
    name: 'seats taken equal active members, and none is over the cap',
    looked: 'select count(*) as n from communities.community',
    found: `select c.id, c.member_count, c.member_cap, count(m.id) as active
            from communities.community c left join communities.member m
              on m.community_id = c.id and m.cell_id = c.cell_id and m.state = 'active'
            group by c.id, c.cell_id having c.member_count <> count(m.id) or c.member_count > c.member_cap`,
  },
  {
    name: "a person's own list of memberships says what the communities say",
    looked: 'select count(*) as n from communities.member',
    found: `select m.id, m.state, s.state as listed from communities.member m
            full join communities.membership s on s.person_id = m.person_id and s.community_id = m.community_id
            where m.id is distinct from s.member_id or m.state is distinct from s.state or m.roles is distinct from s.roles`,
  },
  {
    name: 'no invitation let in more people than it may',
    looked: 'select count(*) as n from communities.invitation',
    found: `select i.id, i.uses, i.max_uses, count(m.id) as came from communities.invitation i
            left join communities.member m on m.invitation_id = i.id and m.cell_id = i.cell_id
            group by i.id, i.cell_id having i.uses > i.max_uses or count(m.id) > i.uses`,
  },
  {
    name: 'every community has one owner',
    looked: 'select count(*) as n from communities.community',
    found: `select c.id from communities.community c left join communities.member m
              on m.community_id = c.id and m.cell_id = c.cell_id and m.person_id = c.owner_person_id and 'owner' = any(m.roles)
            where c.state = 'open' and m.id is null`,
  },
]
