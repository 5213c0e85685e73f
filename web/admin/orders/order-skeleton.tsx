import { t } from '../kit.ts'

/** The outline of an order while it is read: four figures, a table, two columns. */
export function OrderSkeleton() {
  return (
    <div aria-busy="true">
      <span className="unseen" role="status">
        {t('loading')}
      </span>
      <div className="figures">
        {[1, 2, 3, 4].map((n) => (
          <span key={n} className="skeleton card" style={{ height: 106 }} />
        ))}
      </div>
      <span className="skeleton card section" style={{ height: 140 }} />
      <span className="skeleton card section" style={{ height: 240 }} />
    </div>
  )
}
