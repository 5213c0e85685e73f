import { f, t } from '../kit.ts'
import { Stamp } from '../parts/says.tsx'
import { said } from '../parts/states.tsx'
import type { AdminOrder } from '../shapes.ts'

interface Moment {
  readonly at: string
  readonly words: string
}

/** What happened to an order, in order. */
export function Timeline({ of }: { of: AdminOrder }) {
  return (
    <ol className="timeline card">
      {momentsOf(of).map(({ at, words }) => (
        <li key={at + words}>
          <Stamp at={at} />
          <span>{words}</span>
        </li>
      ))}
    </ol>
  )
}

function momentsOf({ order, payments, refunds }: AdminOrder): Moment[] {
  const moments: (Moment | null)[] = [
    { at: order.placedAt, words: t('then_placed', { total: f.exactText(order.total) }) },
    ...payments.map((payment) => (payment.paidAt ? { at: payment.paidAt, words: t('then_paid') } : null)),
    ...order.parcels.map((parcel) => ({
      at: parcel.packedAt,
      words:
        parcel.kind === 'handover'
          ? t('then_handed_over')
          : t('then_shipped', { carrier: parcel.carrier, trackingNo: parcel.trackingNo }),
    })),
    ...refunds.map((refund) => ({
      at: refund.createdAt,
      words: t('then_refund_asked', { amount: f.exactText(refund.amount), reason: refund.reason }),
    })),
    ...refunds.map((refund) =>
      refund.endedAt
        ? { at: refund.endedAt, words: t('then_refund_ended', { state: said('refund', refund.state) }) }
        : null,
    ),
    order.receivedAt && order.delivery === 'parcel' ? { at: order.receivedAt, words: t('then_received') } : null,
    order.endedAt && (order.state === 'cancelled' || order.state === 'expired')
      ? { at: order.endedAt, words: endWords(order.state, order.endReason) }
      : null,
  ]
  return moments.filter((moment) => moment !== null).sort((a, b) => a.at.localeCompare(b.at))
}

const endWords = (state: 'cancelled' | 'expired', reason: string | null): string =>
  reason && state === 'cancelled' ? t('then_cancelled_because', { reason }) : t(`then_${state}`)
