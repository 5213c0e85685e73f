import { t } from '../kit.ts'
import { usePages } from '../load.ts'
import { Exact } from '../parts/basics.tsx'
import { Section } from '../parts/page.tsx'
import { More, RowsSkeleton, Shown } from '../parts/states.tsx'
import type { Settlement } from '../shapes.ts'

/** Her settlements, period by period: before, after, and the sheet with every journal between. */
export function SettlementList() {
  const settlements = usePages<Settlement>('/v1/curator/settlements')
  if (settlements.data?.items.length === 0) return null
  return (
    <Section title={t('settlements')}>
      <Shown of={settlements} skeleton={<RowsSkeleton count={1} />}>
        {(page) => (
          <>
            <ul class="card rows">
              {page.items.map((one) => (
                <Row key={one.periodId} of={one} />
              ))}
            </ul>
            <More more={settlements.more} />
          </>
        )}
      </Shown>
    </Section>
  )
}

function Row({ of: one }: { of: Settlement }) {
  const path = `/v1/curator/settlements/${one.periodId}/statement`
  return (
    <li class="row num">
      <span class="grow">
        {one.firstDay} – {one.lastDay}
        <span class="muted s12 block">
          {t('settlement_vested')} <Exact of={one.vested} /> · {t('settlement_paid')} <Exact of={one.paid} />
        </span>
        <span class="row">
          <a class="btn small" href={`${path}.xlsx`} download>
            Excel
          </a>
          <a class="btn small" href={`${path}.csv`} download>
            CSV
          </a>
        </span>
      </span>
      <span class="right">
        <span class="muted s12 block">{t('settlement_closing')}</span>
        <Exact of={one.closing} />
      </span>
    </li>
  )
}
