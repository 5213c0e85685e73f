import { useEffect } from 'preact/hooks'
import { t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { CardsSkeleton, Empty, Shown } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Community, Page } from '../shapes.ts'
import { withCommunity } from './draft.ts'
import { communitiesPath } from './paths.ts'
import type { StepProps } from './step-props.ts'

/** In which groups. One total over all of them; each gets a link of its own. */
export function ChooseCommunities({ draft, change, missing }: StepProps) {
  const communities = useLoad<Page<Community>>(communitiesPath)
  const selling = communities.data?.items.filter((community) => community.maySell && community.state === 'open')
  const only = selling?.length === 1 ? selling[0] : undefined
  useEffect(() => {
    if (only && draft.communityIds.length === 0) change(withCommunity(draft, only.id, true))
  }, [only, draft, change])
  return (
    <Shown of={communities} skeleton={<CardsSkeleton count={2} />}>
      {() =>
        selling && selling.length > 0 ? (
          <fieldset class="col tight">
            <legend class="unseen">{t('step_communities')}</legend>
            {missing['communityIds'] && (
              <p class="wrong-line s14" role="alert">
                {t(missing['communityIds'])}
              </p>
            )}
            {selling.map((community) => (
              <CommunityChoice
                key={community.id}
                community={community}
                isIn={draft.communityIds.includes(community.id)}
                onChange={(isIn) => change(withCommunity(draft, community.id, isIn))}
              />
            ))}
            {selling.length > 1 && <p class="muted s14">{t('communities_one_total')}</p>}
          </fieldset>
        ) : (
          <Empty title={t('communities_none_selling')}>
            <p class="muted s14">{t('communities_none_selling_next')}</p>
            <Link class="btn go small" href={addressOf('newCommunity')}>
              {t('community_new')}
            </Link>
          </Empty>
        )
      }
    </Shown>
  )
}

interface ChoiceProps {
  readonly community: Community
  readonly isIn: boolean
  readonly onChange: (isIn: boolean) => void
}

function CommunityChoice({ community, isIn, onChange }: ChoiceProps) {
  const carrier = community.carriers[0]
  return (
    <label class="card pick">
      <input type="checkbox" class="tick" checked={isIn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span class="grow">
        <b class="block">{community.name}</b>
        <span class="muted s14 num">
          {carrier ? `${t(`carrier_${carrier.kind}`)} · ` : ''}
          {t('members_count', { n: community.memberCount })}
        </span>
      </span>
    </label>
  )
}
