import { faceOf } from '../shared/faces.ts'
import { useLoad } from './load.ts'
import { Failed, Skeletons } from './parts.tsx'
import { shop } from './shop.ts'

interface MyCommunity {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly memberCount: number
  readonly membership: 'waiting' | 'active'
}

export function MyCommunities() {
  const [loaded, { reload }] = useLoad<{ items: readonly MyCommunity[] }>('/v1/store/communities')
  const { t } = shop
  return (
    <section class="card">
      <h2 class="b">{t('my_communities')}</h2>
      {loaded.state === 'loading' && <Skeletons count={1} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && loaded.data.items.length === 0 && (
        <p class="muted s14">
          {t('no_communities')} <a href="/#find-curator">{t('find_curator')}</a>
        </p>
      )}
      {loaded.state === 'ready' && (
        <ul class="rows plain">
          {loaded.data.items.map((community) => (
            <Row key={community.id} community={community} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Row({ community }: { community: MyCommunity }) {
  const { t } = shop
  const { initial, tone } = faceOf(community.id, community.name)
  return (
    <li class="row">
      <span class={`face face-${tone}`} aria-hidden="true">
        {initial}
      </span>
      <span class="grow">
        <span class="b">{community.name}</span>
        <span class="block muted s14">{t('members', { n: community.memberCount })}</span>
      </span>
      {community.membership === 'waiting' && <span class="chip wheat">{t('at_the_door')}</span>}
    </li>
  )
}
