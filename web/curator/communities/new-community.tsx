import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { refresh, remember } from '../load.ts'
import { Page } from '../parts/page.tsx'
import { Refused } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { problemsOf, showFirstProblem } from '../problems.ts'
import { go } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Community } from '../shapes.ts'
import { CommunityFields, emptyValues } from './community-form.tsx'
import { communitiesPath, communityPath } from './paths.ts'

/** Brings a group in: five answers, four of them with a sensible start. Leads on to the first invitation. */
export function NewCommunityScreen() {
  const [values, set] = useState(emptyValues)
  const [isTried, setTried] = useState(false)
  const create = useAction(async (intention) => {
    const { carrierKind, carrierName, name, purpose, rules, door } = values
    const carrier = { kind: carrierKind, ...(carrierName.trim() ? { name: carrierName.trim() } : {}) }
    const body = { name: name.trim(), purpose: purpose.trim(), rules: rules.trim(), door, carrier }
    const made = await api.post<Community>(communitiesPath, body, intention)
    remember(communityPath(made.id), made)
    refresh(communitiesPath)
    say(t('community_made'))
    go(addressOf('invitations', made.id), true)
  })
  const run = () => {
    setTried(true)
    if (values.name.trim()) void create.run()
    else showFirstProblem()
  }
  const problems = problemsOf(create.problem)
  const missing = isTried && !values.name.trim() ? { name: t('problem_required') } : {}
  const bar = (
    <button class="btn go grow" type="button" disabled={create.isBusy} onClick={run}>
      {t('community_make')}
    </button>
  )
  return (
    <Page isNarrow title={t('community_new')} back={addressOf('communities')} bar={bar}>
      <CommunityFields values={values} set={set} problems={{ ...problems, ...missing }} />
      <Refused problem={create.problem} />
    </Page>
  )
}
