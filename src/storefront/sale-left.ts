import type { Sale } from '../../web/storefront/shapes.ts'
import { anyone, route } from '../platform/http.ts'
import { strict, Type } from '../platform/wire.ts'
import { keepPage } from './kept-pages.ts'
import { readSale, visitSaleAs } from './read-pages.ts'

/** What is left in a sale, for pages that stay open: as old as the page is, at most a second, and one reading for all. */
export const leftRoute = route({
  method: 'GET',
  path: '/s/:token/left.json',
  audience: 'store',
  who: anyone,
  summary: 'What is left in a sale, at most a second old',
  params: strict({ token: Type.String({ minLength: 1, maxLength: 64 }) }),
  contentType: 'application/json; charset=utf-8',
  handle: async (platform, request) => {
    const { token } = request.params
    const { standing } = await visitSaleAs(platform, request, token)
    const { html } = await keepPage(platform, ['left', token, standing].join(' '), async () => {
      const { sale } = await readSale(platform, request, token)
      const left = sale.skus.map(({ skuId, left }) => ({ skuId, left }))
      return {
        html: JSON.stringify({ state: sale.state, left }),
        goodForMs: msToNextState(sale, platform.clock.now()),
      }
    })
    request.header('cache-control', 'private, no-cache')
    return html
  },
})

/** How long a sale stays in the state in which it was read: what is kept of it must not outlive that. */
export function msToNextState({ opensAt, cutsOffAt }: Pick<Sale, 'opensAt' | 'cutsOffAt'>, now: Date): number {
  const ahead = [opensAt, cutsOffAt].map((at) => Date.parse(at) - now.getTime()).filter((ms) => ms > 0)
  return Math.min(Number.POSITIVE_INFINITY, ...ahead)
}
