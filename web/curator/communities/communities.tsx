import { chevronRight, plus } from '../icons.ts'
import { t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Chip, Icon } from '../parts/basics.tsx'
import { Page } from '../parts/page.tsx'
import { CardsSkeleton, Empty, Shown } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Community, Page as PageOf } from '../shapes.ts'
import { communitiesPath } from './paths.ts'

/** The places that she helps to run. */
export function CommunitiesScreen() {
  const communities = useLoad<PageOf<Community>>(communitiesPath)
  const bar = (
    <Link class="btn go grow" href={addressOf('newCommunity')}>
      <Icon of={plus} small />
      {t('community_new')}
    </Link>
  )
  return (
    <Page title={t('tab_communities')} bar={bar}>
      <Shown of={communities} skeleton={<CardsSkeleton />}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={t('communities_empty')}>
              <p class="muted s14">{t('communities_empty_next')}</p>
            </Empty>
          ) : (
            <ul class="cards">
              {page.items.map((community) => (
                <CommunityCard key={community.id} community={community} />
              ))}
            </ul>
          )
        }
      </Shown>
    </Page>
  )
}

function CommunityCard({ community }: { community: Community }) {
  const { id, name, purpose, carriers, memberCount, memberCap, maySell, state } = community
  return (
    <li>
      <Link class="card community-card" href={addressOf('members', id)}>
        <span class="row between">
          <b class="grow">{name}</b>
          <Icon of={chevronRight} small />
        </span>
        {purpose && <span class="muted s14 clamp">{purpose}</span>}
        <span class="row wrap">
          {carriers.map((carrier) => (
            <Chip key={carrier.id}>{t(`carrier_${carrier.kind}`)}</Chip>
          ))}
          <Chip tone={memberCount >= memberCap ? 'wheat' : ''}>
            {memberCount >= memberCap
              ? t('community_full', { n: memberCount })
              : t('members_of', { n: memberCount, cap: memberCap })}
          </Chip>
          {!maySell && <Chip>{t('community_sells_nothing')}</Chip>}
          {state === 'closed' && <Chip>{t('community_closed')}</Chip>}
        </span>
      </Link>
    </li>
  )
}
