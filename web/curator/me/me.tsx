import { useAction } from '../action.ts'
import { chevronRight } from '../icons.ts'
import { api, speak, t } from '../kit.ts'
import { Chip, Face, Icon } from '../parts/basics.tsx'
import { Choices } from '../parts/field.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Refused } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { go, Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import { dropDraft } from '../sales/keep-draft.ts'
import { curator, person, signOut } from '../session/session.ts'
import type { Curator } from '../shapes.ts'
import { useStore } from '../store.ts'

/** Who she is here, whether she is open, and the way out. */
export function MeScreen() {
  const profile = useStore(curator)
  const who = useStore(person)
  const leave = useAction(async () => {
    await signOut()
    dropDraft()
    // Whoever signs in next starts at the front.
    go(addressOf('today'), true)
  })
  if (!profile || !who) return null
  return (
    <Page isNarrow title={t('tab_me')}>
      <div class="col wide-gap">
        <Link class="card row" href={addressOf('profile')}>
          <Face id={profile.displayName} nickname={profile.displayName} big />
          <span class="grow">
            <b class="block">{profile.displayName}</b>
            <span class="muted s14 num">{who.phoneMasked}</span>
          </span>
          <Chip tone="crust">{t(`stage_${profile.stage}`)}</Chip>
          <Icon of={chevronRight} small />
        </Link>
        <Rest profile={profile} />
        <Section title={t('language')}>
          <Choices
            label={t('language')}
            hidesLabel
            choices={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
            value={t.locale}
            onValue={speak}
          />
        </Section>
        <Refused problem={leave.problem} />
        <button class="btn" type="button" disabled={leave.isBusy} onClick={() => void leave.run()}>
          {t('sign_out')}
        </button>
      </div>
    </Page>
  )
}

/** 休市 and 开市: one switch, with what it does to those who want to order. */
function Rest({ profile }: { profile: Curator }) {
  const isResting = profile.state === 'resting'
  const change = useAction(async (intention) => {
    const verb = isResting ? 'return' : 'rest'
    curator.set(await api.post<Curator>(`/v1/curator/${verb}`, {}, intention))
    say(t(isResting ? 'returned' : 'rested'))
  })
  return (
    <Section title={t('rest')}>
      <div class="card col">
        <div class="row between">
          <span class="grow" id="rest-words">
            <b class="block">{t(isResting ? 'resting' : 'open_for_orders')}</b>
            <span class="muted s14">{t(isResting ? 'resting_words' : 'open_for_orders_words')}</span>
          </span>
          <button
            class="switch"
            type="button"
            role="switch"
            aria-checked={!isResting}
            aria-labelledby="rest-words"
            disabled={change.isBusy}
            onClick={() => void change.run()}
          >
            <span class="knob" />
          </button>
        </div>
        <Refused problem={change.problem} />
      </div>
    </Section>
  )
}
