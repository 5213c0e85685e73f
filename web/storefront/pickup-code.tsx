import { useEffect, useState } from 'preact/hooks'
import type { OrderShape } from '../../src/orders/contract.ts'
import { fetchPart } from './new-build.ts'
import { shop } from './shop.ts'

/**
 * What she shows at the pick-up point: a code that opens the hand-over on the curator's phone, whatever it is scanned
 * with, and the same to read out. The painter comes only for this page.
 */
export function PickupCode({ code, url, order }: { code: string; url: string; order: OrderShape }) {
  const [image, setImage] = useState<string | null>(null)
  useEffect(() => {
    let isWanted = true
    fetchPart(() => import('qrcode'))
      .then(({ default: painter }) => painter.toString(url, { type: 'svg', margin: 1 }))
      .then((svg) => isWanted && setImage(`data:image/svg+xml,${encodeURIComponent(svg)}`))
      .catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [url])
  return (
    <section class="card empty col">
      <h2 class="b">{shop.t('pickup_code')}</h2>
      {image ? <img class="qr" src={image} alt="" width="200" height="200" /> : <span class="skeleton qr" />}
      <p class="num s14 muted pickup-text">{code}</p>
      <p class="muted s14">{shop.t('pickup_words', { point: order.pickupPoint?.name ?? '' })}</p>
    </section>
  )
}
