import { useState } from 'preact/hooks'
import type { ApiProblem } from '../shared/api.ts'
import { Check, Field } from './fields.tsx'
import { intentionFor, isDone } from './intention.ts'
import { asProblem } from './load.ts'
import { LineState, Refused } from './parts.tsx'
import { shop } from './shop.ts'

interface Joined {
  readonly member: { readonly state: 'active' | 'waiting'; readonly nickname: string }
}

/** The last step through a closed door: a name to be called by, and 群规 accepted by one's own hand. */
export function Join({ token, community }: { token: string; community: string }) {
  const [nickname, setNickname] = useState('')
  const [hasAccepted, setAccepted] = useState(false)
  const [joined, setJoined] = useState<Joined | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { t } = shop
  const join = async () => {
    const path = `/v1/store/invitations/${token}/accept`
    const body = { acceptRules: true, ...(nickname.trim() ? { nickname: nickname.trim() } : {}) }
    setBusy(true)
    setProblem(null)
    try {
      setJoined(await shop.api.post<Joined>(path, body, intentionFor({ path, body })))
      isDone({ path, body })
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  if (joined) {
    const { state } = joined.member
    return (
      <div class="card empty col" role="status">
        <p class="b s20">{t(state === 'active' ? 'joined' : 'knocked', { community })}</p>
        <p class="muted s14">{t(state === 'active' ? 'joined_words' : 'knocked_words')}</p>
        <p>
          <a class="btn go" href="/">
            {t('see_open_sales')}
          </a>
        </p>
      </div>
    )
  }
  return (
    <form
      class="col"
      onSubmit={(event) => {
        event.preventDefault()
        void join()
      }}
    >
      <LineState />
      <div class="card col">
        <Field
          label={t('nickname_here')}
          hint={t('nickname_here_hint')}
          value={nickname}
          onValue={setNickname}
          maxLength={30}
          autoComplete="nickname"
        />
        <Check label={t('accept_rules')} checked={hasAccepted} onChecked={setAccepted} />
      </div>
      <div class="bar pay-bar">
        <Refused problem={problem} />
        <button type="submit" class="btn go grow" disabled={isBusy || !hasAccepted}>
          {t('join', { community })}
        </button>
      </div>
    </form>
  )
}
