import { useState } from 'preact/hooks'
import type { Looks } from '../../src/orders/contract-words.ts'
import type { MyTrustAnswer } from '../../src/trust/contract-screens.ts'
import { useLoad } from './load.ts'
import { Failed, Page, Skeletons } from './parts.tsx'
import { shop } from './shop.ts'
import { TakeBack } from './take-back.tsx'

type Community = MyTrustAnswer['items'][number]
type Trusted = Community['iTrust'][number]

/** On whose word I acted and why, how often others acted on mine, who sees that, and who looked at what is mine. */
export function MyTrust() {
  const [loaded, { reload }] = useLoad<MyTrustAnswer>('/v1/store/me/trust')
  const { t } = shop
  return (
    <Page title={t('my_trust')} back="/me">
      <p class="muted s14">{t('my_trust_words')}</p>
      {loaded.state === 'loading' && <Skeletons count={2} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && loaded.data.items.length === 0 && (
        <div class="card empty">
          <p class="muted s14">{t('my_trust_no_community')}</p>
        </div>
      )}
      {loaded.state === 'ready' &&
        loaded.data.items.map((community) => (
          <InCommunity key={community.communityId} community={community} onChanged={reload} />
        ))}
      <WhoLooked />
    </Page>
  )
}

function InCommunity({ community, onChanged }: { community: Community; onChanged: () => void }) {
  const { t } = shop
  const { communityName, iTrust, othersActedOnMine, seenBy } = community
  return (
    <section class="card col">
      <h2 class="b">{communityName}</h2>
      {iTrust.length === 0 && <p class="muted s14">{t('my_trust_none')}</p>}
      {iTrust.length > 0 && (
        <ul class="rows plain">
          {iTrust.map((trusted, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: those who left have no name to tell them apart
            <Row key={index} trusted={trusted} onChanged={onChanged} />
          ))}
        </ul>
      )}
      <p class="s14">
        {othersActedOnMine > 0 ? t('my_trust_on_mine', { n: othersActedOnMine }) : t('my_trust_not_on_mine')}
      </p>
      {seenBy.length > 0 && (
        <p class="muted s12">{t('my_trust_seen_by', { names: seenBy.join(t('words_between')) })}</p>
      )}
    </section>
  )
}

function Row({ trusted, onChanged }: { trusted: Trusted; onChanged: () => void }) {
  const { t } = shop
  return (
    <li class="col">
      <span class="b">{trusted.nickname ?? t('my_trust_left')}</span>
      {trusted.because.map(({ at, words, counts, takeBackOrderId }) => (
        <div key={`${at}${words}`} class="row between">
          <span class={counts ? 'grow s14' : 'grow s14 muted'}>{words}</span>
          {takeBackOrderId && <TakeBack orderId={takeBackOrderId} onDone={onChanged} />}
        </div>
      ))}
    </li>
  )
}

/** Looks that are on record. Whoever packs a parcel reads its label; that is no look of its own. */
function WhoLooked() {
  const [loaded, { reload }] = useLoad<Looks>('/v1/store/me/looks')
  const { t, say } = shop
  const [isAll, showAll] = useState(false)
  if (loaded.state === 'loading') return <Skeletons count={1} />
  if (loaded.state === 'failed') return <Failed problem={loaded.problem} retry={reload} />
  const { items } = loaded.data
  const shown = isAll ? items : items.slice(0, FIRST_LOOKS)
  return (
    <section class="card col">
      <h2 class="b">{t('looks')}</h2>
      <p class="muted s14">{items.length === 0 ? t('looks_none') : t('looks_words')}</p>
      <ul class={shown.length > 0 ? 'rows plain s14' : 'unseen'}>
        {shown.map(({ at, who, what, reason, orderId }) => (
          <li key={`${at}${who}${what}`}>
            <span class="row between">
              <span class="grow">{t(`looked_${what}`, { who })}</span>
              <span class="muted s12 num">{say.time(at)}</span>
            </span>
            {reason && <span class="block muted s12">{t('look_reason', { reason })}</span>}
            {orderId && (
              <a class="s12 look-order" href={`/orders/${orderId}`}>
                {t('look_order')}
              </a>
            )}
          </li>
        ))}
      </ul>
      {!isAll && items.length > FIRST_LOOKS && (
        <button type="button" class="btn small" onClick={() => showAll(true)}>
          {t('looks_all', { n: items.length })}
        </button>
      )}
    </section>
  )
}

const FIRST_LOOKS = 5
