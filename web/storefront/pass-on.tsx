import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../shared/api.ts'
import { copy } from '../shared/icons.ts'
import { intentionFor } from './intention.ts'
import { asProblem } from './load.ts'
import { Icon, Refused, Skeletons } from './parts.tsx'
import { shop } from './shop.ts'

interface Link {
  readonly url: string
  readonly qrUrl: string
  readonly text: string
}

/** Her own link to the sale: words to paste into the group, and a code to show. */
export function PassOn({ token }: { token: string }) {
  const [link, setLink] = useState<Link | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [said, setSaid] = useState('')
  const path = `/v1/store/sales/${token}/pass-on`
  useEffect(() => {
    shop.api.post<Link>(path, {}, intentionFor(path)).then(setLink, (error) => setProblem(asProblem(error)))
  }, [path])
  if (problem) return <Refused problem={problem} />
  if (!link) return <Skeletons count={1} />
  return (
    <>
      <p class="s14 muted">{shop.t('pass_on_words')}</p>
      <textarea class="input" readOnly rows={7} value={link.text} aria-label={shop.t('pass_on_text')} />
      <img class="qr" src={link.qrUrl} alt={shop.t('pass_on_qr')} width="168" height="168" />
      <div class="row">
        <button
          type="button"
          class="btn go grow"
          onClick={() => void copyText(link.text).then((isDone) => setSaid(isDone ? shop.t('copied') : ''))}
        >
          <Icon drawing={copy} />
          {shop.t('copy_text')}
        </button>
        {canShare() && (
          <button type="button" class="btn" onClick={() => void share(link)}>
            {shop.t('share')}
          </button>
        )}
      </div>
      <p role="status" class="s14 leaf">
        {said}
      </p>
    </>
  )
}

const canShare = (): boolean => typeof navigator.share === 'function'

/** Closing the phone's own sheet is no error. */
const share = (link: Link): Promise<void> => navigator.share({ text: link.text, url: link.url }).catch(() => undefined)

/** The clipboard is closed outside https and in some web views: then the old way, through a marked field. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.className = 'unseen'
    document.body.append(field)
    field.select()
    const isCopied = document.execCommand('copy')
    field.remove()
    return isCopied
  }
}
