import { nicknamesOf } from '../people/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type Community, enter, type Member } from './community.ts'
import { membersOf, pairKey, toCommunity, toMember } from './rows.ts'
import * as sql from './sql.ts'
import * as membersSql from './sql-members.ts'

/** Someone who wants to enter, and what brought her. */
export interface JoinWant {
  readonly communityId: Id<'com'>
  readonly personId: Id<'per'>
  /** What she wants to be called here; her own nickname when it is not said. */
  readonly nickname?: string | undefined
  readonly invitedBy?: Id<'per'> | null
  readonly invitationId?: Id<'inv'> | null
  readonly linkId?: Id<'lnk'> | null
  readonly acceptedRules?: boolean
}

export interface Joined {
  readonly member: Member
  /** False when she was in, or waiting, already. */
  readonly isNew: boolean
}

/**
 * Lets a list of people into communities, each with a verdict of her own: the member (active, or waiting where the door
 * opens by approval), or the refusal `banned`, `community_full`, `community_closed`, `not_found`. The communities are
 * locked for it, so seats are counted exactly however many come at once.
 */
export async function joinMany(platform: Platform, tx: Tx, wants: readonly JoinWant[]): Promise<(Joined | Refusal)[]> {
  if (wants.length === 0) return []
  const rows = await sql.lockCommunities(tx, [...new Set(wants.map((want) => want.communityId))])
  const communities = new Map(rows.map((row) => [row.id as bigint, toCommunity(row)]))
  const before = await membersOf(tx, wants)
  const { verdicts, entrances } = decide(wants, communities, before)
  const entered = await writeEntrances(platform, tx, entrances)
  return verdicts.map((verdict, index) => {
    if (verdict instanceof Refusal) return verdict
    if (verdict.as === 'same') return { member: verdict.member, isNew: false }
    const want = wants[index] as JoinWant
    const key = pairKey(want.communityId, want.personId)
    return { member: entered.get(key) as Member, isNew: entrances.get(key)?.index === index }
  })
}

interface Planned {
  readonly index: number
  readonly want: JoinWant
  readonly as: 'active' | 'waiting'
}

/** Plain code decides, want by want, so that one who is refused never takes the seat of the next. */
function decide(
  wants: readonly JoinWant[],
  communities: ReadonlyMap<bigint, Community>,
  before: ReadonlyMap<string, Member>,
) {
  const seatsLeft = new Map([...communities].map(([id, c]) => [id, c.memberCap - c.memberCount]))
  const entrances = new Map<string, Planned>()
  const verdicts = wants.map((want, index) => {
    const community = communities.get(want.communityId)
    if (!community) return new Refusal(platformRefusals.not_found)
    const key = pairKey(want.communityId, want.personId)
    const planned = entrances.get(key)
    if (planned) return { as: planned.as }
    const left = seatsLeft.get(want.communityId) ?? 0
    const entry = enter(community, before.get(key), left)
    if (entry instanceof Refusal || entry.as === 'same') return entry
    if (entry.as === 'active') seatsLeft.set(want.communityId, left - 1)
    entrances.set(key, { index, want, as: entry.as })
    return entry
  })
  return { verdicts, entrances }
}

async function writeEntrances(
  platform: Platform,
  tx: Tx,
  entrances: ReadonlyMap<string, Planned>,
): Promise<Map<string, Member>> {
  const planned = [...entrances.values()]
  if (planned.length === 0) return new Map()
  const nameless = planned.filter(({ want }) => !want.nickname).map(({ want }) => want.personId)
  const names = nameless.length > 0 ? await nicknamesOf(tx, nameless) : new Map<bigint, string>()
  const rows = await membersSql.letIn(
    tx,
    planned.map(({ want, as }) => ({
      id: platform.ids.next<'mem'>(cellOf(want.communityId)),
      communityId: want.communityId,
      personId: want.personId,
      nickname: want.nickname?.trim() || (names.get(want.personId) ?? '群友'),
      nicknameIsOwn: Boolean(want.nickname?.trim()),
      roles: [],
      state: as,
      // Her own link brings nobody in.
      invitedBy: want.invitedBy === want.personId ? null : (want.invitedBy ?? null),
      invitationId: want.invitationId ?? null,
      linkId: want.linkId ?? null,
      acceptedRulesAt: want.acceptedRules ? tx.at : null,
    })),
  )
  const members = rows.map(toMember)
  await membersSql.keepMemberships(tx, members)
  const seats = new Map<bigint, number>()
  for (const { want, as } of planned)
    if (as === 'active') seats.set(want.communityId, (seats.get(want.communityId) ?? 0) + 1)
  if (seats.size > 0) await sql.addSeats(tx, seats)
  for (const member of members) sayEntrance(tx, member)
  return new Map(members.map((member) => [pairKey(member.communityId, member.personId), member]))
}

/** Says that she is in, or that she waits at the door. */
export function sayEntrance(tx: Tx, member: Member): void {
  const ids = { communityId: formatId('com', member.communityId), personId: formatId('per', member.personId) }
  const came = {
    invitedBy: member.invitedBy ? formatId('per', member.invitedBy) : null,
    invitationId: member.invitationId ? formatId('inv', member.invitationId) : null,
    linkId: member.linkId ? formatId('lnk', member.linkId) : null,
  }
  const cellId = cellOf(member.communityId)
  if (member.state === 'waiting') tx.say({ name: 'member.waiting', cellId, subject: member.id, data: ids })
  else tx.say({ name: 'member.joined', cellId, subject: member.id, data: { ...ids, ...came } })
}
