/** What was read under these paths is old once a product changed. */
export const productChanges: readonly string[] = ['/v1/admin/products', '/v1/admin/stock', '/v1/admin/activity']
