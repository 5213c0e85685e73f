import { useState } from 'preact/hooks'
import type { Intention } from '../../shared/api.ts'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { Page } from '../parts/page.tsx'
import { Refused } from '../parts/states.tsx'
import { addressOf } from '../routes.ts'
import type { ListedOrder } from '../shapes.ts'
import { Ordered } from './living-list.tsx'

/** Where the phone's own camera (or WeChat's) leads when it reads a pick-up code: one tap hands the goods over. */
export function PickupScreen({ id }: { id: string }) {
  const [handed, setHanded] = useState<ListedOrder>()
  const hand = useAction(async (intention) => setHanded(await handOver(id, intention)))
  const bar = !handed && (
    <button class="btn go grow" type="button" disabled={hand.isBusy} onClick={() => void hand.run()}>
      {t('hand_over')}
    </button>
  )
  return (
    <Page isNarrow title={t('pickup_one')} back={addressOf('sales')} bar={bar}>
      <div role="status">{handed && <Handed order={handed} />}</div>
      {!handed && <p class="card">{t('pickup_one_words')}</p>}
      <Refused problem={hand.problem} />
    </Page>
  )
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
