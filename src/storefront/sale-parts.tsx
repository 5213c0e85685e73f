/** @jsxImportSource preact */
import { check, clock, mapPin, packageBox } from '../../web/shared/icons.ts'
import type { Sale } from '../../web/storefront/shapes.ts'
import { openingTime, type SharedLink } from './buy-bar.tsx'
import type { PageContext } from './page-context.ts'
import { Face, Icon } from './parts.tsx'

/** Why a sale takes no order now, in words for the button; null while it is open to this visitor. */
export function whyClosed(context: PageContext, sale: Sale): string | null {
  const { words, say, now } = context
  if (sale.me.membership === 'banned') return words('note_banned_short')
  switch (sale.state) {
    case 'planned':
      if (sale.kind === 'flash') return words('flash_opens_at', { time: openingTime(context, sale.opensAt) })
      return words('opens_at', { time: say.time(sale.opensAt, now) })
    case 'ended':
      return words(sale.kind === 'flash' ? 'flash_is_over' : 'has_cut_off')
    case 'stopped':
      return words(sale.curatorRests ? 'curator_rests' : 'was_stopped')
    default:
      return null
  }
}

/** A flash sale's page is ready for its second: it opens by itself, without asking the server. */
export const opensByItself = (sale: Sale): boolean =>
  sale.kind === 'flash' && sale.state === 'planned' && sale.me.membership !== 'banned'

/** No order will be taken here any more, from this visitor: the direct price is what remains. */
export const isOver = (sale: Sale): boolean =>
  sale.state === 'ended' || sale.state === 'stopped' || sale.me.membership === 'banned'

/** Until when, where and when it arrives, how much is left, what is promised. Only what is true. */
export function SaleChips({
  context,
  sale,
  left,
  promise,
  counts,
}: {
  context: PageContext
  sale: Sale
  left: string | null
  promise: string
  /** What the number is kept true by, while the page stays open. */
  counts?: Readonly<Record<string, string>> | undefined
}) {
  const { words, say, now } = context
  const day = say.day(sale.arrivesOn, now)
  return (
    <ul class="row wrap chips">
      {sale.kind === 'flash' && <li class="chip berry">{words('flash')}</li>}
      <li class="chip wheat">
        <Icon drawing={clock} little />
        {whyClosed(context, { ...sale, me: { membership: 'none' } }) ??
          words('cuts_off_at', { time: say.time(sale.cutsOffAt, now) })}
      </li>
      <li class="chip">
        <Icon drawing={sale.pickupPoint ? mapPin : packageBox} little />
        {sale.pickupPoint
          ? words('arrives_at_point', { day, point: sale.pickupPoint.name })
          : words('arrives', { day })}
      </li>
      {left && (
        <li class="chip num" {...counts}>
          {left}
        </li>
      )}
      {promise && (
        <li class="chip leaf">
          <Icon drawing={check} little />
          {promise}
        </li>
      )}
      {sale.pickupPoint && (
        <li class="s12 muted">
          {words('pickup_at', { place: [sale.pickupPoint.place, sale.pickupPoint.hours].filter(Boolean).join(' · ') })}
        </li>
      )}
    </ul>
  )
}

/** Marks a place that shows how much is left of a SKU, with its unit, so that the page can keep the number true. */
export const countOf = ({ say }: PageContext, { skuId, unit }: { skuId: string; unit: string }) => ({
  'data-left-of': skuId,
  'data-unit': say.unit(1, unit),
  'data-units': say.unit(2, unit),
})

/** The rules of a flash sale, and the words by which the page keeps its counts true while it stays open. */
export function FlashWords({ context, token }: { context: PageContext; token: string }) {
  const { words } = context
  return (
    <p
      class="s12 muted"
      data-flash={`/s/${token}/left.json`}
      data-left={words('flash_left', { count: '{count}' })}
      data-gone={words('flash_sold_out')}
    >
      {words('flash_rules')}
    </p>
  )
}

/** Who says so: the curator signs for it; whoever passed it on is named. */
export function Recommender({ context, sale }: { context: PageContext; sale: Sale }) {
  const { words } = context
  const { displayName } = sale.curator
  return (
    <section class="card col recommender">
      <div class="row">
        <Face id={displayName} nickname={displayName} />
        <div class="grow s14">
          <p class="b">{words('curator_signs', { name: displayName })}</p>
          <p class="muted s12">
            {sale.from && sale.from.nickname !== displayName
              ? words('passed_on_by', { name: sale.from.nickname })
              : sale.community.name}
          </p>
        </div>
        <span class="chip leaf signed">{words('curator_word')}</span>
      </div>
      {sale.word && <blockquote class="quiet s14">{words('quoted', { words: sale.word })}</blockquote>}
    </section>
  )
}

/** What ordering here means for this visitor's membership; nothing for members. */
export function MembershipNote({ context, sale }: { context: PageContext; sale: Sale }) {
  const { words } = context
  if (sale.me.membership === 'banned') return <p class="note berry">{words('note_banned')}</p>
  if (sale.state !== 'open') return null
  if (sale.me.membership === 'waiting') return <p class="note wheat">{words('note_waiting')}</p>
  if (sale.me.membership === 'none') return <p class="s12 muted">{words('joins_on_order')}</p>
  return null
}

export function ogLine({ words, say }: PageContext, sale: Sale): string {
  return words('og_sale_line', {
    curator: sale.curator.displayName,
    time: say.dateTime(sale.cutsOffAt),
    day: say.date(sale.arrivesOn),
  })
}

export function linkOf({ publicUrl }: PageContext, sale: Sale, token: string, text: string): SharedLink {
  return {
    url: `${publicUrl}/s/${token}`,
    qrUrl: `/qr/${token}.svg`,
    text,
    passOnPath: sale.me.membership === 'active' ? `/v1/store/sales/${token}/pass-on` : undefined,
  }
}
