import { useEffect, useState } from 'preact/hooks'
import type { Person } from '../../src/people/contract.ts'
import { faceOf } from '../shared/faces.ts'
import { chevronRight } from '../shared/icons.ts'
import { forgetAll, useLoad } from './load.ts'
import { MyAddresses } from './my-addresses.tsx'
import { MyCommunities } from './my-communities.tsx'
import { MyData } from './my-data.tsx'
import { MyName } from './my-name.tsx'
import { Failed, Icon, Page, Skeletons } from './parts.tsx'
import { go, useLocation } from './router.tsx'
import { shop } from './shop.ts'
import { askToSignIn } from './sign-in-request.ts'

interface Me {
  readonly person: Person | null
  readonly isCurator: boolean
}

export function MyPage() {
  const url = useLocation()
  const [loaded, { reload, set }] = useLoad<Me>('/v1/store/me')
  const enter = async () => {
    if (!(await askToSignIn())) return
    forgetAll()
    const to = url.searchParams.get('to')
    if (to?.startsWith('/') && !to.startsWith('//')) go(to, { replace: true })
    else reload()
  }
  return (
    <Page title={shop.t('me')} back="/">
      {loaded.state === 'loading' && <Skeletons count={3} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && !loaded.data.person && (
        <div class="card empty col">
          <p class="b">{shop.t('sign_in_title')}</p>
          <p class="muted s14">{shop.t('sign_in_words')}</p>
          <p>
            <button type="button" class="btn go" onClick={() => void enter()}>
              {shop.t('sign_in')}
            </button>
          </p>
        </div>
      )}
      {loaded.state === 'ready' && loaded.data.person && (
        <Mine
          person={loaded.data.person}
          isCurator={loaded.data.isCurator}
          onPerson={(person) => set({ ...loaded.data, person })}
        />
      )}
    </Page>
  )
}

function Mine({
  person,
  isCurator,
  onPerson,
}: {
  person: Person
  isCurator: boolean
  onPerson: (person: Person) => void
}) {
  const [isNaming, setNaming] = useState(false)
  const { initial, tone } = faceOf(person.id, person.nickname)
  const { t } = shop
  // She switched the language: messages to her follow. When this fails the next visit tries again.
  useEffect(() => {
    if (person.locale === t.locale || !new URL(location.href).searchParams.has('lang')) return
    shop.api.patch<Person>('/v1/store/me', { locale: t.locale }).then(onPerson, () => undefined)
  }, [person, onPerson])
  return (
    <>
      <section class="card row">
        <span class={`face face-${tone}`} aria-hidden="true">
          {initial}
        </span>
        <span class="grow">
          <span class="b">{person.nickname}</span>
          <span class="block muted s14 num">{person.phoneMasked}</span>
          {person.isNicknameMadeUp && <span class="block muted s12">{t('made_up_name')}</span>}
        </span>
        <button type="button" class="btn small" onClick={() => setNaming(true)}>
          {t('change')}
        </button>
      </section>
      {isNaming && <MyName person={person} onDone={onPerson} onClose={() => setNaming(false)} />}
      <nav class="card rows" aria-label={t('me')}>
        <RowLink href="/orders" words={t('my_orders')} />
        <RowLink href="/me/trust" words={t('my_trust_row')} />
        {isCurator && <RowLink href="/curator" words={t('curator_desk')} />}
        <RowLink href={`/me?lang=${t('other_language_code')}`} words={t('other_language')} />
      </nav>
      <MyCommunities />
      <MyAddresses />
      <MyData person={person} />
    </>
  )
}

function RowLink({ href, words }: { href: string; words: string }) {
  return (
    <a class="row between plain-link" href={href}>
      {words}
      <Icon drawing={chevronRight} little />
    </a>
  )
}
