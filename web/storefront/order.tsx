import type { OrderShape } from '../../src/orders/contract.ts'
import { mapPin } from '../shared/icons.ts'
import { AddressLines } from './address-card.tsx'
import { useLoad } from './load.ts'
import { OrderActions } from './order-actions.tsx'
import { StateChip, stepsOf } from './order-state.tsx'
import { Failed, Icon, Money, Page, Skeletons } from './parts.tsx'
import { PickupCode } from './pickup-code.tsx'
import { shop } from './shop.ts'
import { WordsQuestion } from './words-question.tsx'

/** One order: where it stands, what it is, where it goes, what can be done. */
export function Order({ id }: { id: string }) {
  const [loaded, { reload, set }] = useLoad<OrderShape>(`/v1/store/orders/${id}`)
  return (
    <Page title={shop.t('order')} back="/orders">
      {loaded.state === 'loading' && <Skeletons count={3} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && (
        <>
          <Standing order={loaded.data} />
          {loaded.data.pickupCode && loaded.data.pickupUrl && (
            <PickupCode code={loaded.data.pickupCode} url={loaded.data.pickupUrl} order={loaded.data} />
          )}
          <Parcels order={loaded.data} />
          <Whereto order={loaded.data} />
          {loaded.data.paidAt && loaded.data.community && <WordsQuestion orderId={id} />}
          <Goods order={loaded.data} />
          <OrderActions order={loaded.data} onChanged={set} />
          <p class="muted s12 num">{loaded.data.id}</p>
        </>
      )}
    </Page>
  )
}

function Standing({ order }: { order: OrderShape }) {
  const { t, say } = shop
  return (
    <section class="card col">
      <div class="row between">
        <StateChip state={order.state} />
        {order.state === 'awaiting_payment' && (
          <span class="s14 wheat">{t('pay_until', { time: say.time(order.expiresAt) })}</span>
        )}
      </div>
      {order.state === 'waiting_for_door' && <p class="s14">{t('waiting_for_door_words')}</p>}
      {order.state === 'expired' && <p class="s14">{t('expired_words')}</p>}
      {order.refunded.amount > 0 && (
        <p class="s14">
          {t('refunded')}{' '}
          <span class="b num">
            <Money money={order.refunded} />
          </span>
        </p>
      )}
      <ol class="timeline s14">
        {stepsOf(order).map((step) => (
          <li key={step.words} class={step.isDone ? 'done' : 'muted'}>
            <span>{step.words}</span>
            {step.at && <span class="muted s12 num">{say.time(step.at)}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Parcels({ order }: { order: OrderShape }) {
  const sent = order.parcels.filter((parcel) => parcel.kind === 'parcel')
  if (sent.length === 0) return null
  return (
    <section class="card">
      <h2 class="b">{shop.t('parcels')}</h2>
      <ul class="rows plain s14">
        {sent.map((parcel) => (
          <li key={parcel.id} class="row between">
            <span>
              {parcel.carrier} <span class="num b">{parcel.trackingNo}</span>
            </span>
            <span class="muted s12">{shop.say.time(parcel.packedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Whereto({ order }: { order: OrderShape }) {
  const { address, pickupPoint } = order
  if (!address && !pickupPoint) return null
  return (
    <section class="card row">
      <Icon drawing={mapPin} />
      {address && <AddressLines address={{ ...address, phone: address.phoneMasked }} />}
      {pickupPoint && (
        <span class="grow">
          <span class="b">{pickupPoint.name}</span>
          <span class="block s14 muted">{[pickupPoint.place, pickupPoint.hours].filter(Boolean).join(' · ')}</span>
        </span>
      )}
    </section>
  )
}

function Goods({ order }: { order: OrderShape }) {
  const { t, say } = shop
  return (
    <section class="card">
      {order.community && (
        <p class="s12 muted">
          {order.curator
            ? t('sale_of', { curator: order.curator.displayName, community: order.community.name })
            : order.community.name}
        </p>
      )}
      <ul class="rows plain">
        {order.lines.map((line) => (
          <li key={line.lineNo} class="row">
            {line.picture && <img class="thumb" src={line.picture.url} alt="" width="48" height="48" loading="lazy" />}
            <span class="grow">
              <a class="plain-link" href={`/p/${line.productId}`}>
                {line.name}
              </a>
              <span class="block muted s14 num">{say.count(line.quantity, line.unit)}</span>
            </span>
            <span class="num">
              <Money money={line.goods} />
            </span>
          </li>
        ))}
      </ul>
      <dl class="sum num s14">
        <div>
          <dt class="muted">{t('freight')}</dt>
          <dd>{order.freight.amount === 0 ? t('freight_free') : <Money money={order.freight} />}</dd>
        </div>
        <div>
          <dt>{t(order.paidAt ? 'paid_sum' : 'total')}</dt>
          <dd class="price">
            <Money money={order.total} />
          </dd>
        </div>
      </dl>
      {order.note && <p class="s14 muted">{t('note_was', { note: order.note })}</p>}
    </section>
  )
}
