import { useEffect, useState } from 'preact/hooks'
import type { PaymentShape } from '../../src/payments/contract.ts'
import { type ApiProblem, newIntention } from '../shared/api.ts'
import { check, clock, cross } from '../shared/icons.ts'
import { AskName } from './ask-name.tsx'
import { asProblem, useLoad } from './load.ts'
import { Failed, Icon, Money, Page, Refused, Skeletons } from './parts.tsx'
import { go, useLocation } from './router.tsx'
import { shop } from './shop.ts'
import { WordsQuestion } from './words-question.tsx'

/** How a payment stands for the person: not the provider's states. */
type Stand = 'paid' | 'waiting' | 'expired' | 'unknown'

const ASK_EVERY_MS = 2000
const ASK_TIMES = 60

/** From the order to the cashier, and back from it. Coming back proves nothing: the page asks until it knows. */
export function Pay({ id }: { id: string }) {
  const path = `/v1/store/payments/${id}`
  const [loaded, { reload, set }] = useLoad<PaymentShape>(path)
  const payment = loaded.state === 'ready' ? loaded.data : null
  const stand = payment && standOf(payment)
  usePolling(stand === 'waiting' || stand === 'unknown', async () => set(await shop.api.get<PaymentShape>(path)))
  return (
    <Page title={shop.t('payment')} back="/orders">
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'loading' && <Skeletons />}
      {payment && stand && <Stands payment={payment} stand={stand} />}
    </Page>
  )
}

export function standOf({ state, expiresAt }: PaymentShape, now = Date.now()): Stand {
  if (state === 'succeeded') return 'paid'
  if (state === 'closed' || state === 'failed') return 'expired'
  const isOver = now >= new Date(expiresAt).getTime()
  // Somebody may have paid in the last second: until the provider has answered, over is not unpaid.
  if (isOver) return state === 'created' ? 'expired' : 'unknown'
  return state === 'unknown' ? 'unknown' : 'waiting'
}

function Stands({ payment, stand }: { payment: PaymentShape; stand: Stand }) {
  const orderLink = payment.orderId ? `/orders/${payment.orderId}` : '/orders'
  const drawing = stand === 'paid' ? check : stand === 'expired' ? cross : clock
  return (
    <>
      <section class={`card empty col stand ${stand}`} role="status">
        <span class="stand-sign">
          <Icon drawing={drawing} />
        </span>
        <h2 class="s20 b">{shop.t(`pay_${stand}`)}</h2>
        <p class="price s28">
          <Money money={payment.amount} />
        </p>
        <p class="muted s14">{shop.t(`pay_${stand}_words`, { time: shop.say.time(payment.expiresAt) })}</p>
      </section>
      {stand === 'waiting' && <Cashier payment={payment} />}
      {stand === 'paid' && payment.orderId && <AskName orderId={payment.orderId} />}
      {stand === 'paid' && payment.orderId && <WordsQuestion orderId={payment.orderId} />}
      {stand !== 'waiting' && (
        <a class={stand === 'paid' ? 'btn go wide' : 'btn wide'} href={orderLink}>
          {shop.t('see_order')}
        </a>
      )}
    </>
  )
}

/** Opens the cashier: at once when the checkout sent us here, else when she presses. */
function Cashier({ payment }: { payment: PaymentShape }) {
  const url = useLocation()
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [qr, setQr] = useState<string | null>(null)
  const start = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { cashier } = await shop.api.post<{ cashier: { kind: string; url?: string; qrSvg?: string } }>(
        `/v1/store/payments/${payment.id}/start`,
        { channel: 'h5' },
        newIntention(),
      )
      if (cashier.kind === 'redirect' && cashier.url) return location.assign(cashier.url)
      setQr(cashier.qrSvg ?? null)
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (!url.searchParams.has('start')) return
    // The way back from the cashier leads here without going there again.
    go(`/pay/${payment.id}`, { replace: true })
    void start()
  }, [])
  return (
    <>
      {qr && <img class="qr" alt={shop.t('pay_qr')} src={`data:image/svg+xml,${encodeURIComponent(qr)}`} />}
      <div class="bar pay-bar">
        <Refused problem={problem} />
        <button type="button" class="btn go grow" disabled={isBusy} onClick={() => void start()}>
          {shop.t(isBusy ? 'opening_cashier' : 'go_pay')}
        </button>
      </div>
    </>
  )
}

/** Asks again while it matters and the page is seen; after two minutes the person asks by reloading. */
function usePolling(isOn: boolean, ask: () => Promise<void>): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first `ask` asks for the same path as every later one
  useEffect(() => {
    if (!isOn) return
    let turns = 0
    const timer = setInterval(() => {
      if (document.hidden) return
      if (++turns > ASK_TIMES) return clearInterval(timer)
      ask().catch(() => undefined)
    }, ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isOn])
}
