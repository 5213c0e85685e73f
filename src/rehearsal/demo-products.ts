import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { demoFolder, type WorldProduct } from './demo-world.ts'
import type { House } from './house.ts'
import type { Visitor } from './public-door.ts'

export interface DemoSku {
  readonly skuId: string
  readonly productId: string
  readonly productName: string
}

const DAY_MS = 24 * 3_600_000
const STOCK: Readonly<Record<string, number>> = { P01: 160, P09: 30, P07: 0, P14: 0, P20: 40 }
const USUAL_STOCK = 240
/** A week's lot is packed within five days; what nobody took is written off. */
const FRESH_DAYS = 7
const KEEPS_DAYS = 180
const PICTURE_WIDTH = 1200

/** Fact names of the world file → the dossier's own. */
const FACTS: readonly (readonly [string, string])[] = [
  ['chosen_from', 'chosen_from'],
  ['blind_taste_score', 'blind_taste'],
  ['measured_good', 'measured'],
  ['grading', 'grading'],
  ['picking', 'picking'],
  ['packing', 'packing'],
  ['intake', 'intake'],
  ['how_to_show', 'how_to_show'],
  ['how_to_eat_or_use', 'how_to_eat'],
]

const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  book: ['本', 'book'],
  'fresh.fruit': ['箱', 'box'],
  'fresh.seafood': ['盒', 'box'],
  grain: ['袋', 'bag'],
}

/** The goods of the world and where they lie. */
export interface Shelf {
  readonly skus: ReadonlyMap<string, DemoSku>
  readonly warehouseId: string
}

/** Publishes every product as a scout does: dossier, picture, SKU, price, then the gate. */
export async function publishProducts(
  staff: Visitor,
  scout: Visitor,
  products: readonly WorldProduct[],
): Promise<Shelf> {
  const warehouse = await staff.post('/v1/admin/warehouses', { name: '临江一号仓' }, 'demo-warehouse')
  const freight = await staff.post(
    '/v1/admin/freight-templates',
    { name: '满 59 元包邮', feeFen: 800, freeFromFen: 5900 },
    'demo-freight',
  )
  const skus = new Map<string, DemoSku>()
  for (const [index, product] of products.entries()) {
    skus.set(product.id, await publish({ staff, scout }, product, { freightId: freight.id, position: index + 1 }))
  }
  return { skus, warehouseId: warehouse.id }
}

/** Tonight's stock: what was picked nine days ago, as much of it as each product has. */
export async function stockUp(
  house: House,
  scout: Visitor,
  shelf: Shelf,
  products: readonly WorldProduct[],
): Promise<void> {
  for (const product of products) {
    const quantity = STOCK[product.id] ?? USUAL_STOCK
    if (quantity === 0) continue
    const pickedOn = dateAfter(house, -9)
    await takeIn(scout, shelf, product, { quantity, pickedOn, bestBefore: dateAfter(house, 60) })
  }
}

/** A lot of one of the weeks before tonight. Fresh goods do not keep much longer than that week. */
export async function takeInWeek(
  house: House,
  scout: Visitor,
  shelf: Shelf,
  product: WorldProduct,
  quantity: number,
): Promise<void> {
  const bestBefore = dateAfter(house, /^(fresh|dairy)/.test(product.category) ? FRESH_DAYS : KEEPS_DAYS)
  await takeIn(scout, shelf, product, { quantity, pickedOn: dateAfter(house, -1), bestBefore })
}

interface Lot {
  readonly quantity: number
  readonly pickedOn: string
  readonly bestBefore: string
}

async function takeIn(scout: Visitor, { skus, warehouseId }: Shelf, product: WorldProduct, lot: Lot) {
  const sku = skus.get(product.id)
  if (!sku) return
  const input = {
    ...lot,
    code: `${product.id}-${lot.pickedOn.slice(5, 7)}${lot.pickedOn.slice(8, 10)}`,
    originZh: product.origin.slice(0, 60),
    originEn: product.origin_en,
    costFen: product.price_fen.landed_cost,
    warehouseId,
  }
  await scout.post(`/v1/admin/skus/${sku.skuId}/lots`, input, `demo-lot-${input.code}`)
}

const dateAfter = (house: House, days: number) =>
  new Date(house.now().getTime() + days * DAY_MS).toISOString().slice(0, 10)

interface Places {
  readonly freightId: string
  readonly position: number
}

async function publish(
  by: { staff: Visitor; scout: Visitor },
  product: WorldProduct,
  places: Places,
): Promise<DemoSku> {
  const { staff, scout } = by
  const key = (step: string) => `demo-${product.id}-${step}`
  const supplier = await staff.post(
    '/v1/admin/suppliers',
    { name: product.grower.slice(0, 60), kind: 'grower', place: product.origin.slice(0, 60) },
    key('supplier'),
  )
  const made = await scout.post(
    '/v1/admin/products',
    {
      nameZh: product.name_zh,
      nameEn: product.name_en,
      wordZh: wordOf(product),
      wordEn: product.word_en,
      category: product.category,
      supplierId: supplier.id,
      returnClass: product.return_class,
      promiseZh: product.promise,
      promiseEn: product.promise_en,
    },
    key('product'),
  )
  for (const [fact, words] of factsOf(product))
    await scout.post(`/v1/admin/products/${made.id}/facts`, { fact, wordsZh: words }, key(`fact-${fact}`))
  const picture = await drawPicture(product.id)
  if (picture)
    await scout.upload(
      `/v1/admin/products/${made.id}/pictures`,
      { altZh: product.name_zh, altEn: product.name_en },
      { name: `${product.id}.png`, type: 'image/png', bytes: picture },
      key('picture'),
    )
  const [unitZh, unitEn] = UNITS[product.category] ?? ['份', 'pack']
  const withSku = await scout.post(
    `/v1/admin/products/${made.id}/skus`,
    { nameZh: product.spec.slice(0, 60), nameEn: product.spec_en, unitZh, unitEn, freightTemplateId: places.freightId },
    key('sku'),
  )
  const skuId = withSku.skus[0].id as string
  const { direct, community, pass, floor } = product.price_fen
  await scout.post(
    `/v1/admin/skus/${skuId}/offers`,
    { directFen: direct, communityFen: community, passFen: pass, floorFen: floor },
    key('offer'),
  )
  await staff.post(
    '/v1/admin/commission-rules',
    {
      name: `${product.name_zh} ${product.commission_bps / 100}%`,
      position: places.position,
      skuId,
      rateBps: product.commission_bps,
    },
    key('rule'),
  )
  await scout.post(`/v1/admin/products/${made.id}/publish`, {}, key('publish'))
  return { skuId, productId: made.id, productName: product.name_zh }
}

function wordOf(product: WorldProduct): string {
  const { chosen_from: chosen, measured_good: measured } = product.dossier
  return [chosen, measured]
    .filter((one) => one && one !== '–')
    .join('。')
    .slice(0, 200)
}

function factsOf(product: WorldProduct): [string, string][] {
  const known: [string, string | number | null][] = [
    ['variety', product.variety],
    ['origin', product.origin],
    ['grower', product.grower],
    ['spec', product.spec],
    ['logistics', product.logistics],
    ['shelf_life', product.shelf_life],
    ['season', product.season_months.length === 12 ? '全年' : `${product.season_months.join('、')} 月`],
    ...FACTS.map(([from, to]): [string, string | number | null] => [to, product.dossier[from] ?? null]),
  ]
  // A dash in the world file means: does not apply. The gate wants the five that every product has, so they say so.
  return known.flatMap(([fact, words]): [string, string][] => {
    if (words === null || words === '–') return NEEDED.has(fact) ? [[fact, '不适用']] : []
    return [[fact, String(words)]]
  })
}

const NEEDED = new Set(['variety', 'origin', 'grower', 'picking', 'chosen_from', 'how_to_eat'])

async function drawPicture(productId: string): Promise<Buffer | undefined> {
  const file = join(demoFolder(), 'pictures', `${productId.toLowerCase()}.svg`)
  if (!existsSync(file)) return undefined
  const { default: sharp } = await import('sharp')
  return sharp(file).resize(PICTURE_WIDTH).png().toBuffer()
}
