import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'

/** Statements about persons: who they are, codes, addresses, consents. Staff, sessions and records are in sql-staff.ts. */

export interface PersonRecord {
  readonly id: Id<'per'>
  readonly nickname: string
  readonly isNicknameMadeUp: boolean
  readonly locale: 'zh-CN' | 'en'
  readonly phoneSealed: Buffer | null
  readonly wrappedKey: Buffer | null
  readonly createdAt: Date
  readonly erasedAt: Date | null
}

const PERSON = `id, nickname, is_nickname_made_up as "isNicknameMadeUp", locale, phone_sealed as "phoneSealed", wrapped_key as "wrappedKey", created_at as "createdAt",
  erased_at as "erasedAt"`

export interface NewPerson {
  readonly id: Id<'per'>
  readonly fingerprint: Buffer
  readonly phoneSealed: Buffer
  readonly wrappedKey: Buffer
  readonly nickname: string
  readonly isNicknameMadeUp: boolean
  readonly locale: string
  readonly isDemo: boolean
}

/** Returns no row when the phone has its person already, also one that was made at the same moment. */
export const insertPerson = (q: Queryable, person: NewPerson, at: Date) =>
  q.query<{ id: Id<'per'> }>(
    'people.insertPerson',
    `insert into people.person (id, phone_fingerprint, phone_sealed, wrapped_key, nickname, locale, is_demo, created_at,
       is_nickname_made_up)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (phone_fingerprint) do nothing returning id`,
    [
      ...[person.id, person.fingerprint, person.phoneSealed, person.wrappedKey],
      ...[person.nickname, person.locale, person.isDemo, at, person.isNicknameMadeUp],
    ],
  )

export const personByPhone = (q: Queryable, fingerprint: Buffer) =>
  q.query<{ id: Id<'per'> }>('people.personByPhone', 'select id from people.person where phone_fingerprint = $1', [
    fingerprint,
  ])

export const personsByIds = (q: Queryable, ids: readonly Id<'per'>[]) =>
  q.query<PersonRecord>('people.personsByIds', `select ${PERSON} from people.person where id = any ($1::bigint[])`, [
    ids,
  ])

/** Locks the person: what belongs to one person and has a limit is counted under this lock. */
export const lockedPerson = (q: Queryable, id: Id<'per'>) =>
  q.query<{ wrappedKey: Buffer | null; fingerprint: Buffer | null }>(
    'people.lockedPerson',
    `select wrapped_key as "wrappedKey", phone_fingerprint as fingerprint from people.person where id = $1 for update`,
    [id],
  )

/** People of the demo world, in the order in which they were made. */
export const demoPersons = (q: Queryable) =>
  q.query<PersonRecord>(
    'people.demoPersons',
    `select ${PERSON} from people.person where is_demo and erased_at is null order by id limit 100`,
  )

export const nicknamesByIds = (q: Queryable, ids: readonly bigint[]) =>
  q.query<{ id: Id<'per'>; nickname: string }>(
    'people.nicknamesByIds',
    'select id, nickname from people.person where id = any ($1::bigint[])',
    [ids],
  )

export const updatePerson = (q: Queryable, id: Id<'per'>, nickname: string | null, locale: string | null) =>
  q.query(
    'people.updatePerson',
    `update people.person set nickname = coalesce($2, nickname), locale = coalesce($3, locale),
       is_nickname_made_up = is_nickname_made_up and $2 is null
     where id = $1 and erased_at is null returning id`,
    [id, nickname, locale],
  )

export const replaceMadeUpNickname = (q: Queryable, id: Id<'per'>, nickname: string) =>
  q.query(
    'people.replaceMadeUpNickname',
    `update people.person set nickname = $2, is_nickname_made_up = false
     where id = $1 and is_nickname_made_up and erased_at is null returning id`,
    [id, nickname],
  )

/** What erasing means: without the wrapped key nothing that was sealed for this person can be read again. */
export const shredPerson = (q: Queryable, id: Id<'per'>, nickname: string, at: Date) =>
  q.query(
    'people.shredPerson',
    `update people.person set wrapped_key = null, phone_sealed = null, phone_fingerprint = null, nickname = $2, erased_at = $3,
       is_nickname_made_up = false
     where id = $1 and erased_at is null returning id`,
    [id, nickname, at],
  )

export interface PeopleSearch {
  readonly fingerprint: Buffer | null
  readonly id: bigint | null
  /** The start of a nickname, escaped for `like`. */
  readonly nicknameStart: string | null
  readonly before: bigint | null
  readonly limit: number
}

export const personsFound = (q: Queryable, search: PeopleSearch) =>
  q.query<PersonRecord>(
    'people.personsFound',
    `select ${PERSON} from people.person
     where ($1::bytea is null or phone_fingerprint = $1) and ($2::bigint is null or id = $2)
       and ($3::text is null or nickname like $3) and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [search.fingerprint, search.id, search.nicknameStart, search.before, search.limit],
  )

export interface NewCode {
  readonly fingerprint: Buffer
  readonly codeHash: Buffer
  readonly at: Date
  readonly resendAt: Date
  readonly expiresAt: Date
  readonly hourAgo: Date
  readonly perHour: number
  readonly limitsApply: boolean
}

/** Takes the right to send a code, in one statement: returns no row when it is too soon or too often. */
export const claimSending = (q: Queryable, code: NewCode) =>
  q.query(
    'people.claimSending',
    `insert into people.phone_code as c
       (phone_fingerprint, code_hash, sent_at, resend_at, expires_at, hour_started_at, sent_in_hour)
     values ($1, $2, $3, $4, $5, $3, 1)
     on conflict (phone_fingerprint) do update set
       code_hash = excluded.code_hash, wrong_tries = 0, used_at = null, sent_at = excluded.sent_at,
       resend_at = excluded.resend_at, expires_at = excluded.expires_at,
       hour_started_at = case when c.hour_started_at <= $6 then excluded.sent_at else c.hour_started_at end,
       sent_in_hour = case when c.hour_started_at <= $6 then 1 else c.sent_in_hour + 1 end
     where not $8 or (c.resend_at <= $3 and (c.hour_started_at <= $6 or c.sent_in_hour < $7))
     returning 1`,
    [
      ...[code.fingerprint, code.codeHash, code.at, code.resendAt, code.expiresAt],
      ...[code.hourAgo, code.perHour, code.limitsApply],
    ],
  )

export const sendingOf = (q: Queryable, fingerprint: Buffer) =>
  q.query<{ resendAt: Date; hourStartedAt: Date; sentInHour: number }>(
    'people.sendingOf',
    `select resend_at as "resendAt", hour_started_at as "hourStartedAt", sent_in_hour as "sentInHour"
     from people.phone_code where phone_fingerprint = $1`,
    [fingerprint],
  )

/** A code that could not be sent does not make its owner wait; the hour's count stays, so a failing channel is not hammered. */
export const allowResend = (q: Queryable, fingerprint: Buffer, codeHash: Buffer, at: Date) =>
  q.query(
    'people.allowResend',
    `update people.phone_code set resend_at = $3, expires_at = $3 where phone_fingerprint = $1 and code_hash = $2`,
    [fingerprint, codeHash, at],
  )

export const lockedCode = (q: Queryable, fingerprint: Buffer) =>
  q.query<{ codeHash: Buffer; wrongTries: number; expiresAt: Date; usedAt: Date | null }>(
    'people.lockedCode',
    `select code_hash as "codeHash", wrong_tries as "wrongTries", expires_at as "expiresAt", used_at as "usedAt"
     from people.phone_code where phone_fingerprint = $1 for update`,
    [fingerprint],
  )

/** Runs for phones without a code too, so that every refusal takes the same time. */
export const countWrongTry = (q: Queryable, fingerprint: Buffer) =>
  q.query(
    'people.countWrongTry',
    'update people.phone_code set wrong_tries = wrong_tries + 1 where phone_fingerprint = $1 and wrong_tries < 5',
    [fingerprint],
  )

export const spendCode = (q: Queryable, fingerprint: Buffer, at: Date) =>
  q.query('people.spendCode', 'update people.phone_code set used_at = $2 where phone_fingerprint = $1', [
    fingerprint,
    at,
  ])

export const deleteCode = (q: Queryable, fingerprint: Buffer) =>
  q.query('people.deleteCode', 'delete from people.phone_code where phone_fingerprint = $1', [fingerprint])

export const deleteCodesBefore = (q: Queryable, before: Date) =>
  q.query<{ gone: number }>(
    'people.deleteCodesBefore',
    `with gone as (delete from people.phone_code where hour_started_at < $1 and expires_at < $1 returning 1)
     select count(*) as gone from gone`,
    [before],
  )

export interface AddressRecord {
  readonly id: Id<'adr'>
  readonly sealed: Buffer
  readonly isDefault: boolean
  readonly removedAt: Date | null
}

const ADDRESS = 'id, sealed, is_default as "isDefault", removed_at as "removedAt"'

export const addressesOf = (q: Queryable, personId: Id<'per'>) =>
  q.query<AddressRecord>(
    'people.addressesOf',
    `select ${ADDRESS} from people.address where person_id = $1 and removed_at is null order by is_default desc, id desc`,
    [personId],
  )

/** Also one that was removed: rows never change, and orders keep theirs. */
export const addressById = (q: Queryable, personId: Id<'per'>, id: Id<'adr'>) =>
  q.query<AddressRecord>(
    'people.addressById',
    `select ${ADDRESS} from people.address where id = $2 and person_id = $1`,
    [personId, id],
  )

export const addressesByIds = (q: Queryable, ids: readonly bigint[]) =>
  q.query<AddressRecord & { readonly personId: Id<'per'> }>(
    'people.addressesByIds',
    `select ${ADDRESS}, person_id as "personId" from people.address where id = any($1::bigint[])`,
    [ids],
  )

/** Those of these pairs of person and address that are not to be had: another's, removed, or none. */
export const addressesNotHers = (q: Queryable, pairs: readonly { personId: bigint; addressId: bigint }[]) =>
  q.query<{ id: bigint; person_id: bigint }>(
    'people.addressesNotHers',
    `select t.id, t.person_id from unnest($1::bigint[], $2::bigint[]) as t (person_id, id)
     left join people.address a on a.id = t.id and a.person_id = t.person_id and a.removed_at is null where a.id is null`,
    [pairs.map((pair) => pair.personId), pairs.map((pair) => pair.addressId)],
  )

interface AddressWithKey extends AddressRecord {
  readonly personId: Id<'per'>
  readonly wrappedKey: Buffer | null
}

export const addressesWithKeys = (q: Queryable, pairs: readonly { personId: bigint; addressId: bigint }[]) =>
  q.query<AddressWithKey>(
    'people.addressesWithKeys',
    `select a.id, a.person_id as "personId", a.sealed, a.is_default as "isDefault", a.removed_at as "removedAt", p.wrapped_key as "wrappedKey"
     from unnest($1::bigint[], $2::bigint[]) as t (person_id, id)
     join people.address a on a.id = t.id and a.person_id = t.person_id join people.person p on p.id = a.person_id
     where a.removed_at is null`,
    [pairs.map((pair) => pair.personId), pairs.map((pair) => pair.addressId)],
  )

export const insertAddress = (
  q: Queryable,
  row: { id: Id<'adr'>; personId: Id<'per'>; sealed: Buffer; isDefault: boolean },
  at: Date,
) =>
  q.query(
    'people.insertAddress',
    'insert into people.address (id, person_id, sealed, is_default, created_at) values ($1, $2, $3, $4, $5)',
    [row.id, row.personId, row.sealed, row.isDefault, at],
  )

export const clearDefault = (q: Queryable, personId: Id<'per'>) =>
  q.query(
    'people.clearDefault',
    'update people.address set is_default = false where person_id = $1 and is_default and removed_at is null',
    [personId],
  )

export const removeAddress = (q: Queryable, personId: Id<'per'>, id: Id<'adr'>, at: Date) =>
  q.query<{ isDefault: boolean }>(
    'people.removeAddress',
    `update people.address set removed_at = $3 where id = $2 and person_id = $1 and removed_at is null
     returning is_default as "isDefault"`,
    [personId, id, at],
  )

export const removeAddresses = (q: Queryable, personId: Id<'per'>, at: Date) =>
  q.query(
    'people.removeAddresses',
    'update people.address set removed_at = $2 where person_id = $1 and removed_at is null',
    [personId, at],
  )

export const makeNewestDefault = (q: Queryable, personId: Id<'per'>) =>
  q.query(
    'people.makeNewestDefault',
    `update people.address set is_default = true
     where id = (select max(id) from people.address where person_id = $1 and removed_at is null)`,
    [personId],
  )

export interface ConsentRecord {
  readonly id: bigint
  readonly purpose: 'terms' | 'share_name_with_curator' | 'notices'
  readonly towards: bigint | null
  readonly givenAt: Date
  readonly withdrawnAt: Date | null
}

const CONSENT = 'id, purpose, towards, given_at as "givenAt", withdrawn_at as "withdrawnAt"'

/** Returns no row when the same consent is in force already. */
export const insertConsent = (
  q: Queryable,
  personId: Id<'per'>,
  consent: Omit<ConsentRecord, 'givenAt' | 'withdrawnAt'>,
  at: Date,
) =>
  q.query(
    'people.insertConsent',
    `insert into people.consent (id, person_id, purpose, towards, given_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning id`,
    [consent.id, personId, consent.purpose, consent.towards, at],
  )

export const consentsOf = (q: Queryable, personId: Id<'per'>) =>
  q.query<ConsentRecord>(
    'people.consentsOf',
    `select ${CONSENT} from people.consent where person_id = $1 order by id desc limit 500`,
    [personId],
  )

export const consentById = (q: Queryable, personId: Id<'per'>, id: bigint) =>
  q.query<ConsentRecord>(
    'people.consentById',
    `select ${CONSENT} from people.consent where id = $2 and person_id = $1`,
    [personId, id],
  )

export const consentInForce = (q: Queryable, personId: Id<'per'>, purpose: string, towards: bigint | null) =>
  q.query<ConsentRecord>(
    'people.consentInForce',
    `select ${CONSENT} from people.consent
     where person_id = $1 and purpose = $2 and coalesce(towards, 0) = coalesce($3::bigint, 0) and withdrawn_at is null`,
    [personId, purpose, towards],
  )

export const withdrawConsent = (q: Queryable, personId: Id<'per'>, id: bigint, at: Date) =>
  q.query(
    'people.withdrawConsent',
    `update people.consent set withdrawn_at = coalesce(withdrawn_at, $3) where id = $2 and person_id = $1 returning id`,
    [personId, id, at],
  )

export const withdrawConsents = (q: Queryable, personId: Id<'per'>, at: Date) =>
  q.query(
    'people.withdrawConsents',
    'update people.consent set withdrawn_at = $2 where person_id = $1 and withdrawn_at is null',
    [personId, at],
  )
