import type { Audience, StaffRole } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'

/** Statements about staff, sessions, keys, records of what staff did, and the sandbox's messages. */

export interface StaffRecord {
  readonly id: Id<'stf'>
  readonly login: string
  readonly name: string
  readonly passwordHash: string
  readonly totpSealed: Buffer
  readonly totpLastStep: number
  readonly roles: StaffRole[]
  readonly wrongTries: number
  readonly lockedUntil: Date | null
  readonly createdAt: Date
  readonly disabledAt: Date | null
}

const STAFF = `id, login, name, password_hash as "passwordHash", totp_sealed as "totpSealed", totp_last_step as "totpLastStep",
  roles, wrong_tries as "wrongTries", locked_until as "lockedUntil", created_at as "createdAt", disabled_at as "disabledAt"`

export interface NewStaff {
  readonly id: Id<'stf'>
  readonly login: string
  readonly name: string
  readonly passwordHash: string
  readonly totpSealed: Buffer
  readonly roles: readonly StaffRole[]
  readonly isDemo: boolean
}

/** Returns no row when the login is taken. */
export const insertStaff = (q: Queryable, staff: NewStaff, at: Date) =>
  q.query(
    'people.insertStaff',
    `insert into people.staff (id, login, name, password_hash, totp_sealed, roles, is_demo, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (login) do nothing returning id`,
    [...[staff.id, staff.login, staff.name, staff.passwordHash], ...[staff.totpSealed, staff.roles, staff.isDemo, at]],
  )

export const staffByLogin = (q: Queryable, login: string) =>
  q.query<StaffRecord>('people.staffByLogin', `select ${STAFF} from people.staff where login = $1`, [login])

export const staffByIds = (q: Queryable, ids: readonly bigint[]) =>
  q.query<StaffRecord>('people.staffByIds', `select ${STAFF} from people.staff where id = any ($1::bigint[])`, [ids])

export const lockedStaff = (q: Queryable, id: bigint) =>
  q.query<StaffRecord>('people.lockedStaff', `select ${STAFF} from people.staff where id = $1 for update`, [id])

export const allStaff = (q: Queryable) =>
  q.query<StaffRecord>('people.allStaff', `select ${STAFF} from people.staff order by id limit 500`)

export const demoStaff = (q: Queryable) =>
  q.query<StaffRecord>(
    'people.demoStaff',
    `select ${STAFF} from people.staff where is_demo and disabled_at is null order by id limit 50`,
  )

/** Locks every administrator in the order of ids, so that two who disable each other wait for each other. */
export const lockedAdmins = (q: Queryable) =>
  q.query<{ id: Id<'stf'> }>(
    'people.lockedAdmins',
    `select id from people.staff where 'admin' = any (roles) and disabled_at is null order by id for update`,
  )

export const updateTries = (q: Queryable, id: bigint, wrongTries: number, lockedUntil: Date | null) =>
  q.query('people.updateTries', 'update people.staff set wrong_tries = $2, locked_until = $3 where id = $1', [
    ...[id, wrongTries, lockedUntil],
  ])

export const acceptStep = (q: Queryable, id: bigint, step: number) =>
  q.query(
    'people.acceptStep',
    'update people.staff set totp_last_step = $2, wrong_tries = 0, locked_until = null where id = $1',
    [id, step],
  )

export const disableStaff = (q: Queryable, id: bigint, at: Date) =>
  q.query('people.disableStaff', 'update people.staff set disabled_at = coalesce(disabled_at, $2) where id = $1', [
    ...[id, at],
  ])

export interface NewSession {
  readonly id: Id<'ses'>
  readonly tokenHash: Buffer
  readonly audience: Audience
  readonly personId: Id<'per'> | null
  readonly staffId: Id<'stf'> | null
  readonly at: Date
  readonly expiresAt: Date
}

export const insertSession = (q: Queryable, session: NewSession) =>
  q.query(
    'people.insertSession',
    `insert into people.session (token_hash, id, audience, person_id, staff_id, proved_at, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7)`,
    [
      ...[session.tokenHash, session.id, session.audience, session.personId],
      ...[session.staffId, session.at, session.expiresAt],
    ],
  )

export interface SessionRecord {
  readonly tokenHash: Buffer
  readonly audience: Audience
  readonly id: Id<'ses'>
  readonly personId: Id<'per'> | null
  readonly staffId: Id<'stf'> | null
  readonly roles: StaffRole[] | null
  readonly provedAt: Date
  readonly expiresAt: Date
}

/** Sessions that are open at a moment, for a list of tokens. */
export const liveSessions = (
  q: Queryable,
  asked: readonly { readonly tokenHash: Buffer; readonly audience: Audience }[],
  at: Date,
) =>
  q.query<SessionRecord>(
    'people.liveSessions',
    `select s.token_hash as "tokenHash", s.audience, s.id, s.person_id as "personId", s.staff_id as "staffId", st.roles,
       s.proved_at as "provedAt", s.expires_at as "expiresAt"
     from unnest($1::bytea[], $2::text[]) as t (token_hash, audience)
     join people.session s on s.token_hash = t.token_hash and s.audience = t.audience
     left join people.staff st on st.id = s.staff_id
     where s.ended_at is null and s.expires_at > $3 and st.disabled_at is null`,
    [asked.map((one) => one.tokenHash), asked.map((one) => one.audience), at],
  )

/** Sessions that ended since a moment, for those who remember them. */
export const endedSessions = (q: Queryable, since: Date, limit: number) =>
  q.query<{ audience: Audience; tokenHash: Buffer }>(
    'people.endedSessions',
    `select audience, token_hash as "tokenHash" from people.session where ended_at >= $1 limit $2`,
    [since, limit],
  )

export const sessionsOf = (q: Queryable, personId: Id<'per'>) =>
  q.query<{ audience: Audience; createdAt: Date; endedAt: Date | null }>(
    'people.sessionsOf',
    `select audience, created_at as "createdAt", ended_at as "endedAt" from people.session where person_id = $1
     order by id desc limit 100`,
    [personId],
  )

export const endSession = (q: Queryable, id: bigint, at: Date) =>
  q.query('people.endSession', 'update people.session set ended_at = $2 where id = $1 and ended_at is null', [id, at])

export const endSessionsOfPerson = (q: Queryable, personId: bigint, at: Date) =>
  q.query(
    'people.endSessionsOfPerson',
    'update people.session set ended_at = $2 where person_id = $1 and ended_at is null',
    [personId, at],
  )

export const endSessionsOfStaff = (q: Queryable, staffId: bigint, at: Date) =>
  q.query(
    'people.endSessionsOfStaff',
    'update people.session set ended_at = $2 where staff_id = $1 and ended_at is null',
    [staffId, at],
  )

/** A person keeps so many sessions; the oldest end. */
export const endOldestSessions = (q: Queryable, personId: bigint, keep: number, at: Date) =>
  q.query(
    'people.endOldestSessions',
    `update people.session set ended_at = $3
     where id in (select id from people.session where person_id = $1 and ended_at is null order by id desc offset $2)`,
    [personId, keep, at],
  )

export const proveSession = (q: Queryable, id: bigint, at: Date) =>
  q.query('people.proveSession', 'update people.session set proved_at = $2 where id = $1', [id, at])

export const deleteSessionsBefore = (q: Queryable, before: Date) =>
  q.query<{ gone: number }>(
    'people.deleteSessionsBefore',
    `with gone as (delete from people.session where expires_at < $1 returning 1) select count(*) as gone from gone`,
    [before],
  )

export interface ApiKeyRecord {
  readonly id: Id<'key'>
  readonly name: string
  readonly audience: Audience
  readonly scopes: string[]
  readonly madeBy: Id<'stf'>
  readonly madeByName: string
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

const API_KEY = `k.id, k.name, k.audience, k.scopes, k.made_by as "madeBy", st.name as "madeByName",
  k.created_at as "createdAt", k.revoked_at as "revokedAt"`

export const insertApiKey = (
  q: Queryable,
  key: {
    id: Id<'key'>
    name: string
    audience: Audience
    secretHash: Buffer
    scopes: readonly string[]
    madeBy: bigint
  },
  at: Date,
) =>
  q.query(
    'people.insertApiKey',
    `insert into people.api_key (id, name, audience, secret_hash, scopes, made_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [key.id, key.name, key.audience, key.secretHash, key.scopes, key.madeBy, at],
  )

export const liveApiKey = (q: Queryable, secretHash: Buffer) =>
  q.query<ApiKeyRecord>(
    'people.liveApiKey',
    `select ${API_KEY} from people.api_key k join people.staff st on st.id = k.made_by
     where k.secret_hash = $1 and k.revoked_at is null`,
    [secretHash],
  )

export const allApiKeys = (q: Queryable) =>
  q.query<ApiKeyRecord>(
    'people.allApiKeys',
    `select ${API_KEY} from people.api_key k join people.staff st on st.id = k.made_by order by k.id desc limit 500`,
  )

export const apiKeyNames = (q: Queryable, ids: readonly bigint[]) =>
  q.query<{ id: Id<'key'>; name: string }>(
    'people.apiKeyNames',
    'select id, name from people.api_key where id = any ($1::bigint[])',
    [ids],
  )

export const revokeApiKey = (q: Queryable, id: bigint, at: Date) =>
  q.query(
    'people.revokeApiKey',
    'update people.api_key set revoked_at = coalesce(revoked_at, $2) where id = $1 returning id',
    [id, at],
  )

export interface ActivityRecord {
  readonly id: Id<'act'>
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly reason: string | null
  readonly facts: Record<string, unknown>
  readonly happenedAt: Date
}

export const insertActivity = (q: Queryable, row: Omit<ActivityRecord, 'id'>) =>
  q.query(
    'people.insertActivity',
    `insert into people.activity (actor, action, subject, reason, facts, happened_at) values ($1, $2, $3, $4, $5, $6)`,
    [row.actor, row.action, row.subject, row.reason, JSON.stringify(row.facts), row.happenedAt],
  )

export const activities = (q: Queryable, subject: string | null, before: bigint | null, limit: number) =>
  q.query<ActivityRecord>(
    'people.activities',
    `select id, actor, action, subject, reason, facts, happened_at as "happenedAt" from people.activity
     where ($1::text is null or subject = $1) and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [subject, before, limit],
  )

export const activitiesOf = (q: Queryable, subjects: readonly string[], actions: readonly string[], limit: number) =>
  q.query<ActivityRecord>(
    'people.activitiesOf',
    `select id, actor, action, subject, reason, facts, happened_at as "happenedAt" from people.activity
     where subject = any($1::text[]) and action = any($2::text[]) order by id desc limit $3`,
    [subjects, actions, limit],
  )

export const insertSandboxMessage = (q: Queryable, id: bigint, phoneMasked: string, body: string, at: Date) =>
  q.query(
    'people.insertSandboxMessage',
    'insert into people.sandbox_message (id, phone_masked, body, sent_at) values ($1, $2, $3, $4)',
    [id, phoneMasked, body, at],
  )

export const sandboxMessages = (q: Queryable, limit: number) =>
  q.query<{ phoneMasked: string; body: string; sentAt: Date }>(
    'people.sandboxMessages',
    `select phone_masked as "phoneMasked", body, sent_at as "sentAt" from people.sandbox_message
     order by sent_at desc, id desc limit $1`,
    [limit],
  )

export const deleteSandboxMessagesBefore = (q: Queryable, before: Date) =>
  q.query('people.deleteSandboxMessagesBefore', 'delete from people.sandbox_message where sent_at < $1', [before])
