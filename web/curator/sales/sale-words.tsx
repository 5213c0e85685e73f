import { f, t } from '../kit.ts'
import { Chip } from '../parts/basics.tsx'
import type { Sale, SaleRow } from '../shapes.ts'

/** Until when, from when, or how it ended: in one chip. */
export function SaleStateChip({ sale }: { sale: Pick<SaleRow, 'state' | 'opensAt' | 'cutsOffAt'> }) {
  if (sale.state === 'open') return <Chip tone="wheat">{t('cuts_off', { time: f.time(sale.cutsOffAt) })}</Chip>
  if (sale.state === 'planned') return <Chip tone="sky">{t('opens', { time: f.time(sale.opensAt) })}</Chip>
  return <Chip>{t(`sale_${sale.state}`)}</Chip>
}

/** 周四到 2 号门自提点 · 快递周四到 */
export function arrivalWords(sale: Pick<Sale, 'arrivesOn' | 'delivery' | 'pickupPoint'>): string {
  const day = f.day(sale.arrivesOn)
  if (sale.delivery === 'pickup') return t('arrives_at', { day, place: sale.pickupPoint?.name ?? t('a_pickup_point') })
  return t('arrives_by_parcel', { day })
}
