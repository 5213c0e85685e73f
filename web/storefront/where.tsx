import type { Address } from '../../src/people/contract.ts'
import { chevronRight, mapPin } from '../shared/icons.ts'
import { AddressLines } from './address-card.tsx'
import { Icon } from './parts.tsx'
import { shop } from './shop.ts'

interface WhereProps {
  readonly address: Address | undefined
  /** The day on which it comes, for those who hear it, where nothing beside says so. */
  readonly day?: string
  readonly onChoose: () => void
}

/** Where the parcel goes; a tap chooses another address. */
export function Where({ address, day = '', onChoose }: WhereProps) {
  return (
    <button type="button" class="card row choose" onClick={onChoose}>
      <Icon drawing={mapPin} />
      {address ? (
        <AddressLines address={address} />
      ) : (
        <span class="grow">
          <span class="b">{shop.t('address_needed')}</span>
          <span class="block s14 muted">{shop.t('address_needed_hint')}</span>
        </span>
      )}
      <Icon drawing={chevronRight} />
      {day && <span class="unseen">{shop.t('arrives', { day })}</span>}
    </button>
  )
}

interface PickUpProps {
  readonly point: { readonly name: string; readonly place: string; readonly hours: string }
  readonly day: string
}

/** Where it waits, and from which day. */
export function PickUp({ point, day }: PickUpProps) {
  return (
    <section class="card row">
      <Icon drawing={mapPin} />
      <div class="grow">
        <h2 class="b">{shop.t('pickup_at', { name: point.name, day })}</h2>
        <p class="s14 muted">{[point.place, point.hours].filter(Boolean).join(' · ')}</p>
      </div>
    </section>
  )
}
