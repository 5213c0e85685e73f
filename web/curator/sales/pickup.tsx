import { useState } from 'preact/hooks'
import type { ApiProblem, Intention } from '../../shared/api.ts'
import { useAction } from '../action.ts'
import { api, f, t } from '../kit.ts'
import { refresh, useLoad } from '../load.ts'
import { Chip } from '../parts/basics.tsx'
import { Page } from '../parts/page.tsx'
import { CardsSkeleton, Empty, Refused, Shown } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { ListedOrder, Pickup } from '../shapes.ts'
import { amountOf, Ordered, TONES } from './living-list.tsx'
import { pickupPath } from './paths.ts'

/** Where the phone's own camera (or WeChat's) leads when it reads a pick-up code: one look, one tap, handed over. */
export function PickupScreen({ id }: { id: string }) {
  const pickup = useLoad<Pickup>(pickupPath(id))
  const [handed, setHanded] = useState<ListedOrder>()
  const hand = useAction(async (intention) => {
    setHanded(await handOver(id, intention))
    refresh('/v1/curator/')
  })
  const isWaiting = pickup.data?.row.state === 'paid' && !handed
  const bar = isWaiting && (
    <button class="btn go grow" type="button" disabled={hand.isBusy} onClick={() => void hand.run()}>
      {t('hand_over')}
    </button>
  )
  return (
    <Page isNarrow title={t('pickup_one')} under={pickup.data?.sale.title} back={addressOf('sales')} bar={bar}>
      <div role="status">{handed && <Handed order={handed} />}</div>
      {pickup.problem && isRefused(pickup.problem) ? (
        <Empty title={pickup.problem.title}>
          {pickup.problem.status === 404 && <p class="muted s14">{t('pickup_again')}</p>}
          <Link class="btn small" href={addressOf('sales')}>
            {t('pickup_sales')}
          </Link>
        </Empty>
      ) : (
        !handed && (
          <Shown of={pickup} skeleton={<CardsSkeleton count={1} />}>
            {(data) => <Before pickup={data} />}
          </Shown>
        )
      )}
      <Refused problem={hand.problem} />
    </Page>
  )
}

/** Asking again would bring the same no: it is not hers, or no code of ours. */
const isRefused = ({ status }: ApiProblem): boolean => status === 403 || status === 404

/** Who stands at the table and what goes to them; or why nothing does. */
function Before({ pickup: { row, sale, pickupPoint } }: { pickup: Pickup }) {
  const isEarly = row.state === 'paid' && sale.arrivesOn > f.localDate(Date.now())
  return (
    <>
      <section class="card col tight num">
        <div class="row between">
          <h2 class="s20 b grow">{t('pickup_who', { no: row.listNo, name: row.nickname })}</h2>
          <Chip tone={TONES[row.state]}>{t(`order_${row.state}`)}</Chip>
        </div>
        <ul class="rows">
          {row.lines.map((line) => (
            <li class="row between" key={line.name}>
              <span class="grow">{line.name}</span>
              <b class="s20 nowrap">{amountOf(line)}</b>
            </li>
          ))}
        </ul>
        {pickupPoint && <p class="muted s14">{pickupPoint}</p>}
      </section>
      {isEarly && <p class="note wheat">{t('pickup_early', { day: f.day(sale.arrivesOn) })}</p>}
      {row.state === 'paid' ? (
        <p class="muted s14">{t('pickup_one_words')}</p>
      ) : (
        <p class={row.state === 'received' ? 'note leaf' : 'note berry'}>{t(whyNot(row.state))}</p>
      )}
    </>
  )
}

function whyNot(state: ListedOrder['state']): string {
  if (state === 'received' || state === 'shipped') return 'pickup_gone'
  return state === 'cancelled' || state === 'expired' ? 'pickup_ended' : 'pickup_unpaid'
}

/** Says whom the goods went to and what they are, big enough to check against the box. */
export function Handed({ order }: { order: ListedOrder }) {
  return (
    <p class="note leaf handed num">
      {t('handed_to', { no: order.listNo, name: order.nickname })} <Ordered lines={order.lines} namesGoods />
    </p>
  )
}

export const handOver = (pickupCode: string, intention: Intention): Promise<ListedOrder> =>
  api.post<ListedOrder>('/v1/curator/handovers', { pickupCode }, intention)

/** The code itself, from what was scanned or pasted: it may come as the last part of an address. */
export const codeIn = (text: string): string => text.trim().replace(/^.*\//, '')
