import { openSaleCards } from '../attribution/index.ts'
import { communitiesOfPerson } from '../communities/index.ts'
import { curatorsByIds, isActive } from '../curators/index.ts'
import { readDemoPeople } from '../people/index.ts'
import type { Locale } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'

/** Someone of the demo world whom a visitor may sign in as. */
export interface DemoLogin {
  readonly nickname: string
  readonly phone: string
  readonly isCurator: boolean
  readonly communities: readonly string[]
  /** Where she would go next: her bench, or a sale that is open in her group. */
  readonly path: string
}

/** The people of the demo world as they are now, curators first. */
export async function readDemoLogins(platform: Platform, locale: Locale): Promise<DemoLogin[]> {
  const people = await readDemoPeople(platform)
  const curators = await curatorsByIds(
    platform.db,
    people.map(({ personId }) => personId),
  )
  const logins: DemoLogin[] = []
  for (const { personId, nickname, phone } of people) {
    const places = (await communitiesOfPerson(platform.db, personId)).map(({ community }) => community)
    const isCurator = isActive(curators.get(personId))
    const ids = places.map(({ id }) => id)
    const [sale] = isCurator || ids.length === 0 ? [] : await openSaleCards(platform, ids, locale)
    const path = isCurator ? '/curator' : sale ? `/s/${sale.token}` : '/'
    logins.push({ nickname, phone, isCurator, communities: places.map(({ name }) => name), path })
  }
  return logins.sort((a, b) => Number(b.isCurator) - Number(a.isCurator))
}
