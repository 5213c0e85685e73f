import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, f, t } from '../kit.ts'
import { refresh, useLoad } from '../load.ts'
import { Exact } from '../parts/basics.tsx'
import { TextField } from '../parts/field.tsx'
import { Sheet, SheetActions } from '../parts/sheet.tsx'
import { Refused, RowsSkeleton, Shown } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { problemsOf } from '../problems.ts'
import type { Money, Payout, PayoutIdentity, PayoutQuote } from '../shapes.ts'
import { parseYuan } from './yuan.ts'

const IDENTITY = '/v1/curator/payout-identity'

/** The way out of the wallet: who is paid, how much, what is withheld, and yes. */
export function Withdraw({ available }: { available: Money }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button class="btn go wide" type="button" disabled={available.amount < 100} onClick={() => setOpen(true)}>
        {t('withdraw')}
      </button>
      {isOpen && <WithdrawSheet available={available} close={() => setOpen(false)} />}
    </>
  )
}

function WithdrawSheet({ available, close }: { available: Money; close: () => void }) {
  const known = useLoad<{ identity: PayoutIdentity | null }>(IDENTITY)
  return (
    <Sheet title={t('withdraw')} onClose={close}>
      <Shown of={known} skeleton={<RowsSkeleton count={2} />}>
        {({ identity }) => (identity ? <Ask identity={identity} available={available} close={close} /> : <WhoIsPaid />)}
      </Shown>
    </Sheet>
  )
}

/** Asked once, because the tax report needs it. */
function WhoIsPaid() {
  const [name, setName] = useState('')
  const [idNumber, setIdNumber] = useState('')
  const give = useAction(async (intention) => {
    await api.post(IDENTITY, { name: name.trim(), idNumber: idNumber.trim().toUpperCase() }, intention)
    refresh(IDENTITY)
  })
  const refused = problemsOf(give.problem)
  return (
    <>
      <p class="muted s14">{t('identity_why')}</p>
      <TextField label={t('identity_name')} maxLength={30} value={name} onValue={setName} problem={refused['name']} />
      <TextField
        label={t('identity_number')}
        maxLength={18}
        value={idNumber}
        onValue={setIdNumber}
        problem={refused['idNumber']}
      />
      <Refused problem={give.problem} />
      <SheetActions>
        <button
          class="btn go grow"
          type="button"
          disabled={give.isBusy || !name || !idNumber}
          onClick={() => void give.run()}
        >
          {t('identity_give')}
        </button>
      </SheetActions>
    </>
  )
}

interface AskProps {
  readonly identity: PayoutIdentity
  readonly available: Money
  readonly close: () => void
}

function Ask({ identity, available, close }: AskProps) {
  const [typed, setTyped] = useState(String(available.amount / 100))
  const amountFen = parseYuan(typed)
  const isTooMuch = amountFen !== undefined && amountFen > available.amount
  const isFine = amountFen !== undefined && amountFen >= 100 && !isTooMuch
  const quote = useLoad<PayoutQuote>(isFine ? `/v1/curator/payouts/quote?amountFen=${amountFen}` : null)
  const ask = useAction(async (intention) => {
    await api.post<Payout>('/v1/curator/payouts', { amountFen }, intention)
    refresh('/v1/curator/wallet')
    refresh('/v1/curator/payouts')
    say(t('withdraw_asked'))
    close()
  })
  return (
    <>
      <p class="muted s14">{t('withdraw_to', { name: identity.nameMasked, number: identity.idNumberMasked })}</p>
      <TextField
        label={t('withdraw_amount')}
        hint={t('withdraw_at_most', { amount: f.exactText(available) })}
        maxLength={12}
        value={typed}
        onValue={setTyped}
        problem={amountFen === undefined || isTooMuch ? t('withdraw_wrong') : undefined}
      />
      {isFine && quote.data && (
        <dl class="card rows">
          <Row name={t('payout_tax')} of={quote.data.tax} />
          <Row name={t('payout_net')} of={quote.data.net} />
        </dl>
      )}
      {isFine && quote.data?.needsApproval && <p class="note wheat">{t('withdraw_needs_two')}</p>}
      <Refused problem={ask.problem} />
      <SheetActions>
        <button class="btn go grow" type="button" disabled={ask.isBusy || !isFine} onClick={() => void ask.run()}>
          {t('withdraw')}
        </button>
      </SheetActions>
    </>
  )
}

const Row = ({ name, of }: { name: string; of: Money }) => (
  <div class="row between">
    <dt>{name}</dt>
    <dd>
      <Exact of={of} />
    </dd>
  </div>
)
