import { useId } from 'react'
import { f, t } from '../kit.ts'
import { Amount } from '../parts/says.tsx'
import type { SoldDay } from '../shapes.ts'

const WIDTH = 700
const HEIGHT = 120
const BAR = 56

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
  const step = WIDTH / days.length
  return (
    <div className="bars" aria-hidden="true">
      <div className="bar-labels num s12">
        {days.map((day) => (
          <span key={day.date} className={day.amount.amount === 0 ? 'muted' : 'b'}>
            {day.amount.amount === 0 ? '0' : f.priceText(day.amount)}
          </span>
        ))}
      </div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        <title>{t('today_sold')}</title>
        {days.map((day, index) => {
          const height = Math.max(1, (day.amount.amount / most) * HEIGHT)
          const isToday = index === days.length - 1
          return (
            <rect
              key={day.date}
              className={isToday ? 'bar-today' : 'bar-before'}
              x={index * step + (step - BAR) / 2}
              y={HEIGHT - height}
              width={BAR}
              height={height}
            />
          )
        })}
      </svg>
      <div className="bar-labels s12 muted">
        {days.map((day) => (
          <span key={day.date}>{f.day(day.date)}</span>
        ))}
      </div>
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
