import { getRouteApi, Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { commissionFen } from '../ledger/books.ts'
import { Journals } from '../ledger/journals.tsx'
import { ActivityLine } from '../parts/activity-line.tsx'
import { type Figure, Figures, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Amount, CopyId, shortId } from '../parts/says.tsx'
import { OrderStateChip, said } from '../parts/states.tsx'
import { percentText } from '../parts/yuan.ts'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { AdminOrder } from '../shapes.ts'
import { groundsIn, shortNumber } from './grounds.ts'
import { OrderActions } from './order-actions.tsx'
import { OrderLines } from './order-lines.tsx'
import { MoneyIn, MoneyOut } from './order-money.tsx'
import { OrderSkeleton } from './order-skeleton.tsx'
import { Receiving } from './receiving.tsx'
import { Timeline } from './timeline.tsx'

const route = getRouteApi('/orders/$id')

/** One order and all its evidence: every number leads to where it comes from. */
export function OrderPage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<AdminOrder>(`/v1/admin/orders/${id}`)
  const back = { to: '/orders', words: t('room_orders') }
  if (!data) {
    return (
      <Page title={t('order')} back={back}>
        {problem ? <Unread problem={problem} again={again} /> : <OrderSkeleton />}
      </Page>
    )
  }
  return (
    <Page
      title={t('order_of', { name: data.buyer.nickname })}
      back={back}
      beside={<OrderStateChip state={data.order.state} />}
      under={<FromWhere of={data} />}
      actions={<OrderActions of={data} />}
    >
      <Whole of={data} />
    </Page>
  )
}

function Whole({ of }: { of: AdminOrder }) {
  const { order } = of
  return (
    <>
      <Figures items={figuresOf(of)} />
      <Section title={t('order_lines')}>
        <OrderLines of={of} />
      </Section>
      <Section title={t('order_books')} beside={<BooksLink id={order.id} />}>
        {of.journals.length === 0 ? (
          <p className="muted s14">{t('order_no_books')}</p>
        ) : (
          <Journals
            journals={of.journals}
            currency={order.total.currency}
            caption={t('order_books')}
            grounds={groundsIn(of)}
          />
        )}
      </Section>
      <div className="two-columns">
        <div>
          <MoneyIn of={of} />
          <MoneyOut of={of} />
          <ActivityLine subject={order.id} />
        </div>
        <div>
          <Receiving of={of} />
          <Section title={t('timeline')}>
            <Timeline of={of} />
          </Section>
        </div>
      </div>
    </>
  )
}

function FromWhere({ of: { order } }: { of: AdminOrder }) {
  return (
    <span className="row wrap">
      <CopyId id={order.id} />
      {order.community && (
        <Link to="/communities/$id" params={{ id: order.community.id }} className="link">
          {order.community.name}
        </Link>
      )}
      {order.sale ? (
        <Link to="/sales/$id" params={{ id: order.sale.id }} className="link">
          {t('sale_titled', { title: order.sale.title })}
        </Link>
      ) : (
        <span>{t('bought_directly')}</span>
      )}
    </span>
  )
}

function BooksLink({ id }: { id: string }) {
  const mayRead = useMay('read_books')
  if (!mayRead) return null
  return (
    <Link to="/ledger" search={{ reference: id }} className="link s12">
      {t('order_books_more')}
    </Link>
  )
}

function figuresOf(of: AdminOrder): Figure[] {
  const { order, payments, refunds, journals } = of
  const paid = payments.find((payment) => payment.state === 'succeeded')
  const rates = [...new Set(of.attribution.flatMap(({ rule }) => (rule ? [percentText(rule.rateBps)] : [])))]
  const commission = { amount: commissionFen(journals), currency: order.total.currency }
  return [
    {
      name: paid ? t('paid') : t('to_pay'),
      value: <Amount of={order.total} />,
      under: paid
        ? t('paid_by', { txn: shortNumber(paid.providerTxn) ?? shortId(paid.id) })
        : said('payment', order.payment.state),
    },
    {
      name: t('refunded'),
      value: <Amount of={order.refunded} />,
      under: refunds.length === 0 ? t('refunds_none') : t('refunds_n', { n: refunds.length }),
    },
    {
      name: rates.length === 0 ? t('commission') : t('commission_at', { rate: rates.join(' / ') }),
      value: <Amount of={commission} />,
      under: order.curator ? order.curator.displayName : t('commission_nobody'),
    },
    {
      name: t('goods_and_freight'),
      value: f.count(
        order.lines.reduce((sum, line) => sum + line.quantity, 0),
        t('piece'),
      ),
      under: t('goods_plus_freight', { goods: f.exactText(order.goods), freight: f.exactText(order.freight) }),
    },
  ]
}
