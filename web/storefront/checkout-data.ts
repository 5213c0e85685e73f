import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Quote } from '../../src/orders/contract.ts'
import type { Address, Person } from '../../src/people/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { asProblem } from './load.ts'
import type { Sale } from './shapes.ts'
import { shop } from './shop.ts'
import type { Wanted } from './wanted.ts'

export interface CheckoutData {
  readonly sale: Sale | null
  readonly quote: Quote
  readonly person: Person | null
  readonly addresses: readonly Address[]
}

export const deliveryOf = (sale: Sale | null): 'parcel' | 'pickup' => sale?.delivery ?? 'parcel'

/** Everything that the checkout shows, asked for at once; the quote is asked again when the lines change. */
export function useCheckout(wanted: Wanted) {
  const [data, setData] = useState<CheckoutData | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const key = JSON.stringify(wanted)

  // biome-ignore lint/correctness/useExhaustiveDependencies: key is wanted, by value
  const load = useCallback(async () => {
    setProblem(null)
    try {
      setData(await loadAll(wanted))
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [key])
  useEffect(() => void load(), [load])

  const loadMine = async (): Promise<CheckoutData | null> => {
    if (!data) return null
    const mine = { ...data, ...(await readMine()) }
    setData(mine)
    return mine
  }
  return { data, problem, load, loadMine, setData }
}

async function loadAll(wanted: Wanted): Promise<CheckoutData> {
  const asksSale = wanted.token ? shop.api.get<Sale>(`/v1/store/sales/${wanted.token}`) : Promise.resolve(null)
  const [sale, mine, quote] = await Promise.all([
    asksSale,
    readMine(),
    // Whether it is fetched or picked up decides the freight, so a sale's quote waits for the sale.
    asksSale.then((known) => askQuote(wanted, known)),
  ])
  return { sale, quote, ...mine }
}

export function askQuote({ token, lines }: Wanted, sale: Sale | null): Promise<Quote> {
  return shop.api.post<Quote>('/v1/store/quotes', { ...(token ? { token } : {}), lines, delivery: deliveryOf(sale) })
}

export async function readMine(): Promise<Pick<CheckoutData, 'person' | 'addresses'>> {
  const { person } = await shop.api.get<{ person: Person | null }>('/v1/store/me')
  if (!person) return { person, addresses: [] }
  const { items } = await shop.api.get<{ items: Address[] }>('/v1/store/me/addresses')
  return { person, addresses: items }
}
