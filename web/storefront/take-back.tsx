import { useState } from 'preact/hooks'
import type { WordsQuestion } from '../../src/orders/contract-words.ts'
import type { ApiProblem } from '../shared/api.ts'
import { intentionFor, isDone } from './intention.ts'
import { asProblem } from './load.ts'
import { Refused } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'

/** Takes the answer to 谁让你动心的? back, after saying what that does. */
export function TakeBack({ orderId, onDone }: { orderId: string; onDone: (answered: WordsQuestion) => void }) {
  const { t } = shop
  const [isAsking, ask] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const take = async () => {
    const path = `/v1/store/orders/${orderId}/words/take-back`
    setBusy(true)
    setProblem(null)
    try {
      const answered = await shop.api.post<WordsQuestion>(path, {}, intentionFor(path))
      isDone(path)
      ask(false)
      onDone(answered)
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <button type="button" class="btn small" onClick={() => ask(true)}>
        {t('take_back')}
      </button>
      {isAsking && (
        <Sheet title={t('take_back_title')} onClose={() => ask(false)}>
          <p>{t('take_back_words')}</p>
          <Refused problem={problem} />
          <button type="button" class="btn go wide" disabled={isBusy} onClick={() => void take()}>
            {t('take_back_do')}
          </button>
        </Sheet>
      )}
    </>
  )
}
