import { t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import type { Sale } from '../shapes.ts'

/** Every paid line with what it earned, to check against the wallet: of the whole sale, or of its pick-up point. */
export function ReconciliationLinks({ sale }: { sale: Sale }) {
  const path = `/v1/curator/sales/${sale.id}/reconciliation`
  const point = sale.pickupPoint ? `?pickupPointId=${sale.pickupPoint.id}` : ''
  return (
    <Section title={t('reconcile')}>
      <div class="card col">
        <p class="muted s14">{t('reconcile_words')}</p>
        <div class="row wrap">
          <a class="btn small" href={`${path}.xlsx`} download>
            {t('reconcile_as', { kind: 'XLSX' })}
          </a>
          <a class="btn small" href={`${path}.csv`} download>
            {t('reconcile_as', { kind: 'CSV' })}
          </a>
          {point !== '' && (
            <a class="btn small" href={`${path}.xlsx${point}`} download>
              {t('reconcile_point')}
            </a>
          )}
        </div>
      </div>
    </Section>
  )
}
