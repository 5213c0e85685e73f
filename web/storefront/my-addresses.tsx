import { useState } from 'preact/hooks'
import type { Address } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { AddressLines } from './address-card.tsx'
import { AddressForm } from './address-form.tsx'
import { asProblem, useLoad } from './load.ts'
import { Failed, Refused, Skeletons } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { shop } from './shop.ts'

export function MyAddresses() {
  const [loaded, { reload }] = useLoad<{ items: readonly Address[] }>('/v1/store/me/addresses')
  const [edited, setEdited] = useState<Address | 'new' | null>(null)
  const { t } = shop
  const close = () => setEdited(null)
  const saved = () => {
    close()
    reload()
  }
  return (
    <section class="card">
      <div class="row between">
        <h2 class="b">{t('addresses')}</h2>
        <button type="button" class="btn small" onClick={() => setEdited('new')}>
          {t('add')}
        </button>
      </div>
      {loaded.state === 'loading' && <Skeletons count={1} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && loaded.data.items.length === 0 && <p class="muted s14">{t('no_addresses')}</p>}
      {loaded.state === 'ready' && (
        <ul class="rows plain">
          {loaded.data.items.map((address) => (
            <li key={address.id} class="row">
              <AddressLines address={address} />
              {address.isDefault && <span class="chip">{t('default')}</span>}
              <button
                type="button"
                class="btn plain small"
                aria-label={t('change_address', { name: address.recipient })}
                onClick={() => setEdited(address)}
              >
                {t('change')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {edited && (
        <Sheet title={t(edited === 'new' ? 'address_new' : 'address_change')} onClose={close}>
          {edited === 'new' ? (
            <AddressForm onSaved={saved} />
          ) : (
            <>
              <AddressForm before={edited} onSaved={saved} />
              <Remove address={edited} onDone={saved} />
            </>
          )}
        </Sheet>
      )}
    </section>
  )
}

function Remove({ address, onDone }: { address: Address; onDone: () => void }) {
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const remove = async () => {
    try {
      await shop.api.delete(`/v1/store/me/addresses/${address.id}`)
      onDone()
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  return (
    <>
      <Refused problem={problem} />
      <button type="button" class="btn plain danger" onClick={() => void remove()}>
        {shop.t('address_remove')}
      </button>
    </>
  )
}
