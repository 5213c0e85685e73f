import type { ComponentChildren } from 'preact'
import type { Quote } from '../../src/orders/contract.ts'
import type { Address } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { minus, plus } from '../shared/icons.ts'
import { type CheckoutData, deliveryOf } from './checkout-data.ts'
import { Icon, Money, Refused } from './parts.tsx'
import { orderRefusal, remedyFor } from './place-order.ts'
import { shop } from './shop.ts'
import type { Wanted } from './wanted.ts'
import { PickUp, Where } from './where.tsx'

/** Where it goes, or where it waits. */
export function Delivery({
  data,
  address,
  onChoose,
}: {
  data: CheckoutData
  address: Address | undefined
  onChoose: () => void
}) {
  const { sale } = data
  const day = sale ? shop.say.day(sale.arrivesOn) : ''
  if (deliveryOf(sale) === 'pickup' && sale?.pickupPoint) return <PickUp point={sale.pickupPoint} day={day} />
  return <Where address={address} day={day} onChoose={onChoose} />
}

export function Lines({
  data,
  wanted,
  onChange,
}: {
  data: CheckoutData
  wanted: Wanted
  onChange: (lines: Wanted['lines']) => void
}) {
  const { quote, sale } = data
  const change = (skuId: string, step: number) =>
    onChange(wanted.lines.map((line) => (line.skuId === skuId ? { ...line, quantity: line.quantity + step } : line)))
  return (
    <section class="card">
      {sale && (
        <p class="s12 muted">
          {shop.t('sale_of', { curator: sale.curator.displayName, community: sale.community.name })} ·{' '}
          {shop.t('arrives', { day: shop.say.day(sale.arrivesOn) })}
        </p>
      )}
      <ul class="rows plain">
        {quote.lines.map((line) => (
          <li key={line.skuId} class="row">
            <span class="grow">
              <span class="b">{line.name}</span>
              <span class="block s14 num">
                <span class="price">
                  <Money money={line.unitPrice} />
                </span>
                <span class="muted"> / {line.unit}</span>
              </span>
              <LineProblem quote={quote} skuId={line.skuId} />
            </span>
            <span class="stepper">
              <Step words="fewer" off={line.quantity <= 1} onStep={() => change(line.skuId, -1)}>
                <Icon drawing={minus} />
              </Step>
              <output class="step-value num">{line.quantity}</output>
              <Step words="more_of_it" off={line.quantity >= 99} onStep={() => change(line.skuId, 1)}>
                <Icon drawing={plus} />
              </Step>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Step({
  words,
  off,
  onStep,
  children,
}: {
  words: string
  off: boolean
  onStep: () => void
  children: ComponentChildren
}) {
  return (
    <button type="button" class="step" aria-label={shop.t(words)} disabled={off} onClick={onStep}>
      {children}
    </button>
  )
}

function LineProblem({ quote, skuId }: { quote: Quote; skuId: string }) {
  const problem = quote.problems.find((one) => one.skuId === skuId)
  return problem ? <span class="block s14 berry">{problem.title}</span> : null
}

export function Sum({ quote }: { quote: Quote }) {
  return (
    <section class="card s14">
      <dl class="sum num">
        <div>
          <dt>{shop.t(quote.priceKind === 'community' ? 'goods_community' : 'goods_direct')}</dt>
          <dd>
            <Money money={quote.goods} />
          </dd>
        </div>
        <div>
          <dt>{shop.t('freight')}</dt>
          <dd>{quote.freight.amount === 0 ? shop.t('freight_free') : <Money money={quote.freight} />}</dd>
        </div>
        {quote.savedAgainstDirect.amount > 0 && (
          <div class="leaf">
            <dt>{shop.t('saved')}</dt>
            <dd>
              <Money money={quote.savedAgainstDirect} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}

export function Note({ note, onNote }: { note: string; onNote: (note: string) => void }) {
  return (
    <details class="s14">
      <summary>{shop.t('note')}</summary>
      <input
        class="input"
        maxLength={200}
        value={note}
        aria-label={shop.t('note')}
        placeholder={shop.t('note_example')}
        onInput={(event) => onNote(event.currentTarget.value)}
      />
    </details>
  )
}

interface PayBarProps {
  readonly data: CheckoutData
  readonly problem: ApiProblem | null
  readonly isBusy: boolean
  readonly onBuy: () => void
  readonly onQuote: () => void
  readonly onLines: (skuId: string, left: number) => void
  readonly directLink: string
}

/** The sum and the one button; above it what it means, and what was refused. */
export function PayBar({ data, problem, isBusy, onBuy, onQuote, onLines, directLink }: PayBarProps) {
  const { quote, sale } = data
  const general = quote.problems.find((one) => !one.skuId)
  const isBlocked = quote.problems.length > 0
  return (
    <>
      {quote.needsFreshConfirmation && <p class="s14">{shop.t('fresh_line')}</p>}
      {sale?.me.membership === 'none' && (
        <p class="s12 muted">{shop.t('joins_on_order', { community: sale.community.name })}</p>
      )}
      {general && !problem && <p class="note berry">{general.title}</p>}
      <div class="bar pay-bar">
        <Refused problem={problem} words={problem && orderRefusal(problem)}>
          {problem && <RemedyButton {...{ problem, onQuote, onLines, directLink }} />}
        </Refused>
        <p class="grow">
          <span class="s12 muted">{shop.t('total')}</span>{' '}
          <span class="price s20">
            <Money money={quote.total} />
          </span>
        </p>
        <button type="button" class="btn go" disabled={isBusy || isBlocked} onClick={onBuy}>
          {shop.t(isBusy ? 'placing' : quote.needsFreshConfirmation ? 'confirm_and_pay' : 'pay')}
        </button>
      </div>
    </>
  )
}

function RemedyButton({
  problem,
  onQuote,
  onLines,
  directLink,
}: {
  problem: ApiProblem
  onQuote: () => void
  onLines: (skuId: string, left: number) => void
  directLink: string
}) {
  const remedy = remedyFor(problem)
  switch (remedy.kind) {
    case 'new_price':
      return (
        <button type="button" class="btn small" onClick={onQuote}>
          {shop.t('take_new_price', { price: shop.say.exactText(remedy.quote.total) })}
        </button>
      )
    case 'fewer':
      return remedy.left > 0 ? (
        <button type="button" class="btn small" onClick={() => onLines(remedy.skuId, remedy.left)}>
          {shop.t('take_fewer', { n: remedy.left })}
        </button>
      ) : null
    case 'direct':
      return (
        <a class="btn small" href={directLink}>
          {shop.t('buy_direct')}
        </a>
      )
    case 'none':
      return null
  }
}
