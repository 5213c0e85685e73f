import { useState } from 'preact/hooks'
import type { PayLink } from '../../src/orders/contract-brought.ts'
import type { Address } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { AddressSheet } from './address-sheet.tsx'
import { readMine } from './checkout-data.ts'
import { intentionFor, isDone } from './intention.ts'
import { asProblem, useLoad } from './load.ts'
import { Failed, Money, Page, Refused, Skeletons } from './parts.tsx'
import { nextAfter, orderRefusal, type Placed } from './place-order.ts'
import { go } from './router.tsx'
import { shop } from './shop.ts'
import { askToSignIn } from './sign-in-request.ts'
import { PickUp, Where } from './where.tsx'

/** What a curator wrote down for somebody: she looks, says that it is hers, and pays. */
export function PayLinkPage({ token }: { token: string }) {
  const path = `/v1/store/pay-links/${token}`
  const [loaded, { reload }] = useLoad<PayLink>(path)
  return (
    <Page title={shop.t('pay_link')} back="/">
      {loaded.state === 'loading' && <Skeletons count={2} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && <Behind link={loaded.data} path={path} />}
    </Page>
  )
}

function Behind({ link, path }: { link: PayLink; path: string }) {
  if (link.state === 'open') return <Open link={link} path={path} />
  return (
    <div class="card empty col">
      <p class="b">
        {shop.t(link.orderId ? 'pay_link_mine' : link.state === 'taken' ? 'pay_link_taken' : 'pay_link_ended')}
      </p>
      {!link.orderId && <p class="muted s14">{shop.t('pay_link_ask', { curator: link.curator.displayName })}</p>}
      <p>
        <a class="btn go" href={link.orderId ? `/orders/${link.orderId}` : '/'}>
          {shop.t(link.orderId ? 'pay_link_to_order' : 'back_to_goods')}
        </a>
      </p>
    </div>
  )
}

function Open({ link, path }: { link: PayLink; path: string }) {
  const [addresses, setAddresses] = useState<readonly Address[]>([])
  const [chosen, setChosen] = useState<Address>()
  const [isChoosing, setChoosing] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isParcel = link.delivery === 'parcel'

  const enter = async (): Promise<readonly Address[] | undefined> => {
    if (!(await readMine()).person && !(await askToSignIn())) return undefined
    const mine = (await readMine()).addresses
    setAddresses(mine)
    return mine
  }
  const take = async (address: Address | undefined) => {
    setProblem(null)
    setBusy(true)
    try {
      const mine = await enter()
      const to = address ?? mine?.find((one) => one.isDefault) ?? mine?.[0]
      if (mine && isParcel && !to) setChoosing(true)
      else if (mine) await takeIt(path, link, to)
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  const choose = async () => {
    if (await enter()) setChoosing(true)
  }
  return (
    <>
      <section class="card">
        <p class="s12 muted">
          {shop.t('sale_of', { curator: link.curator.displayName, community: link.community.name })} ·{' '}
          {shop.t('arrives', { day: shop.say.day(link.sale.arrivesOn) })}
        </p>
        <h2 class="s20 b">{shop.t('pay_link_for', { name: link.nickname })}</h2>
        <ul class="rows plain num">
          {link.lines.map((line) => (
            <li key={line.name} class="row">
              <span class="grow">
                {line.name} <b class="nowrap">{shop.say.count(line.quantity, line.unit)}</b>
              </span>
              <span class="price">
                <Money money={line.goods} />
              </span>
            </li>
          ))}
          <li class="row muted s14">
            <span class="grow">{shop.t('freight')}</span>
            <span>{link.freight.amount === 0 ? shop.t('freight_free') : <Money money={link.freight} />}</span>
          </li>
        </ul>
        <p class="chip wheat">{shop.t('pay_link_until', { time: shop.say.time(link.expiresAt) })}</p>
      </section>
      {isParcel ? (
        <Where address={chosen} onChoose={() => void choose()} />
      ) : (
        link.pickupPoint && <PickUp point={link.pickupPoint} day={shop.say.day(link.sale.arrivesOn)} />
      )}
      {link.needsFreshConfirmation && <p class="s14">{shop.t('fresh_line')}</p>}
      <div class="bar pay-bar">
        <Refused problem={problem} words={problem && orderRefusal(problem)} />
        <p class="grow">
          <span class="s12 muted">{shop.t('total')}</span>{' '}
          <span class="price s20">
            <Money money={link.total} />
          </span>
        </p>
        <button type="button" class="btn go" disabled={isBusy} onClick={() => void take(chosen)}>
          {shop.t('pay_link_take')}
        </button>
      </div>
      {isChoosing && (
        <AddressSheet
          addresses={addresses}
          chosen={chosen}
          onChosen={(address) => {
            setChosen(address)
            setChoosing(false)
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}

/** The person read the sentence about fresh food right above the button that she pressed: that is the confirmation. */
async function takeIt(path: string, link: PayLink, address: Address | undefined): Promise<void> {
  const body = {
    ...(address && link.delivery === 'parcel' ? { addressId: address.id } : {}),
    ...(link.needsFreshConfirmation ? { freshConfirmed: true } : {}),
  }
  const placed = await shop.api.post<Placed>(`${path}/take`, body, intentionFor({ path, body }))
  isDone({ path, body })
  go(nextAfter(placed), { replace: true })
}
