import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../kit.ts'
import { Particular, Particulars, Section } from '../parts/page.tsx'
import { Stamp } from '../parts/says.tsx'
import { useMay } from '../session/session.ts'
import type { AdminOrder } from '../shapes.ts'
import { AddressDialog } from './address-dialog.tsx'

/** Who gets it, where, and the parcels that left. Names and phones are masked until somebody has a reason. */
export function Receiving({ of }: { of: AdminOrder }) {
  const { order, buyer } = of
  const mayLook = useMay('work_orders')
  const [isLooking, setLooking] = useState(false)
  return (
    <Section
      title={t('receiving')}
      beside={
        mayLook &&
        order.address !== null && (
          <Button size="small" onClick={() => setLooking(true)}>
            {t('look_at_address')}
          </Button>
        )
      }
    >
      <div className="card">
        <Particulars>
          <Particular name={t('buyer')}>
            <Buyer of={of} />
          </Particular>
          <Particular name={t('phone')}>
            <span className="num">{buyer.phoneMasked}</span>
          </Particular>
          <Particular name={t('delivery')}>{t(`delivery_${order.delivery}`)}</Particular>
          {order.address && (
            <Particular name={t('address')}>
              {order.address.recipient} <span className="num">{order.address.phoneMasked}</span> {order.address.region}{' '}
              {order.address.street}
            </Particular>
          )}
          {order.pickupPoint && (
            <Particular name={t('pickup_point')}>
              {order.pickupPoint.name} {order.pickupPoint.place} {order.pickupPoint.hours}
            </Particular>
          )}
          {order.note !== '' && <Particular name={t('note')}>{order.note}</Particular>}
          {order.parcels.map((parcel) => (
            <Particular key={parcel.id} name={t(`parcel_${parcel.kind}`)}>
              {parcel.carrier} <span className="id">{parcel.trackingNo}</span> <Stamp at={parcel.packedAt} />
            </Particular>
          ))}
        </Particulars>
      </div>
      {isLooking && <AddressDialog orderId={order.id} close={() => setLooking(false)} />}
    </Section>
  )
}

function Buyer({ of: { buyer } }: { of: AdminOrder }) {
  const mayRead = useMay('read_people')
  if (!mayRead || buyer.id === null) return <>{buyer.nickname}</>
  return (
    <Link to="/people/$id" params={{ id: buyer.id }} className="link">
      {buyer.nickname}
    </Link>
  )
}
