/** @jsxImportSource preact */
import { check, clock, mapPin, packageBox } from '../../web/shared/icons.ts'
import type { Sale } from '../../web/storefront/shapes.ts'
import type { SharedLink } from './buy-bar.tsx'
import type { PageContext } from './page-context.ts'
import { Face, Icon } from './parts.tsx'

/** Why a sale takes no order now, in words for the button; null while it is open to this visitor. */
export function whyClosed({ words, say, now }: PageContext, sale: Sale): string | null {
  if (sale.me.membership === 'banned') return words('note_banned_short')
  switch (sale.state) {
    case 'planned':
      return words('opens_at', { time: say.time(sale.opensAt, now) })
    case 'ended':
      return words('has_cut_off')
    case 'stopped':
      return words(sale.curatorRests ? 'curator_rests' : 'was_stopped')
    default:
      return null
  }
}

/** No order will be taken here any more, from this visitor: the direct price is what remains. */
export const isOver = (sale: Sale): boolean =>
  sale.state === 'ended' || sale.state === 'stopped' || sale.me.membership === 'banned'

/** Until when, where and when it arrives, how much is left, what is promised. Only what is true. */
export function SaleChips({
  context,
  sale,
  left,
  promise,
}: {
  context: PageContext
  sale: Sale
  left: string | null
  promise: string
}) {
  const { words, say, now } = context
  const day = say.day(sale.arrivesOn, now)
  return (
    <ul class="row wrap chips">
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
      {left && <li class="chip">{left}</li>}
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
