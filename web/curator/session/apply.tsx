import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { TextField } from '../parts/field.tsx'
import { Refused } from '../parts/states.tsx'
import { problemsOf, showFirstProblem } from '../problems.ts'
import type { Curator } from '../shapes.ts'
import { Door } from './door.tsx'
import { curator, signOut } from './session.ts'

/** Two answers make an application: a name to be called by, and why the group would trust her. */
export function Apply({ former }: { former?: Curator | undefined }) {
  const [displayName, setName] = useState(former?.displayName ?? '')
  const [introduction, setIntroduction] = useState(former?.introduction ?? '')
  const [isTried, setTried] = useState(false)
  const apply = useAction(async (intention) => {
    const body = { displayName: displayName.trim(), introduction: introduction.trim() }
    curator.set(await api.post<Curator>('/v1/curator/apply', body, intention))
  })
  const refused = problemsOf(apply.problem)
  const submit = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (displayName.trim() && introduction.trim()) void apply.run()
    else showFirstProblem()
  }
  const missing = (value: string) => (isTried && !value.trim() ? t('problem_required') : undefined)
  return (
    <Door title={t('apply_title')} words={t('apply_words')}>
      <form class="col" onSubmit={submit} noValidate>
        <TextField
          label={t('apply_name')}
          hint={t('apply_name_hint')}
          maxLength={30}
          value={displayName}
          onValue={setName}
          problem={missing(displayName) ?? refused['displayName']}
        />
        <TextField
          label={t('apply_introduction')}
          hint={t('apply_introduction_hint')}
          maxLength={500}
          rows={5}
          value={introduction}
          onValue={setIntroduction}
          problem={missing(introduction) ?? refused['introduction']}
        />
        <Refused problem={apply.problem} />
        <button class="btn go wide" type="submit" disabled={apply.isBusy}>
          {t('apply_send')}
        </button>
        <button class="btn small plain" type="button" onClick={() => void signOut()}>
          {t('sign_out')}
        </button>
      </form>
    </Door>
  )
}
