import { findLinks, readLinkToken } from '../attribution/index.ts'
import { readSkus, skuName } from '../catalog/index.ts'
import { rulesInForce } from '../commissions/index.ts'
import { curatorsByIds, whyNotSelling } from '../curators/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { RefusalText } from '../platform/wire.ts'
import { readSales, whyNoOrders } from '../sales/index.ts'
import { leftOf } from '../stock/index.ts'
import { type Quote, type QuoteInput, refusals } from './contract.ts'
import { bindingThrough, draft } from './order.ts'

/** What an order would cost now, and what would stand in its way. Promises nothing: placing decides. */
export async function quote(platform: Platform, actor: Actor, input: QuoteInput, locale: Locale): Promise<Quote> {
  const { db } = platform
  const at = platform.clock.now()
  const lines = input.lines.map((line) => ({ skuId: parseId('sku', line.skuId), quantity: line.quantity }))
  const skuIds = lines.map((line) => line.skuId)
  const linkId = input.token ? readLinkToken(platform.keys, input.token) : null
  const [skus, left, rules, links] = await Promise.all([
    readSkus(db, skuIds, at),
    leftOf(db, skuIds),
    rulesInForce(db, at),
    findLinks(db, linkId === null ? [] : [linkId]),
  ])
  const link = linkId === null ? undefined : links.get(linkId)
  const sale = link ? (await readSales(db, [link.saleId], at)).get(link.saleId) : undefined
  const curator = link ? (await curatorsByIds(db, [link.curatorPersonId])).get(link.curatorPersonId) : undefined
  const buyerPersonId = actor.kind === 'person' ? actor.personId : 0n
  const binding = link ? bindingThrough(link, buyerPersonId, curator) : null
  const drafted = draft({ buyerPersonId, lines, delivery: input.delivery, binding }, skus, rules)
  const problems: Quote['problems'] = []
  const say = (refusal: RefusalText, skuId?: bigint) =>
    problems.push({
      code: refusal.code,
      title: locale === 'en' ? refusal.en : refusal.zh,
      ...(skuId === undefined ? {} : { skuId: formatId('sku', skuId) }),
    })
  const why = sale ? (whyNotSelling(curator) ?? whyNoOrders(sale, at)) : undefined
  if (why) say(why.refusal)
  for (const line of lines) if ((left.get(line.skuId) ?? 0) < line.quantity) say(refusals.stock_gone, line.skuId)
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  return {
    lines: drafted.lines.map((line) => ({
      skuId: formatId('sku', line.skuId),
      productId: formatId('prd', line.sku.productId),
      ...skuName(line.sku, locale),
      quantity: line.quantity,
      unitPrice: money(line.unitFen),
      goods: money(line.goodsFen),
    })),
    goods: money(drafted.goodsFen),
    freight: money(drafted.freightFen),
    total: money(drafted.totalFen),
    priceKind: binding ? 'community' : 'direct',
    savedAgainstDirect: money(drafted.savedFen),
    needsFreshConfirmation: drafted.needsFreshConfirmation,
    problems,
  }
}
