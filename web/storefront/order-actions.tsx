import { useState } from 'preact/hooks'
import type { OrderShape } from '../../src/orders/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { send } from '../shared/icons.ts'
import { intentionFor, isDone } from './intention.ts'
import { asProblem } from './load.ts'
import { Icon, Refused } from './parts.tsx'
import { PassOn } from './pass-on.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'

type Ask = 'cancel' | 'confirm' | 'pass_on' | null

/** What the order lets her do now. The main one stands at the thumb; nothing happens without a second look. */
export function OrderActions({ order, onChanged }: { order: OrderShape; onChanged: (order: OrderShape) => void }) {
  const [ask, setAsk] = useState<Ask>(null)
  const { t } = shop
  const close = () => setAsk(null)
  const changed = (next: OrderShape) => {
    close()
    onChanged(next)
  }
  return (
    <>
      {order.canCancel && (
        <button type="button" class="btn plain small danger" onClick={() => setAsk('cancel')}>
          {t('cancel_order')}
        </button>
      )}
      <Bar order={order} onAsk={setAsk} />
      {ask === 'cancel' && (
        <Decide
          title={t('cancel_order')}
          words={t(order.paidAt ? 'cancel_paid_words' : 'cancel_unpaid_words')}
          yes={t('cancel_order')}
          path={`/v1/store/orders/${order.id}/cancel`}
          onClose={close}
          onDone={changed}
        />
      )}
      {ask === 'confirm' && (
        <Decide
          title={t('confirm_receipt')}
          words={t('confirm_receipt_words')}
          yes={t('confirm_receipt')}
          path={`/v1/store/orders/${order.id}/confirm-receipt`}
          onClose={close}
          onDone={changed}
        />
      )}
      {ask === 'pass_on' && order.sale?.token && (
        <Sheet title={t('send_on')} onClose={close}>
          <PassOn token={order.sale.token} />
        </Sheet>
      )}
    </>
  )
}

function Bar({ order, onAsk }: { order: OrderShape; onAsk: (ask: Ask) => void }) {
  const { t } = shop
  const mayPassOn = order.canPassOn && order.sale?.token
  const isToPay = order.state === 'awaiting_payment'
  if (!mayPassOn && !isToPay && !order.canConfirm) return null
  return (
    <div class="bar pay-bar">
      {mayPassOn && (
        <button type="button" class={order.canConfirm ? 'btn' : 'btn grow'} onClick={() => onAsk('pass_on')}>
          <Icon drawing={send} />
          {t('send_on')}
        </button>
      )}
      {isToPay && (
        <a class="btn go grow" href={`/pay/${order.payment.id}?start=1`}>
          {t('pay_sum', { price: shop.say.exactText(order.total) })}
        </a>
      )}
      {order.canConfirm && (
        <button type="button" class="btn go grow" onClick={() => onAsk('confirm')}>
          {t('confirm_receipt')}
        </button>
      )}
    </div>
  )
}

interface DecideProps {
  readonly title: string
  readonly words: string
  readonly yes: string
  readonly path: string
  readonly onClose: () => void
  readonly onDone: (order: OrderShape) => void
}

/** Says what will happen, then does it once. */
function Decide({ title, words, yes, path, onClose, onDone }: DecideProps) {
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const decide = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const order = await shop.api.post<OrderShape>(path, {}, intentionFor(path))
      isDone(path)
      onDone(order)
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{words}</p>
      <Refused problem={problem} />
      <div class="row">
        <button type="button" class="btn" onClick={onClose}>
          {shop.t('not_now')}
        </button>
        <button type="button" class="btn go grow" disabled={isBusy} onClick={() => void decide()}>
          {yes}
        </button>
      </div>
    </Sheet>
  )
}
