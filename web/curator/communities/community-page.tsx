import type { ComponentChildren } from 'preact'
import { t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Page } from '../parts/page.tsx'
import { Link } from '../router.tsx'
import { addressOf, type Screen } from '../routes.ts'
import type { Community } from '../shapes.ts'
import { communityPath } from './paths.ts'

const views = ['members', 'checkUp', 'invitations', 'settings'] as const

interface CommunityPageProps {
  readonly id: string
  readonly view: (typeof views)[number] & Screen
  readonly bar?: ComponentChildren
  readonly children: ComponentChildren
}

/** One community: its people, the ways in, its settings. */
export function CommunityPage({ id, view, bar, children }: CommunityPageProps) {
  const community = useLoad<Community>(communityPath(id)).data
  const under = community && (
    <>
      {community.carriers.map(({ kind }) => t(`carrier_${kind}`)).join(' · ')} ·{' '}
      {t('members_of', { n: community.memberCount, cap: community.memberCap })}
    </>
  )
  return (
    <Page
      isNarrow={view !== 'invitations' && view !== 'checkUp'}
      title={community?.name ?? t('community')}
      under={under}
      back={addressOf('communities')}
      bar={bar}
    >
      <nav class="views" aria-label={t('community_views')}>
        {views.map((name) => (
          <Link key={name} href={addressOf(name, id)} aria-current={name === view ? 'page' : undefined}>
            {t(`view_${name}`)}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  )
}
