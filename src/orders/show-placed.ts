import { type SkuForSale, skuName } from '../catalog/index.ts'
import type { PickupPoint } from '../communities/index.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { WrittenAnswer, writtenOrNull, writtenText } from '../platform/written-answer.ts'
import { type DraftLine, isUnpaid } from './order.ts'
import type { Candidate } from './placing.ts'
import type * as sql from './sql.ts'

/** An order that was placed now, with all that its buyer is shown of it: nothing is read again for the answer. */
export interface Made {
  readonly order: sql.NewOrder
  readonly candidate: Candidate
  readonly placedAt: Date
  readonly communityName: string
  readonly pickupPoint: PickupPoint | null
}

/**
 * The answer to a placing, written as `Placed` says and to the letter what reading the order again would give. An order that
 * was placed now has no parcel, no pick-up code and nothing refunded.
 */
export function writeMade(platform: Platform, made: Made, locale: Locale): WrittenAnswer {
  const { order, candidate, placedAt, pickupPoint } = made
  const { goodsFen, freightFen, totalFen } = order.draft
  const money = moneyIn(platform.config.currency)
  const expiresAt = expires.write(order.expiresAt)
  const intentId = formatId('pay', order.intentId)
  const total = money(totalFen)
  const head = `"id":"${formatId('ord', order.id)}","state":"${order.state}","delivery":"${order.delivery}"`
  const where = `"address":${addressOf(candidate)},"pickupPoint":${pointOf(pickupPoint)},"pickupCode":null,"pickupUrl":null`
  const nothing = money(0)
  const lines = order.draft.lines.map((line, index) => lineOf(line, index + 1, locale, money, nothing))
  const sums = `"goods":${money(goodsFen)},"freight":${money(freightFen)},"total":${total},"refunded":${nothing}`
  const when = `"placedAt":"${placing.write(placedAt)}","expiresAt":"${expiresAt}",${NOT_YET}`
  const may = `"canCancel":${isUnpaid(order.state)},"canConfirm":false,"canPassOn":false,"version":1`
  const paying = `"payment":{"id":"${intentId}","state":"created"}`
  const asked = `"payment":{"id":"${intentId}","amount":${total},"state":"created","expiresAt":"${expiresAt}"}`
  return new WrittenAnswer(
    `{"order":{${head},${where},"lines":[${lines.join()}],${sums},"note":${writtenText(order.note)},${when},${sellingOf(made)},${paying},${may}},${asked}}`,
  )
}

const NOT_YET = '"paidAt":null,"shippedAt":null,"receivedAt":null,"endedAt":null,"endReason":null,"parcels":[]'

type Money = (fen: number) => string
/** What every amount of an answer ends with is one text: a dozen amounts an answer, each put together of as few as it can be. */
function moneyIn(currency: string): Money {
  const end = `,"currency":"${currency}"}`
  return (fen) => `{"amount":${fen}${end}`
}

function lineOf(line: DraftLine, lineNo: number, locale: Locale, money: Money, nothing: string): string {
  const prices = `"unitPrice":${money(line.unitFen)},"goods":${money(line.goodsFen)},"refunded":${nothing}`
  return `{"lineNo":${lineNo},${goodsOf(line.sku, locale)},"quantity":${line.quantity},${prices}}`
}

/** The orders of a list have their moments in common. */
class LastMoment {
  #ms = Number.NaN
  #text = ''

  write(moment: Date): string {
    const ms = moment.getTime()
    if (ms !== this.#ms) {
      this.#text = moment.toISOString()
      this.#ms = ms
    }
    return this.#text
  }
}

const placing = new LastMoment()
const expires = new LastMoment()

function addressOf({ address }: Candidate): string {
  if (!address) return 'null'
  const { recipient, phoneMasked, region, street } = address
  return `{"recipient":${writtenText(recipient)},"phoneMasked":${writtenText(phoneMasked)},"region":${writtenText(region)},"street":${writtenText(street)}}`
}

function pointOf(point: PickupPoint | null): string {
  if (!point) return 'null'
  return `{"id":"${formatId('pkp', point.id)}","name":${writtenText(point.name)},"place":${writtenText(point.place)},"hours":${writtenText(point.hours)}}`
}

/** In which sale and community, and who sells. */
function sellingOf({ order, candidate, communityName }: Made): string {
  const { sale, curator, asked } = candidate
  const ofSale = sale
    ? `{"id":"${formatId('sal', sale.id)}","title":${writtenText(sale.title)},"token":${writtenOrNull(asked.placing.input.token ?? null)}}`
    : 'null'
  const ofCommunity =
    order.communityId === null
      ? 'null'
      : `{"id":"${formatId('com', order.communityId)}","name":${writtenText(communityName)}}`
  const ofCurator = curator ? `{"displayName":${writtenText(curator.displayName)}}` : 'null'
  return `"sale":${ofSale},"community":${ofCommunity},"curator":${ofCurator}`
}

const goods = new WeakMap<SkuForSale, Partial<Record<Locale, string>>>()

/** What a line says of its goods, written once for each language. */
function goodsOf(sku: SkuForSale, locale: Locale): string {
  const known = goods.get(sku)
  const written = known?.[locale] ?? inOnePiece(writeGoods(sku, locale))
  if (known) known[locale] = written
  else goods.set(sku, { [locale]: written })
  return written
}

/** A text that was put together stands in memory as its parts until somebody reads it, and is laid out anew in every answer. */
const inOnePiece = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('latin1')

function writeGoods(sku: SkuForSale, locale: Locale): string {
  const { name, unit, picture } = skuName(sku, locale)
  const ofPicture = picture
    ? `{"url":${writtenText(picture.url)},"alt":${writtenText(picture.alt)},"width":${picture.width},"height":${picture.height}}`
    : 'null'
  return `"skuId":"${formatId('sku', sku.skuId)}","productId":"${formatId('prd', sku.productId)}","name":${writtenText(name)},"unit":${writtenText(unit)},"picture":${ofPicture}`
}
