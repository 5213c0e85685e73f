import { useState } from 'preact/hooks'
import type { OrderShape } from '../../src/orders/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { Field } from './fields.tsx'
import { asProblem, useLoad } from './load.ts'
import { Refused } from './parts.tsx'
import { shop } from './shop.ts'

interface Membership {
  readonly id: string
  readonly name: string
  readonly me: { readonly nickname: string; readonly isNicknameMadeUp: boolean }
}

/**
 * After the first payment, and only while she is called what we made up: how does the group call you? Asked once; 先不
 * is an answer, too.
 */
export function AskName({ orderId }: { orderId: string }) {
  const [order] = useLoad<OrderShape>(`/v1/store/orders/${orderId}`)
  const community = order.state === 'ready' ? order.data.community : null
  const [loaded] = useLoad<Membership>(
    community && !wasAsked(community.id) ? `/v1/store/communities/${community.id}` : null,
  )
  if (loaded.state !== 'ready' || !loaded.data.me.isNicknameMadeUp) return null
  return <Question key={loaded.data.id} community={loaded.data} />
}

function Question({ community }: { community: Membership }) {
  const [nickname, setNickname] = useState('')
  const [answer, setAnswer] = useState<'none' | 'later' | 'named'>('none')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const { t } = shop
  const save = async () => {
    try {
      await shop.api.patch(`/v1/store/communities/${community.id}/me`, { nickname: nickname.trim() })
      rememberAsked(community.id)
      setAnswer('named')
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  const skip = () => {
    rememberAsked(community.id)
    setAnswer('later')
  }
  if (answer === 'later') return null
  if (answer === 'named')
    return (
      <p class="note leaf" role="status">
        {t('named', { name: nickname.trim() })}
      </p>
    )
  return (
    <form
      class="card col"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field
        label={t('ask_name')}
        hint={t('ask_name_hint', { community: community.name, name: community.me.nickname })}
        value={nickname}
        onValue={setNickname}
        maxLength={30}
        autoComplete="nickname"
      />
      <Refused problem={problem} />
      <div class="row">
        <button type="submit" class="btn grow" disabled={!nickname.trim()}>
          {t('ask_name_yes')}
        </button>
        <button type="button" class="btn plain" onClick={skip}>
          {t('not_now')}
        </button>
      </div>
    </form>
  )
}

const keyOf = (communityId: string): string => `asked-name:${communityId}`

/** A browser that keeps nothing (private windows) asks again; that is all that is lost. */
function wasAsked(communityId: string): boolean {
  try {
    return localStorage.getItem(keyOf(communityId)) !== null
  } catch {
    return false
  }
}

function rememberAsked(communityId: string): void {
  try {
    localStorage.setItem(keyOf(communityId), '1')
  } catch {
    // Nothing can be kept here.
  }
}
