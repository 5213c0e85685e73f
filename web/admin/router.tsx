import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Lost } from './frame/lost.tsx'
import { Shell } from './frame/shell.tsx'

/** Every page of the console. Each is fetched when it is opened first, or when the pointer rests on a link to it. */

const root = createRootRoute({ component: Shell, notFoundComponent: Lost })

/** Filters live in the address: plain texts, anything else is dropped. */
const texts =
  <const K extends string>(...names: readonly K[]) =>
  (search: Record<string, unknown>): { [name in K]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = search[name]
        return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
      }),
    ) as { [name in K]?: string }

const nothing = texts<never>()

function page<const Path extends string, K extends string = never>(
  path: Path,
  component: ReturnType<typeof lazyRouteComponent>,
  validateSearch: (search: Record<string, unknown>) => { [name in K]?: string } = nothing as never,
) {
  return createRoute({ getParentRoute: () => root, path, component, validateSearch })
}

const routeTree = root.addChildren([
  page(
    '/',
    lazyRouteComponent(() => import('./today/today-page.tsx'), 'TodayPage'),
  ),
  page(
    '/orders',
    lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
    texts('state', 'delivery', 'saleId', 'communityId', 'buyerId', 'search'),
  ),
  page(
    '/orders/ship',
    lazyRouteComponent(() => import('./orders/ship-many-page.tsx'), 'ShipManyPage'),
  ),
  page(
    '/orders/hand-over',
    lazyRouteComponent(() => import('./orders/hand-over-page.tsx'), 'HandOverPage'),
  ),
  page(
    '/orders/$id',
    lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
  ),
  page(
    '/communities',
    lazyRouteComponent(() => import('./communities/communities-page.tsx'), 'CommunitiesPage'),
    texts('search'),
  ),
  page(
    '/communities/$id',
    lazyRouteComponent(() => import('./communities/community-page.tsx'), 'CommunityPage'),
  ),
  page(
    '/trust',
    lazyRouteComponent(() => import('./trust/trust-page.tsx'), 'TrustPage'),
  ),
  page(
    '/trust/people/$id',
    lazyRouteComponent(() => import('./trust/person-evidence-page.tsx'), 'PersonEvidencePage'),
  ),
  page(
    '/curators',
    lazyRouteComponent(() => import('./curators/curators-page.tsx'), 'CuratorsPage'),
    texts('state', 'search'),
  ),
  page(
    '/curators/$id',
    lazyRouteComponent(() => import('./curators/curator-page.tsx'), 'CuratorPage'),
  ),
  page(
    '/sales',
    lazyRouteComponent(() => import('./sales/sales-page.tsx'), 'SalesPage'),
    texts('state', 'search'),
  ),
  page(
    '/sales/$id',
    lazyRouteComponent(() => import('./sales/sale-page.tsx'), 'SalePage'),
  ),
  page(
    '/people',
    lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
    texts('search'),
  ),
  page(
    '/people/$id',
    lazyRouteComponent(() => import('./people/person-page.tsx'), 'PersonPage'),
  ),
  page(
    '/products',
    lazyRouteComponent(() => import('./products/products-page.tsx'), 'ProductsPage'),
    texts('state', 'search'),
  ),
  page(
    '/products/new',
    lazyRouteComponent(() => import('./products/new-product-page.tsx'), 'NewProductPage'),
  ),
  page(
    '/products/$id',
    lazyRouteComponent(() => import('./products/product-page.tsx'), 'ProductPage'),
  ),
  page(
    '/stock',
    lazyRouteComponent(() => import('./supply/stock-page.tsx'), 'StockPage'),
    texts('search'),
  ),
  page(
    '/supply',
    lazyRouteComponent(() => import('./supply/supply-page.tsx'), 'SupplyPage'),
  ),
  page(
    '/ledger',
    lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
    texts('reference'),
  ),
  page(
    '/ledger/accounts/$kind',
    lazyRouteComponent(() => import('./ledger/account-page.tsx'), 'AccountPage'),
    texts('owner', 'from', 'through'),
  ),
  page(
    '/ledger/days',
    lazyRouteComponent(() => import('./ledger/days-page.tsx'), 'DaysPage'),
  ),
  page(
    '/audit',
    lazyRouteComponent(() => import('./ledger/audit-page.tsx'), 'AuditPage'),
  ),
  page(
    '/payments',
    lazyRouteComponent(() => import('./payments/payments-page.tsx'), 'PaymentsPage'),
    texts('state', 'search'),
  ),
  page(
    '/refunds',
    lazyRouteComponent(() => import('./payments/refunds-page.tsx'), 'RefundsPage'),
    texts('state', 'search'),
  ),
  page(
    '/payouts',
    lazyRouteComponent(() => import('./settlements/payouts-page.tsx'), 'PayoutsPage'),
    texts('state'),
  ),
  page(
    '/settlements',
    lazyRouteComponent(() => import('./settlements/periods-page.tsx'), 'PeriodsPage'),
  ),
  page(
    '/settlements/$id',
    lazyRouteComponent(() => import('./settlements/period-page.tsx'), 'PeriodPage'),
  ),
  page(
    '/supplier-statements/$id',
    lazyRouteComponent(() => import('./settlements/statement-page.tsx'), 'StatementPage'),
  ),
  page(
    '/tax-rates',
    lazyRouteComponent(() => import('./settlements/tax-rates-page.tsx'), 'TaxRatesPage'),
  ),
  page(
    '/bills',
    lazyRouteComponent(() => import('./bills/bills-page.tsx'), 'BillsPage'),
    texts('state'),
  ),
  page(
    '/bills/lines',
    lazyRouteComponent(() => import('./bills/lines.tsx'), 'BillLinesPage'),
    texts('search'),
  ),
  page(
    '/bills/$day',
    lazyRouteComponent(() => import('./bills/bill-day-page.tsx'), 'BillDayPage'),
    texts('state'),
  ),
  page(
    '/notifications',
    lazyRouteComponent(() => import('./bills/notifications-page.tsx'), 'NotificationsPage'),
    texts('kind', 'search'),
  ),
  page(
    '/commission-rules',
    lazyRouteComponent(() => import('./commissions/rules-page.tsx'), 'RulesPage'),
  ),
  page(
    '/staff',
    lazyRouteComponent(() => import('./staff/staff-page.tsx'), 'StaffPage'),
  ),
  page(
    '/api-keys',
    lazyRouteComponent(() => import('./staff/api-keys-page.tsx'), 'ApiKeysPage'),
  ),
  page(
    '/activity',
    lazyRouteComponent(() => import('./staff/activity-page.tsx'), 'ActivityPage'),
    texts('subject'),
  ),
])

export const router = createRouter({
  routeTree,
  basepath: '/admin',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
