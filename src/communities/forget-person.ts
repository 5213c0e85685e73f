import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Member } from './community.ts'
import { communitiesByIds, membersOf, toCommunity, toMember } from './rows.ts'
import * as sql from './sql.ts'
import * as membersSql from './sql-members.ts'

const FORGOTTEN = '已注销'

/** What this room knows of a person: where she is or was, under which name. */
export async function exportPerson(q: Queryable, _platform: Platform, personId: Id<'per'>): Promise<unknown> {
  const memberships = await membersSql.membershipsOf(q, personId)
  const communities = await communitiesByIds(
    q,
    memberships.map((row) => row.community_id),
  )
  const members = await membersOf(
    q,
    memberships.map((row) => ({ communityId: row.community_id, personId })),
  )
  return {
    memberships: [...members.values()].map((member) => ({
      communityId: formatId('com', member.communityId),
      communityName: communities.get(member.communityId)?.name ?? '',
      nickname: member.nickname,
      roles: member.roles,
      state: member.state,
      joinedAt: member.joinedAt?.toISOString() ?? null,
    })),
  }
}

/**
 * Forgets a person: her nicknames go, she leaves every community, her invitations end. A community that she owned is
 * closed, because nobody answers for its door any more; a ban stays, without her name.
 */
export async function erasePerson(_platform: Platform, tx: Tx, personId: Id<'per'>): Promise<void> {
  const memberships = await membersSql.membershipsOf(tx, personId)
  if (memberships.length === 0) return
  const communities = (
    await sql.lockCommunities(
      tx,
      memberships.map((row) => row.community_id),
    )
  ).map(toCommunity)
  const owned = communities.filter((one) => one.ownerPersonId === personId && one.state === 'open')
  await sql.closeCommunities(
    tx,
    owned.map((one) => one.id),
  )
  for (const one of owned) tx.say({ name: 'community.closed', cellId: cellOf(one.id), subject: one.id })
  const members = [
    ...(
      await membersOf(
        tx,
        memberships.map((row) => ({ communityId: row.community_id, personId })),
      )
    ).values(),
  ]
  await membersSql.forgetNicknames(tx, members, FORGOTTEN)
  for (const member of members) await leave(tx, member)
}

async function leave(tx: Tx, member: Member): Promise<void> {
  await sql.revokeInvitationsOf(tx, member.communityId, member.personId)
  if (member.state !== 'active' && member.state !== 'waiting') return
  const [row] = await membersSql.setMemberState(tx, member, 'left')
  await membersSql.keepMemberships(tx, [toMember(row as membersSql.MemberRow)])
  if (member.state === 'active') await sql.addSeats(tx, new Map([[member.communityId, -1]]))
  const data = { communityId: formatId('com', member.communityId), personId: formatId('per', member.personId) }
  tx.say({ name: 'member.left', cellId: cellOf(member.communityId), subject: member.id, data })
}
