import { useEffect, useState } from 'preact/hooks'
import { t } from '../kit.ts'
import type { Curator } from '../shapes.ts'
import { Apply } from './apply.tsx'
import { Door } from './door.tsx'
import { readSession, signOut } from './session.ts'

/** Between applying and working: what was decided, said kindly, and what she can do now. */
export function Waiting({ profile }: { profile: Curator }) {
  const [appliesAgain, setAppliesAgain] = useState(false)
  useEffect(() => {
    const onSight = () => document.visibilityState === 'visible' && void readSession()
    document.addEventListener('visibilitychange', onSight)
    return () => document.removeEventListener('visibilitychange', onSight)
  }, [])
  const state = profile.state
  if (appliesAgain && state === 'declined') return <Apply former={profile} />
  const name = profile.displayName
  return (
    <Door title={t(`waiting_${state}_title`, { name })} words={t(`waiting_${state}_words`)}>
      <div class="card col">
        <p class="b">{name}</p>
        <p class="muted s14 as-written">{profile.introduction}</p>
      </div>
      {profile.decisionNote && state !== 'applied' && <p class="note as-written">{profile.decisionNote}</p>}
      {state === 'applied' && (
        <button class="btn wide" type="button" onClick={() => void readSession()}>
          {t('waiting_look_again')}
        </button>
      )}
      {state === 'declined' && (
        <button class="btn go wide" type="button" onClick={() => setAppliesAgain(true)}>
          {t('waiting_apply_again')}
        </button>
      )}
      <button class="btn small plain" type="button" onClick={() => void signOut()}>
        {t('sign_out')}
      </button>
    </Door>
  )
}
