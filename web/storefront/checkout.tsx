import { useState } from 'preact/hooks'
import type { Address } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { AddressSheet } from './address-sheet.tsx'
import { askQuote, type CheckoutData, deliveryOf, useCheckout } from './checkout-data.ts'
import { Delivery, Lines, Note, PayBar, Sum } from './checkout-parts.tsx'
import { asProblem } from './load.ts'
import { Failed, Page, Skeletons } from './parts.tsx'
import { placeOrder } from './place-order.ts'
import { go, useLocation } from './router.tsx'
import { shop } from './shop.ts'
import { askToSignIn } from './sign-in-request.ts'
import { readWanted, type Wanted, writeWanted } from './wanted.ts'

/** 确认订单: where to, what, how much, one button. */
export function Checkout() {
  const url = useLocation()
  const wanted = readWanted(url.searchParams)
  const { data, problem, load, loadMine, setData } = useCheckout(wanted)
  const back = wanted.token ? `/s/${wanted.token}` : '/'
  const change = async (lines: Wanted['lines']) => {
    const next = { ...wanted, lines: lines.filter((line) => line.quantity > 0) }
    go(`/checkout?${writeWanted(next)}`, { replace: true })
  }
  return (
    <Page title={shop.t('checkout')} back={back}>
      {wanted.lines.length === 0 ? (
        <div class="card empty col">
          <p>{shop.t('checkout_empty')}</p>
          <a class="btn go" href={back}>
            {shop.t('back_to_goods')}
          </a>
        </div>
      ) : problem ? (
        <Failed problem={problem} retry={load} />
      ) : data ? (
        <Decide data={data} wanted={wanted} change={change} loadMine={loadMine} setData={setData} />
      ) : (
        <Skeletons count={3} />
      )}
    </Page>
  )
}

interface DecideProps {
  readonly data: CheckoutData
  readonly wanted: Wanted
  readonly change: (lines: Wanted['lines']) => void
  readonly loadMine: () => Promise<CheckoutData | null>
  readonly setData: (data: CheckoutData) => void
}

function Decide({ data, wanted, change, loadMine, setData }: DecideProps) {
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [isChoosing, setChoosing] = useState(false)
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { sale, quote } = data
  const chosen = addressIn(data, chosenId)

  const buy = async (known: CheckoutData = data, address: Address | undefined = chosen) => {
    setProblem(null)
    const mine = known.person ? known : await signedIn(loadMine)
    if (!mine) return
    const to = address ?? addressIn(mine, chosenId)
    if (deliveryOf(sale) === 'parcel' && !to) return setChoosing(true)
    setBusy(true)
    try {
      const next = await placeOrder({ wanted, sale, quote: mine.quote, addressId: to?.id ?? null, note })
      go(next, { replace: true })
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  const chooseAddress = async () => {
    if (data.person || (await signedIn(loadMine))) setChoosing(true)
  }
  const takeAddress = async (address: Address) => {
    setChosenId(address.id)
    setChoosing(false)
    if (!data.addresses.some(({ id }) => id === address.id)) await loadMine()
  }
  const readQuote = async () => {
    setProblem(null)
    setData({ ...data, quote: await askQuote(wanted, sale) })
  }

  return (
    <>
      <Delivery data={data} address={chosen} onChoose={() => void chooseAddress()} />
      <Lines data={data} wanted={wanted} onChange={change} />
      <Sum quote={quote} />
      <Note note={note} onNote={setNote} />
      <PayBar
        data={data}
        problem={problem}
        isBusy={isBusy}
        onBuy={() => void buy()}
        onQuote={() => void readQuote()}
        onLines={(skuId, left) => {
          setProblem(null)
          change(wanted.lines.map((line) => (line.skuId === skuId ? { ...line, quantity: left } : line)))
        }}
        directLink={`/checkout?${writeWanted({ ...wanted, token: null })}`}
      />
      {isChoosing && (
        <AddressSheet
          addresses={data.addresses}
          chosen={chosen}
          onChosen={(address) => void takeAddress(address)}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}

async function signedIn(loadMine: () => Promise<CheckoutData | null>): Promise<CheckoutData | null> {
  return (await askToSignIn()) ? loadMine() : null
}

const addressIn = ({ addresses }: CheckoutData, id: string | null): Address | undefined =>
  addresses.find((address) => address.id === id) ?? addresses.find((address) => address.isDefault) ?? addresses[0]
