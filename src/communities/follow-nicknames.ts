import { nicknamesOf } from '../people/index.ts'
import type { Subscription } from '../platform/room.ts'
import * as membersSql from './sql-members.ts'

/** Someone is called something else now: wherever she set no name by hand, her communities call her so, too. */
export const followNicknames: Subscription = {
  subscriber: 'communities.follow_nicknames',
  names: ['person.renamed'],
  take: async (_platform, tx, news) => {
    const people = [...new Set(news.map((one) => one.subject))]
    const names = await nicknamesOf(tx, people)
    for (const [personId, nickname] of names) {
      const memberships = await membersSql.membershipsOf(tx, personId)
      await membersSql.followNicknames(
        tx,
        memberships.map((row) => ({ communityId: row.community_id, personId, nickname })),
      )
    }
  },
}
