/** What was read under these paths is old once an order moved: its books, its stock and its record move with it. */
export const orderChanges: readonly string[] = [
  '/v1/admin/orders',
  '/v1/admin/today',
  '/v1/admin/ledger',
  '/v1/admin/payments',
  '/v1/admin/refunds',
  '/v1/admin/stock',
  '/v1/admin/activity',
]
