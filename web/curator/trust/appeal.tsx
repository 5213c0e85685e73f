import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { communityPath } from '../communities/paths.ts'
import { api, f, t } from '../kit.ts'
import { remember } from '../load.ts'
import { Chip } from '../parts/basics.tsx'
import { Field } from '../parts/field.tsx'
import { Section } from '../parts/page.tsx'
import { Sheet, SheetActions } from '../parts/sheet.tsx'
import { Refused } from '../parts/states.tsx'
import type { CheckUp } from '../shapes.ts'

const MOST = 500
const tones = { waiting: 'wheat', stands: '', set_aside: 'leaf' } as const

/** What she said against the check-up and what was answered; and the way to say it. */
export function Appeals({ communityId, said }: { communityId: string; said: CheckUp }) {
  const [isAsking, ask] = useState(false)
  const { appeal } = said
  return (
    <>
      {appeal && (
        <Section title={t('appeal_mine')} beside={f.date(appeal.appealedAt)}>
          <div class="card col tight">
            <div class="row between wrap">
              <span class="muted s12">{t('appeal_about', { label: appeal.labelWords })}</span>
              <Chip tone={tones[appeal.state]}>{t(`appeal_${appeal.state}`)}</Chip>
            </div>
            <p class="s14 as-written">{appeal.words}</p>
            {appeal.answer && (
              <p class="note s14 as-written">
                <b>{t('appeal_answer')}</b> {appeal.answer}
              </p>
            )}
          </div>
        </Section>
      )}
      {appeal?.state !== 'waiting' && (
        <button class="btn small wide" type="button" onClick={() => ask(true)}>
          {t('appeal_open')}
        </button>
      )}
      {isAsking && <AppealSheet communityId={communityId} onClose={() => ask(false)} />}
    </>
  )
}

function AppealSheet({ communityId, onClose }: { communityId: string; onClose: () => void }) {
  const [words, setWords] = useState('')
  const path = `${communityPath(communityId)}/check-up`
  const send = useAction(async (intention) => {
    const answered = await api.post<CheckUp>(`${path}/appeal`, { words: words.trim() }, intention)
    remember(path, answered)
  })
  const isShort = words.trim().length < 2
  return (
    <Sheet title={t('appeal_open')} onClose={onClose}>
      <p class="s14">{t('appeal_words')}</p>
      <Field label={t('appeal_field')} hint={t('appeal_hint')}>
        {(wiring) => (
          <textarea
            {...wiring}
            rows={5}
            maxLength={MOST}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </Field>
      <Refused problem={send.problem} />
      <SheetActions>
        <button
          class="btn go grow"
          type="button"
          disabled={isShort || send.isBusy}
          onClick={async () => (await send.run()) && onClose()}
        >
          {t('appeal_send')}
        </button>
      </SheetActions>
    </Sheet>
  )
}
