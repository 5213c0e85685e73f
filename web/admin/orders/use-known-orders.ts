import { useQueries } from '@tanstack/react-query'
import { api } from '../kit.ts'
import { usePages } from '../read.ts'
import type { OrderRow, Page } from '../shapes.ts'

/** An order as the preview needs it; null when there is none with this id; undefined while it is being read. */
export type KnownOrder = OrderRow | null | undefined

const PAID = '/v1/admin/orders'

/** The orders behind pasted ids: those that wait are read in one go, the others one by one. */
export function useKnownOrders(ids: readonly string[]): ReadonlyMap<string, KnownOrder> {
  const paid = usePages<OrderRow>(PAID, { state: 'paid', limit: 100 })
  const waiting = new Map((paid.items ?? []).map((row) => [row.id, row]))
  const others = paid.items ? ids.filter((id) => !waiting.has(id)) : []
  const found = useQueries({
    queries: others.map((id) => ({
      queryKey: [PAID, { search: id }],
      queryFn: async (): Promise<OrderRow | null> =>
        (await api.get<Page<OrderRow>>(PAID, { search: id })).items[0] ?? null,
    })),
  })
  return new Map<string, KnownOrder>([...waiting, ...others.map((id, index) => [id, found[index]?.data] as const)])
}

export const isReady = (order: KnownOrder): boolean => order?.state === 'paid' && order.delivery === 'parcel'
