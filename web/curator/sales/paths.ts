/** What the screens of a sale read. */
export const salePath = (id: string): string => `/v1/curator/sales/${id}`
export const ordersPath = (saleId: string): string => `${salePath(saleId)}/orders`
export const readingPath = (saleId: string): string => `${ordersPath(saleId)}/preview`
export const listPath = (saleId: string): string => `${ordersPath(saleId)}/list`
export const broughtPath = (saleId: string): string => `${ordersPath(saleId)}/brought`
export const goodsPath = '/v1/curator/goods'
export const communitiesPath = '/v1/curator/communities'
export const pointsPath = (communityId: string): string => `${communitiesPath}/${communityId}/pickup-points`
export const pickupsPath = (saleId: string): string => `${salePath(saleId)}/pickups`
export const totalsPath = (saleId: string): string => `${salePath(saleId)}/totals`
export const pickupPath = (code: string): string => `/v1/curator/pickups/${encodeURIComponent(code)}`
