/** What somebody wants to buy, as the link or form that leads to the checkout says it. */
export interface Wanted {
  readonly token: string | null
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[]
}

const MOST = 99
const SKU = /^sku_[0-9a-z]{13}$/

/** Reads `?s=token&sku=sku_…&n=2` (one product) and `?s=token&sku_…=2&sku_…=1` (a list). Nonsense is left out. */
export function readWanted(query: URLSearchParams): Wanted {
  const quantities = new Map<string, number>()
  const add = (skuId: string | null, text: string | null) => {
    const quantity = Math.min(Math.floor(Number(text ?? 1)), MOST)
    if (skuId && SKU.test(skuId) && quantity >= 1) quantities.set(skuId, quantity)
  }
  add(query.get('sku'), query.get('n'))
  query.forEach((value, name) => {
    add(name, value)
  })
  return { token: query.get('s'), lines: Array.from(quantities, ([skuId, quantity]) => ({ skuId, quantity })) }
}

/** The same as a query; a quantity of 0 leaves the line out. */
export function writeWanted({ token, lines }: Wanted): string {
  const query = new URLSearchParams(token ? { s: token } : {})
  for (const { skuId, quantity } of lines) if (quantity > 0) query.set(skuId, String(quantity))
  return query.toString()
}
