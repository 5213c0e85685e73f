import { useState } from 'preact/hooks'
import type { Person } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { Field } from './fields.tsx'
import { intentionFor } from './intention.ts'
import { asProblem } from './load.ts'
import { Refused } from './parts.tsx'
import { go } from './router.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'

/** Leaving, taking everything along, and being forgotten. */
export function MyData({ person }: { person: Person }) {
  const [isErasing, setErasing] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const { t } = shop
  const leave = async () => {
    try {
      await shop.api.post('/v1/store/sign-out')
      location.assign('/')
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  return (
    <section class="card col">
      <h2 class="b">{t('my_data')}</h2>
      <p class="muted s14">{t('my_data_words')}</p>
      <Refused problem={problem} />
      <div class="row wrap">
        <a class="btn small" href="/v1/store/me/export" download={`leaven-${person.id}.json`}>
          {t('export')}
        </a>
        <button type="button" class="btn small" onClick={() => void leave()}>
          {t('sign_out')}
        </button>
        <button type="button" class="btn plain small danger" onClick={() => setErasing(true)}>
          {t('erase')}
        </button>
      </div>
      {isErasing && <Erase onClose={() => setErasing(false)} />}
    </section>
  )
}

/** It cannot be undone, so the word is typed. */
function Erase({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const word = shop.t('erase_word')
  const erase = async () => {
    try {
      await shop.api.post('/v1/store/me/erase', { confirm: 'erase' }, intentionFor('erase'))
      go('/', { replace: true })
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  return (
    <Sheet title={shop.t('erase')} onClose={onClose}>
      <p>{shop.t('erase_words')}</p>
      <Field label={shop.t('erase_type', { word })} value={typed} onValue={setTyped} autoComplete="off" />
      <Refused problem={problem} />
      <button type="button" class="btn danger wide" disabled={typed.trim() !== word} onClick={() => void erase()}>
        {shop.t('erase')}
      </button>
    </Sheet>
  )
}
