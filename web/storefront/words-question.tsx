import { useState } from 'preact/hooks'
import type { WordsQuestion as Question } from '../../src/orders/contract-words.ts'
import type { ApiProblem } from '../shared/api.ts'
import { intentionFor, isDone } from './intention.ts'
import { asProblem, useLoad } from './load.ts'
import { Refused } from './parts.tsx'
import { shop } from './shop.ts'
import { TakeBack } from './take-back.tsx'

const MOST = 3

/** 谁让你动心的? One tap or three, or none; it is said that nobody's commission hangs on it. */
export function WordsQuestion({ orderId }: { orderId: string }) {
  const path = `/v1/store/orders/${orderId}/words`
  const [asked, { set }] = useLoad<Question>(path)
  const [isSkipped, skip] = useState(() => wasSkipped(orderId))
  if (asked.state !== 'ready') return null
  const { canAnswer, given } = asked.data
  if (given) return <Thanks names={given.map(({ nickname }) => nickname)} orderId={orderId} onTakenBack={set} />
  if (!canAnswer || isSkipped) return null
  const onSkip = () => {
    rememberSkip(orderId)
    skip(true)
  }
  return <Ask path={path} likely={asked.data} onAnswered={set} onSkip={onSkip} />
}

interface ThanksProps {
  /** Empty when all of them have left the community since. */
  readonly names: readonly string[]
  readonly orderId: string
  readonly onTakenBack: (answered: Question) => void
}

function Thanks({ names, orderId, onTakenBack }: ThanksProps) {
  const { t } = shop
  const said = names.length > 0 ? t('words_given', { names: names.join(t('words_between')) }) : t('words_given_left')
  return (
    <section class="card row between">
      <p class="s14 grow">{said}</p>
      <TakeBack orderId={orderId} onDone={onTakenBack} />
    </section>
  )
}

interface AskProps {
  readonly path: string
  readonly likely: Question
  readonly onAnswered: (answered: Question) => void
  readonly onSkip: () => void
}

function Ask({ path, likely, onAnswered, onSkip }: AskProps) {
  const { t } = shop
  const [chosen, choose] = useState<ReadonlyMap<string, string>>(new Map())
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [found] = useLoad<Question>(text.trim() ? `${path}?q=${encodeURIComponent(text.trim())}` : null)
  const offered = text.trim() && found.state === 'ready' ? found.data.choices : likely.choices
  const kept = [...chosen].map(([memberId, nickname]) => ({ memberId, nickname }))
  const shown = [...kept, ...offered.filter(({ memberId }) => !chosen.has(memberId))]
  const toggle = (memberId: string, nickname: string) => {
    const next = new Map(chosen)
    if (!next.delete(memberId)) next.set(memberId, nickname)
    if (next.size <= MOST) choose(next)
  }
  const answer = async () => {
    setBusy(true)
    setProblem(null)
    const memberIds = [...chosen.keys()]
    const name = `${path} ${memberIds.join(' ')}`
    try {
      onAnswered(await shop.api.post<Question>(path, { memberIds }, intentionFor(name)))
      isDone(name)
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="card col" aria-labelledby="words-question">
      <h2 class="b" id="words-question">
        {t('words_question')}
      </h2>
      <p class="muted s14">{t('words_promise')}</p>
      <div class="row wrap">
        {shown.map(({ memberId, nickname }) => (
          <button
            key={memberId}
            type="button"
            class={chosen.has(memberId) ? 'btn small go' : 'btn small'}
            aria-pressed={chosen.has(memberId)}
            disabled={!chosen.has(memberId) && chosen.size === MOST}
            onClick={() => toggle(memberId, nickname)}
          >
            {nickname}
          </button>
        ))}
      </div>
      <input
        class="input"
        type="search"
        maxLength={30}
        value={text}
        aria-label={t('words_search')}
        placeholder={t('words_search')}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {problem && <Refused problem={problem} />}
      <div class="row">
        <button type="button" class="btn go grow" disabled={chosen.size === 0 || isBusy} onClick={() => void answer()}>
          {chosen.size === 0 ? t('words_choose') : t('words_say', { n: chosen.size })}
        </button>
        <button type="button" class="btn" onClick={onSkip}>
          {t('words_skip')}
        </button>
      </div>
    </section>
  )
}

const skipKey = (orderId: string) => `lv_words_${orderId}`

/** Storage may be closed in a private window: then she is asked again on her next visit, which does no harm. */
function wasSkipped(orderId: string): boolean {
  try {
    return localStorage.getItem(skipKey(orderId)) !== null
  } catch {
    return false
  }
}

function rememberSkip(orderId: string): void {
  try {
    localStorage.setItem(skipKey(orderId), '1')
  } catch {
    // closed
  }
}
