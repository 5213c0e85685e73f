import type { Address } from '../../src/people/contract.ts'

export function AddressLines({ address }: { address: Omit<Address, 'id' | 'isDefault'> }) {
  return (
    <span class="grow">
      <span class="b">
        {address.recipient} <span class="num muted s14">{address.phone}</span>
      </span>
      <span class="block s14 muted">
        {address.region} {address.street}
      </span>
    </span>
  )
}
