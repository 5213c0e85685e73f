import { skuName } from '../catalog/index.ts'
import type { PickupPoint } from '../communities/index.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Candidate } from './placing.ts'
import { presentOrder } from './show-order.ts'
import type * as sql from './sql.ts'

/** An order that was placed now, with all that its buyer is shown of it: nothing is read again for the answer. */
export interface Made {
  readonly order: sql.NewOrder
  readonly candidate: Candidate
  readonly placedAt: Date
  readonly communityName: string
  readonly pickupPoint: PickupPoint | null
}

/** The answer to a placing, the same as reading the order again would give. */
export function showMade(platform: Platform, made: Made, locale: Locale) {
  const { order, candidate, communityName, pickupPoint } = made
  const row = rowOf(made)
  return {
    order: presentOrder(platform, row, {
      lines: order.draft.lines.map((line, index) => lineOf(order, line, index)),
      names: new Map(order.draft.lines.map((line) => [line.skuId, skuName(line.sku, locale)])),
      parcels: [],
      sale: candidate.sale ?? undefined,
      token: candidate.asked.placing.input.token ?? null,
      communityName: order.communityId === null ? undefined : communityName,
      curatorName: candidate.curator?.displayName,
      pickupPoint: pickupPoint ?? undefined,
      address: candidate.address,
      intentState: 'created',
    }),
    payment: {
      id: formatId('pay', order.intentId),
      amount: { amount: row.total_fen, currency: platform.config.currency },
      state: 'created' as const,
      expiresAt: order.expiresAt.toISOString(),
    },
  }
}

const rowOf = ({ order, placedAt }: Made): sql.OrderRow => ({
  id: order.id,
  cell_id: order.cellId,
  buyer_person_id: order.buyerPersonId,
  sale_id: order.saleId,
  community_id: order.communityId,
  link_id: order.linkId,
  state: order.state,
  delivery: order.delivery,
  address_id: order.addressId,
  pickup_point_id: order.pickupPointId,
  goods_fen: order.draft.goodsFen,
  freight_fen: order.draft.freightFen,
  total_fen: order.draft.totalFen,
  refunded_fen: 0,
  intent_id: order.intentId,
  note: order.note,
  version: 1,
  placed_at: placedAt,
  expires_at: order.expiresAt,
  paid_at: null,
  shipped_at: null,
  received_at: null,
  ended_at: null,
  end_reason: null,
})

const lineOf = (
  order: sql.NewOrder,
  line: sql.NewOrder['draft']['lines'][number],
  index: number,
): sql.ShownLineRow => ({
  order_id: order.id,
  line_no: index + 1,
  sku_id: line.skuId,
  product_id: line.sku.productId,
  quantity: line.quantity,
  unit_fen: line.unitFen,
  goods_fen: line.goodsFen,
  refunded_fen: 0,
})
