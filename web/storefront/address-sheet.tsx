import { useState } from 'preact/hooks'
import type { Address } from '../../src/people/contract.ts'
import { check, plus } from '../shared/icons.ts'
import { AddressLines } from './address-card.tsx'
import { AddressForm } from './address-form.tsx'
import { Icon } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'

/** Choose among the addresses that are kept, or add one. */
export function AddressSheet({
  addresses,
  chosen,
  onChosen,
  onClose,
}: {
  addresses: readonly Address[]
  chosen: Address | undefined
  onChosen: (address: Address) => void
  onClose: () => void
}) {
  const [isNew, setNew] = useState(addresses.length === 0)
  return (
    <Sheet title={shop.t(isNew ? 'address_new' : 'address_choose')} onClose={onClose}>
      {isNew ? (
        <AddressForm onSaved={onChosen} />
      ) : (
        <>
          <ul class="rows plain">
            {addresses.map((address) => (
              <li key={address.id}>
                <button
                  type="button"
                  class="row choose"
                  aria-pressed={address === chosen}
                  onClick={() => onChosen(address)}
                >
                  <AddressLines address={address} />
                  {address === chosen && <Icon drawing={check} />}
                </button>
              </li>
            ))}
          </ul>
          <button type="button" class="btn wide" onClick={() => setNew(true)}>
            <Icon drawing={plus} />
            {shop.t('address_new')}
          </button>
        </>
      )}
    </Sheet>
  )
}
