import { useEffect, useState } from 'react'
import { f, inMyLanguage, t } from '../kit.ts'
import { placeOfId } from '../parts/places.ts'
import { may } from '../permissions.ts'
import { useRead } from '../read.ts'
import { useMe } from '../session/session.ts'
import type { Community, OrderRow, Page, PersonRow, ProductRow, SaleRow } from '../shapes.ts'

export interface Hit {
  readonly group: 'go' | 'orders' | 'sales' | 'products' | 'people' | 'communities'
  readonly to: string
  readonly title: string
  readonly detail: string
}

const WAIT_MS = 200
const SHOWN = 5

/** Looks everywhere that this colleague may look, a moment after the last key. */
export function useHits(typed: string): { hits: readonly Hit[]; isLooking: boolean; looked: string } {
  const me = useMe()
  const text = useSettled(typed.trim())
  const place = placeOfId(text)
  const look = text !== '' && place === undefined
  const wanted = { search: text, limit: SHOWN }
  const orders = useRead<Page<OrderRow>>(look && may(me, 'read_orders') ? '/v1/admin/orders' : null, wanted)
  const sales = useRead<Page<SaleRow>>(look && may(me, 'read_sales') ? '/v1/admin/sales' : null, wanted)
  const products = useRead<Page<ProductRow>>(look && may(me, 'read_products') ? '/v1/admin/products' : null, wanted)
  const people = useRead<Page<PersonRow>>(look && may(me, 'read_people') ? '/v1/admin/people' : null, wanted)
  const communities = useRead<Page<Community>>(
    look && may(me, 'read_communities') ? '/v1/admin/communities' : null,
    wanted,
  )
  if (text === '') return { hits: [], isLooking: false, looked: '' }
  if (place)
    return { hits: [{ group: 'go', to: place, title: text, detail: t('search_open') }], isLooking: false, looked: text }
  return {
    hits: [
      ...(orders.data?.items ?? []).map(orderHit),
      ...(sales.data?.items ?? []).map(saleHit),
      ...(products.data?.items ?? []).map(productHit),
      ...(people.data?.items ?? []).map(personHit),
      ...(communities.data?.items ?? []).map(communityHit),
    ],
    isLooking: [orders, sales, products, people, communities].some((one) => one.isLoading) || typed.trim() !== text,
    looked: text,
  }
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const later = setTimeout(() => setSettled(text), WAIT_MS)
    return () => clearTimeout(later)
  }, [text])
  return text === '' ? '' : settled
}

const orderHit = (order: OrderRow): Hit => ({
  group: 'orders',
  to: `/orders/${order.id}`,
  title: `${order.buyerNickname} · ${order.lines.map((line) => `${line.name} ${f.count(line.quantity, line.unit)}`).join(t('list_comma'))}`,
  detail: `${t(`order_${order.state}`)} · ${f.exactText(order.total)} · ${f.stamp(order.placedAt)}`,
})

const saleHit = (sale: SaleRow): Hit => ({
  group: 'sales',
  to: `/sales/${sale.id}`,
  title: sale.title,
  detail: `${t(`sale_${sale.state}`)} · ${sale.curator.displayName}`,
})

const productHit = (product: ProductRow): Hit => ({
  group: 'products',
  to: `/products/${product.id}`,
  title: inMyLanguage(product.nameZh, product.nameEn),
  detail: `${t(`product_${product.state}`)} · ${product.supplierName}`,
})

const personHit = (person: PersonRow): Hit => ({
  group: 'people',
  to: `/people/${person.id}`,
  title: person.nickname,
  detail: person.phoneMasked,
})

const communityHit = (community: Community): Hit => ({
  group: 'communities',
  to: `/communities/${community.id}`,
  title: community.name,
  detail: t('n_members', { n: community.memberCount }),
})
