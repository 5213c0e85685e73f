import { useEffect } from 'preact/hooks'
import { api, f, t } from '../kit.ts'
import { refresh, usePages } from '../load.ts'
import { Chip, Exact, type Tone } from '../parts/basics.tsx'
import { Section } from '../parts/page.tsx'
import { More, RowsSkeleton, Shown } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import type { Payout } from '../shapes.ts'

const TONES: Record<Payout['state'], Tone> = {
  asked: 'wheat',
  approved: 'wheat',
  sent: 'wheat',
  confirming: 'leaf',
  unknown: 'wheat',
  succeeded: '',
  failed: 'berry',
  rejected: 'berry',
}
const LOOK_EVERY_MS = 4_000
const hasEnded = ({ state }: Payout): boolean => state === 'succeeded' || state === 'failed' || state === 'rejected'

/** Her payouts; one that is under way is looked at until it has ended. */
export function PayoutList() {
  const payouts = usePages<Payout>('/v1/curator/payouts')
  const open = payouts.data?.items.find((one) => !hasEnded(one))
  useWatch(open)
  if (payouts.data?.items.length === 0) return null
  return (
    <Section title={t('payouts')}>
      <Shown of={payouts} skeleton={<RowsSkeleton count={2} />}>
        {(page) => (
          <>
            <ul class="card rows">
              {page.items.map((payout) => (
                <Row key={payout.id} of={payout} />
              ))}
            </ul>
            <More more={payouts.more} />
          </>
        )}
      </Shown>
    </Section>
  )
}

/** Asks the server, which asks the provider; the wallet is read again when something changed. */
function useWatch(open: Payout | undefined): void {
  const id = open?.id
  const state = open?.state
  useEffect(() => {
    if (id === undefined) return undefined
    const timer = setInterval(async () => {
      const now = await api.get<Payout>(`/v1/curator/payouts/${id}`).catch(() => undefined)
      if (now && now.state !== state) {
        refresh('/v1/curator/payouts')
        refresh('/v1/curator/wallet')
      }
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [id, state])
}

function Row({ of: payout }: { of: Payout }) {
  return (
    <li class="row num">
      <span class="grow">
        <Exact of={payout.net} />
        {payout.tax.amount > 0 && (
          <span class="muted s12 block">
            {t('payout_tax')} <Exact of={payout.tax} />
          </span>
        )}
        <span class="muted s12 block">{f.time(payout.askedAt)}</span>
        {payout.endReason !== null && <span class="muted s12 block">{t('payout_came_back')}</span>}
      </span>
      <span class="right col tight end">
        <Chip tone={TONES[payout.state]}>{t(`payout_${payout.state}`)}</Chip>
        {payout.confirm && <Confirm at={payout.confirm} />}
      </span>
    </li>
  )
}

type ConfirmAt = NonNullable<Payout['confirm']>
interface Bridge {
  invoke(name: string, input: object, done: (answer: { err_msg: string }) => void): void
}

/** In WeChat its own dialog opens; the sandbox has a page; anywhere else she is told to open WeChat. */
function Confirm({ at }: { at: ConfirmAt }) {
  if (at.url !== null)
    return (
      <a class="btn go small" href={at.url}>
        {t('payout_confirm')}
      </a>
    )
  const bridge = (window as { WeixinJSBridge?: Bridge }).WeixinJSBridge
  const ask = () => {
    const input = { mchId: at.mchId, appId: at.appId, package: at.package }
    if (bridge) bridge.invoke('requestMerchantTransfer', input, () => refresh('/v1/curator/payouts'))
    else say(t('payout_in_wechat'))
  }
  return (
    <button class="btn go small" type="button" onClick={ask}>
      {t('payout_confirm')}
    </button>
  )
}
