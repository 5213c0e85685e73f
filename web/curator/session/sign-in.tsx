import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiProblem } from '../../shared/api.ts'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { Field } from '../parts/field.tsx'
import { Refused } from '../parts/states.tsx'
import { showFirstProblem } from '../problems.ts'
import type { CodeSent } from '../shapes.ts'
import { Door } from './door.tsx'
import { codeOf, phoneOf } from './phone.ts'
import { readSession } from './session.ts'

/** Two questions, one at a time: the phone, then the code that came to it. */
export function SignIn() {
  const [phone, setPhone] = useState('')
  const [sent, setSent] = useState<Sent>()
  const ask = useAction(async () => {
    setSent(await askForCode(phoneOf(phone)))
  })
  if (sent) {
    return (
      <AskCode
        phone={phoneOf(phone) ?? ''}
        sent={sent}
        again={ask.run}
        againProblem={ask.problem}
        back={() => setSent(undefined)}
      />
    )
  }
  return <AskPhone phone={phone} setPhone={setPhone} ask={ask} />
}

interface Sent {
  readonly resendInSeconds: number
  /** It went out a moment ago already (the page was opened again); that one still works. */
  readonly isEarlier: boolean
}

async function askForCode(phone: string | undefined): Promise<Sent> {
  try {
    const { resendInSeconds } = await api.post<CodeSent>('/v1/curator/sign-in/code', { phone })
    return { resendInSeconds, isEarlier: false }
  } catch (problem) {
    const seconds = problem instanceof ApiProblem && problem.code === 'code_too_soon' && problem.facts['retryInSeconds']
    if (typeof seconds !== 'number') throw problem
    return { resendInSeconds: seconds, isEarlier: true }
  }
}

interface AskPhoneProps {
  readonly phone: string
  readonly setPhone: (phone: string) => void
  readonly ask: ReturnType<typeof useAction<[]>>
}

function AskPhone({ phone, setPhone, ask }: AskPhoneProps) {
  const [isTried, setTried] = useState(false)
  const wrong = isTried && !phoneOf(phone) ? t('sign_phone_wrong') : undefined
  const submit = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (phoneOf(phone)) void ask.run()
    else showFirstProblem()
  }
  return (
    <Door title={t('sign_title')} words={t('sign_words')}>
      <form class="col" onSubmit={submit} noValidate>
        <Field label={t('sign_phone')} hint={t('sign_phone_hint')} problem={wrong}>
          {(wiring) => (
            <input
              {...wiring}
              type="tel"
              inputMode="tel"
              autoComplete="tel"
              maxLength={20}
              value={phone}
              onInput={(event) => setPhone(event.currentTarget.value)}
            />
          )}
        </Field>
        <Refused problem={ask.problem} />
        <button class="btn go wide" type="submit" disabled={ask.isBusy}>
          {t('sign_get_code')}
        </button>
      </form>
    </Door>
  )
}

interface AskCodeProps {
  readonly phone: string
  readonly sent: Sent
  readonly again: () => Promise<boolean>
  readonly againProblem: ReturnType<typeof useAction>['problem']
  readonly back: () => void
}

function AskCode({ phone, sent, again, againProblem, back }: AskCodeProps) {
  const [code, setCode] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const enter = useAction(async (_intention, digits: string) => {
    await api.post('/v1/curator/sign-in', { phone, code: digits })
    await readSession()
  })
  useEffect(() => input.current?.focus(), [])
  const onInput = (typed: string) => {
    const digits = codeOf(typed)
    setCode(digits)
    if (digits.length === 6) void enter.run(digits)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (code.length === 6) void enter.run(code)
    else input.current?.focus()
  }
  return (
    <Door title={t('sign_code_title')} words={t(sent.isEarlier ? 'sign_code_earlier' : 'sign_code_words', { phone })}>
      <form class="col" onSubmit={submit} noValidate>
        <Field label={t('sign_code')} problem={enter.problem?.title}>
          {(wiring) => (
            <input
              {...wiring}
              class="input code num"
              ref={input}
              type="text"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              value={code}
              onInput={(event) => onInput(event.currentTarget.value)}
            />
          )}
        </Field>
        <Refused problem={againProblem} />
        <button class="btn go wide" type="submit" disabled={enter.isBusy}>
          {enter.isBusy ? t('sign_entering') : t('sign_enter')}
        </button>
        <div class="row between">
          <button class="btn small plain" type="button" onClick={back}>
            {t('sign_other_phone')}
          </button>
          <Again afterSeconds={sent.resendInSeconds} again={again} />
        </div>
      </form>
    </Door>
  )
}

/** Another code, once the server will send one. The count is the server's, not a trick to hurry anybody. */
function Again({ afterSeconds, again }: { afterSeconds: number; again: () => Promise<boolean> }) {
  const [left, setLeft] = useState(afterSeconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft((was) => Math.max(0, was - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  const onClick = async () => {
    if (await again()) setLeft(afterSeconds)
  }
  return (
    <button class="btn small plain num" type="button" disabled={left > 0} onClick={() => void onClick()}>
      {left > 0 ? t('sign_again_in', { n: left }) : t('sign_again')}
    </button>
  )
}
