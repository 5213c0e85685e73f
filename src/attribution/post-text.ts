import { type Community, type Post, writePost } from '../communities/index.ts'
import type { Locale } from '../platform/http.ts'
import { formatFen } from '../platform/money.ts'

/** What the words of a post are made of. */
export interface Posted {
  readonly title: string
  readonly word: string
  readonly cutsOffAt: Date
  readonly arrivesOn: string
  readonly pickupPointName: string | null
  readonly skus: readonly {
    readonly name: string
    readonly unit: string
    readonly communityPrice: { readonly amount: number; readonly currency: string }
  }[]
}

const LINES_OF_GOODS = 8

/** The text of a sale, ready to paste where the community lives. Dates are written out: it may be read tomorrow. */
export function salePost(community: Community, sale: Posted, url: string, locale: Locale, timeZone: string): string {
  const zh = locale !== 'en'
  const cutOff = momentWords(sale.cutsOffAt, locale, timeZone)
  const day = dayWords(sale.arrivesOn, locale)
  const place = sale.pickupPointName
  const arrival = zh
    ? `${day}到${place ? `${place}自提` : ''}`
    : `arrives ${day}${place ? `, pick up at ${place}` : ''}`
  const goods = sale.skus.slice(0, LINES_OF_GOODS).map((sku) => goodsLine(sku))
  const post: Post = {
    title: sale.title,
    lines: [sale.word, ...goods, zh ? `${cutOff} 截单，${arrival}` : `Orders until ${cutOff}, ${arrival}`],
    call: zh ? '点这里下单' : 'Order here',
    url,
    asList: true,
  }
  return writePost(community.carriers[0]?.kind ?? 'in_app', post, locale)
}

function goodsLine({ name, unit, communityPrice: { amount, currency } }: Posted['skus'][number]): string {
  const symbol = currency === 'CNY' ? '¥' : `${currency} `
  return `${name} ${symbol}${formatFen(amount).replace(/\.?0+$/, '')}/${unit}`
}

/** 11月23日周一 22:00 */
function momentWords(at: Date, locale: Locale, timeZone: string): string {
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${dateWords(at, locale, timeZone)} ${time.format(at)}`
}

const dayWords = (date: string, locale: Locale): string => dateWords(new Date(`${date}T12:00:00Z`), locale, 'UTC')

function dateWords(at: Date, locale: Locale, timeZone: string): string {
  const day = new Intl.DateTimeFormat(locale, { timeZone, month: locale === 'en' ? 'short' : 'long', day: 'numeric' })
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' })
  return locale === 'en' ? `${weekday.format(at)} ${day.format(at)}` : `${day.format(at)}${weekday.format(at)}`
}
