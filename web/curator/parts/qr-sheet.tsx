import { useEffect, useRef, useState } from 'preact/hooks'
import { download } from '../icons.ts'
import { t } from '../kit.ts'
import { useLatest } from '../latest.ts'
import { Icon } from './basics.tsx'
import { type CardWords, drawCard, keepCard } from './qr-card.ts'
import { Sheet, SheetActions } from './sheet.tsx'

interface QrSheetProps {
  readonly title: string
  /** Where the server draws the code. */
  readonly qr: string
  readonly card: CardWords
  readonly fileName: string
  readonly onClose: () => void
}

/** A picture for the group with the code on it: keep it, or hold a finger on it as in any chat. */
export function QrSheet({ title, qr, card, fileName, onClose }: QrSheetProps) {
  const [image, setImage] = useState<string>()
  const [isFailed, setFailed] = useState(false)
  const canvas = useRef<HTMLCanvasElement | undefined>(undefined)
  const words = useLatest(card)
  useEffect(() => {
    let isGone = false
    drawing(qr)
      .then((svg) => {
        canvas.current = drawCard(words.current, svg)
        if (!isGone) setImage(canvas.current.toDataURL('image/png'))
      })
      .catch(() => setFailed(true))
    return () => {
      isGone = true
    }
  }, [qr, words])
  const keep = () => canvas.current && void keepCard(canvas.current, fileName)
  return (
    <Sheet title={title} onClose={onClose}>
      <div class="col tight qr-stage">
        {image ? (
          <img class="qr-card" src={image} alt={t('qr_alt', { title: card.title })} onError={() => setFailed(true)} />
        ) : (
          !isFailed && <span class="skeleton qr-card tall" />
        )}
        {isFailed && <p class="note berry">{t('qr_failed')}</p>}
        {image && <p class="muted s12">{t('qr_hint')}</p>}
      </div>
      {image && (
        <SheetActions>
          <button class="btn go grow" type="button" onClick={keep}>
            <Icon of={download} small />
            {t('qr_keep')}
          </button>
        </SheetActions>
      )}
    </Sheet>
  )
}

async function drawing(qr: string): Promise<string> {
  const answer = await fetch(qr)
  if (!answer.ok) throw new Error(`the code answered ${answer.status}`)
  return answer.text()
}
