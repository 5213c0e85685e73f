import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../shared/api.ts'
import { Field } from './fields.tsx'
import { asProblem } from './load.ts'
import { Refused } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'
import { answerSignInWith } from './sign-in-request.ts'

const CODE_LENGTH = 6

/** Stands at the root of the app and opens whenever something needs a session. */
export function SignInHost() {
  const [answer, setAnswer] = useState<((isSignedIn: boolean) => void) | null>(null)
  useEffect(() => answerSignInWith((reply) => setAnswer(() => reply)), [])
  if (!answer) return null
  const close = (isSignedIn: boolean) => {
    setAnswer(null)
    answer(isSignedIn)
  }
  return (
    <Sheet title={shop.t('sign_in')} onClose={() => close(false)}>
      <SignIn onDone={() => close(true)} />
    </Sheet>
  )
}

/** One question at a time: the number, then the code. Signing in for the first time makes the account. */
function SignIn({ onDone }: { onDone: () => void }) {
  const [phone, setPhone] = useState('')
  const [sentAt, setSentAt] = useState(0)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const number = phone.replace(/[\s-]/g, '')

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  const send = () =>
    attempt(async () => {
      await shop.api.post('/v1/store/sign-in/code', { phone: number })
      setSentAt(Date.now())
    })
  const enter = (code: string) =>
    attempt(async () => {
      await shop.api.post('/v1/store/sign-in', { phone: number, code })
      onDone()
    })

  if (sentAt > 0) {
    const another = () => {
      setSentAt(0)
      setProblem(null)
    }
    return (
      <CodeStep
        number={number}
        sentAt={sentAt}
        isBusy={isBusy}
        problem={problem}
        onCode={enter}
        onResend={send}
        onOther={another}
      />
    )
  }
  return (
    <form
      class="col"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Field
        label={shop.t('phone')}
        hint={shop.t('phone_hint')}
        value={phone}
        onValue={setPhone}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={20}
        required
      />
      <Refused problem={problem} />
      <button type="submit" class="btn go wide" disabled={isBusy || number.length < 8}>
        {shop.t('send_code')}
      </button>
    </form>
  )
}

interface CodeStepProps {
  readonly number: string
  readonly sentAt: number
  readonly isBusy: boolean
  readonly problem: ApiProblem | null
  readonly onCode: (code: string) => Promise<void>
  readonly onResend: () => Promise<void>
  readonly onOther: () => void
}

/** Six digits are enough: the last one sends them. */
function CodeStep({ number, sentAt, isBusy, problem, onCode, onResend, onOther }: CodeStepProps) {
  const [code, setCode] = useState('')
  const waitSeconds = useSecondsUntil(sentAt + 60_000)
  const onValue = (value: string) => {
    const digits = value.replace(/\D/g, '').slice(0, CODE_LENGTH)
    setCode(digits)
    if (digits.length === CODE_LENGTH && digits !== code) void onCode(digits)
  }
  return (
    <form
      class="col"
      onSubmit={(event) => {
        event.preventDefault()
        void onCode(code)
      }}
    >
      <Field
        label={shop.t('code')}
        hint={shop.t('code_sent', { phone: number })}
        value={code}
        onValue={onValue}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]*"
        isFirst
      />
      <Refused problem={problem} />
      {shop.isDemo && (
        <p class="s14">
          <a href="/dev" target="_blank" rel="noopener">
            {shop.t('code_in_demo')}
          </a>
        </p>
      )}
      <button type="submit" class="btn go wide" disabled={isBusy || code.length < CODE_LENGTH}>
        {shop.t('sign_in')}
      </button>
      <div class="row between">
        <button type="button" class="btn plain small" onClick={onOther}>
          {shop.t('other_number')}
        </button>
        <button
          type="button"
          class="btn plain small"
          disabled={isBusy || waitSeconds > 0}
          onClick={() => void onResend()}
        >
          {waitSeconds > 0 ? shop.t('send_again_in', { n: waitSeconds }) : shop.t('send_again')}
        </button>
      </div>
    </form>
  )
}

function useSecondsUntil(atMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((atMs - now) / 1000))
}
