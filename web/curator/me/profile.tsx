import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { TextField } from '../parts/field.tsx'
import { Page } from '../parts/page.tsx'
import { Refused } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { problemsOf } from '../problems.ts'
import { go } from '../router.tsx'
import { addressOf } from '../routes.ts'
import { curator } from '../session/session.ts'
import type { Curator } from '../shapes.ts'

/** The name and the words that shoppers read beside her sales. */
export function ProfileScreen() {
  const profile = curator.value as Curator
  const [displayName, setName] = useState(profile.displayName)
  const [introduction, setIntroduction] = useState(profile.introduction)
  const save = useAction(async () => {
    const body = { displayName: displayName.trim(), introduction: introduction.trim(), version: profile.version }
    curator.set(await api.patch<Curator>('/v1/curator/profile', body))
    say(t('saved'))
    go(addressOf('me'), true)
  })
  const refused = problemsOf(save.problem)
  const isNameless = !displayName.trim()
  const bar = (
    <button class="btn go grow" type="button" disabled={save.isBusy || isNameless} onClick={() => void save.run()}>
      {t('save')}
    </button>
  )
  return (
    <Page isNarrow title={t('profile')} back={addressOf('me')} bar={bar}>
      <TextField
        label={t('apply_name')}
        hint={t('apply_name_hint')}
        maxLength={30}
        value={displayName}
        onValue={setName}
        problem={isNameless ? t('problem_required') : refused['displayName']}
      />
      <TextField
        label={t('apply_introduction')}
        maxLength={500}
        rows={6}
        value={introduction}
        onValue={setIntroduction}
        problem={refused['introduction']}
      />
      <Refused problem={save.problem} />
    </Page>
  )
}
