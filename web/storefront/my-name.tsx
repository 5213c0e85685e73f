import { useState } from 'preact/hooks'
import type { Person } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { Field } from './fields.tsx'
import { asProblem } from './load.ts'
import { Refused } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'

export function MyName({
  person,
  onDone,
  onClose,
}: {
  person: Person
  onDone: (person: Person) => void
  onClose: () => void
}) {
  const [nickname, setNickname] = useState(person.nickname)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const save = async () => {
    try {
      onDone(await shop.api.patch<Person>('/v1/store/me', { nickname: nickname.trim() }))
      onClose()
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  return (
    <Sheet title={shop.t('nickname')} onClose={onClose}>
      <form
        class="col"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field
          label={shop.t('nickname')}
          hint={shop.t('nickname_hint')}
          value={nickname}
          onValue={setNickname}
          maxLength={30}
          required
        />
        <Refused problem={problem} />
        <button type="submit" class="btn go wide" disabled={!nickname.trim()}>
          {shop.t('save')}
        </button>
      </form>
    </Sheet>
  )
}
