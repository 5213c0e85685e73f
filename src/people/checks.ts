import type { AuditCheck } from '../platform/room.ts'

/** What must hold in this room's tables at any moment. Each returns no row. */
export const checks = [
  {
    name: 'people.erased_hold_nothing',
    looked: 'select count(*) as n from people.person where erased_at is not null',
    found: `select id from people.person where erased_at is not null
      and (wrapped_key is not null or phone_sealed is not null or phone_fingerprint is not null or nickname <> '已注销')`,
  },
  {
    name: 'people.gone_have_no_session',
    looked: 'select count(*) as n from people.session where ended_at is null',
    found: `select s.id from people.session s left join people.person p on p.id = s.person_id
      left join people.staff st on st.id = s.staff_id
      where s.ended_at is null and (p.erased_at is not null or st.disabled_at is not null)`,
  },
  {
    name: 'people.gone_keep_no_address_and_no_consent',
    looked: 'select count(*) as n from people.person where erased_at is not null',
    found: `select p.id from people.person p where p.erased_at is not null
      and (exists (select from people.address a where a.person_id = p.id and a.removed_at is null)
        or exists (select from people.consent c where c.person_id = p.id and c.withdrawn_at is null))`,
  },
] as const satisfies readonly AuditCheck[]
