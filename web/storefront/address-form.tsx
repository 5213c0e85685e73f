import { useState } from 'preact/hooks'
import type { Address } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { Check, Field } from './fields.tsx'
import { intentionFor, isDone } from './intention.ts'
import { asProblem } from './load.ts'
import { fetchPart } from './new-build.ts'
import { Refused } from './parts.tsx'
import { shop } from './shop.ts'

type Draft = Omit<Address, 'id'>
type Part = Exclude<keyof Draft, 'isDefault'>

const EMPTY: Draft = { recipient: '', phone: '', region: '', street: '', isDefault: false }
const PARTS: readonly { part: Part; autoComplete: string; type?: 'tel'; maxLength: number }[] = [
  { part: 'recipient', autoComplete: 'name', maxLength: 30 },
  { part: 'phone', autoComplete: 'tel', type: 'tel', maxLength: 20 },
  { part: 'region', autoComplete: 'address-level1', maxLength: 60 },
  { part: 'street', autoComplete: 'street-address', maxLength: 120 },
]

/** Paste it all at once, or fill four lines. A changed address comes back with a new id. */
export function AddressForm({ before, onSaved }: { before?: Address; onSaved: (address: Address) => void }) {
  const [draft, setDraft] = useState<Draft>(before ?? EMPTY)
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)

  const save = async () => {
    const missing = PARTS.filter(({ part }) => !draft[part].trim()).map(({ part }) => part)
    setWrong(new Set(missing))
    if (missing.length > 0) return
    setBusy(true)
    setProblem(null)
    const path = before ? `/v1/store/me/addresses/${before.id}` : '/v1/store/me/addresses'
    const body = trimmed(draft)
    try {
      const intention = intentionFor({ path, body })
      const saved = before
        ? await shop.api.put<Address>(path, body, intention)
        : await shop.api.post<Address>(path, body, intention)
      isDone({ path, body })
      onSaved(saved)
    } catch (error) {
      const refused = asProblem(error)
      setProblem(refused)
      setWrong(new Set(refused.fields.map(({ field }) => field)))
      setBusy(false)
    }
  }

  return (
    <form
      class="col"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {!before && <Paste onRead={(read) => setDraft({ ...draft, ...read })} />}
      {PARTS.map(({ part, ...input }) => (
        <Field
          {...input}
          key={part}
          label={shop.t(`address_${part}`)}
          hint={part === 'region' ? shop.t('address_region_hint') : undefined}
          wrong={wrong.has(part) ? shop.t(draft[part].trim() ? 'address_wrong' : 'address_missing') : undefined}
          value={draft[part]}
          onValue={(value) => setDraft({ ...draft, [part]: value })}
        />
      ))}
      <Check
        label={shop.t('address_default')}
        checked={draft.isDefault}
        onChecked={(isDefault) => setDraft({ ...draft, isDefault })}
      />
      <Refused problem={problem} />
      <button type="submit" class="btn go wide" disabled={isBusy}>
        {shop.t('save')}
      </button>
    </form>
  )
}

/** The reader of addresses comes only when something is pasted. What it does not find stays for the person to fill in. */
function Paste({ onRead }: { onRead: (read: Partial<Draft>) => void }) {
  const [text, setText] = useState('')
  const read = async (pasted: string) => {
    setText(pasted)
    if (pasted.trim().length < 8) return
    const reader = await fetchPart(() => import('../../src/people/contract.ts')).catch(() => undefined)
    // Without the reader she fills the lines in herself.
    if (!reader) return
    const { parseAddress } = reader
    const found = Object.entries(parseAddress(pasted)).filter(([, value]) => value !== '')
    onRead(Object.fromEntries(found))
  }
  return (
    <label class="field">
      <span class="label">{shop.t('address_paste')}</span>
      <textarea
        class="input"
        rows={2}
        maxLength={300}
        value={text}
        placeholder={shop.t('address_paste_example')}
        onInput={(event) => void read(event.currentTarget.value)}
      />
    </label>
  )
}

const trimmed = (draft: Draft): Draft => ({
  recipient: draft.recipient.trim(),
  phone: draft.phone.trim(),
  region: draft.region.trim(),
  street: draft.street.trim(),
  isDefault: draft.isDefault,
})
