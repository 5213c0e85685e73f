import { useId } from 'react'
import { f, t } from '../kit.ts'
import { Amount } from '../parts/says.tsx'
import type { SoldDay } from '../shapes.ts'

/** Of the tallest bar, in pixels. */
const HEIGHT = 120

/** Seven days of sales: a sentence that says what the bars show, the bars, and the numbers behind them. */
export function SevenDays({ days }: { days: readonly SoldDay[] }) {
  const says = useId()
  return (
    <figure className="card chart">
      <figcaption id={says}>{sentence(days)}</figcaption>
      <Bars days={days} />
      <details>
        <summary className="link s12">{t('chart_table')}</summary>
        <table className="table plain" aria-describedby={says}>
          <thead>
            <tr>
              <th scope="col">{t('date')}</th>
              <th scope="col" className="m">
                {t('paid_orders')}
              </th>
              <th scope="col" className="m">
                {t('sold_amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.date}>
                <td className="num">{day.date}</td>
                <td className="m">{day.orders}</td>
                <td className="m">
                  <Amount of={day.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

function Bars({ days }: { days: readonly SoldDay[] }) {
  const most = Math.max(1, ...days.map((day) => day.amount.amount))
  return (
    <div className="bars" aria-hidden="true">
      {days.map((day, index) => (
        <div key={day.date} className="bar-day s12">
          <span className={day.amount.amount === 0 ? 'muted num' : 'b num'}>
            {day.amount.amount === 0 ? '0' : f.priceText(day.amount)}
          </span>
          <svg
            className={index === days.length - 1 ? 'day-bar today' : 'day-bar'}
            height={Math.max(2, Math.round((day.amount.amount / most) * HEIGHT))}
          >
            <title>{day.date}</title>
            <rect width="100%" height="100%" />
          </svg>
          <span className="muted num">
            {index < days.length - 2 ? day.date.slice('2026-'.length) : f.day(day.date)}
          </span>
        </div>
      ))}
    </div>
  )
}

function sentence(days: readonly SoldDay[]): string {
  const orders = days.reduce((sum, day) => sum + day.orders, 0)
  const first = days[0]
  if (!first || orders === 0) return t('sold_nothing')
  const amount = { ...first.amount, amount: days.reduce((sum, day) => sum + day.amount.amount, 0) }
  const best = days.reduce((a, b) => (b.amount.amount > a.amount.amount ? b : a))
  return t('sold_sentence', {
    n: orders,
    amount: f.exactText(amount),
    day: f.day(best.date),
    most: f.exactText(best.amount),
  })
}
