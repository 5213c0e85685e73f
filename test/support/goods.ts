import sharp from 'sharp'
import {
  addPicture,
  createFreightTemplate,
  createProduct,
  createSku,
  createSupplier,
  encodePicture,
  publishProduct,
  recordFact,
  setOffer,
} from '../../src/catalog/index.ts'
import type { StaffActor } from '../../src/platform/actor.ts'
import type { Tx } from '../../src/platform/db.ts'
import { formatId, type Id } from '../../src/platform/ids.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { createWarehouse, receiveLot } from '../../src/stock/index.ts'

/** A scout who may also receive goods and set prices; no row of hers is in the database. */
export const scout: StaffActor = {
  kind: 'staff',
  staffId: 7_000_000_000_000_000_001n as Id<'stf'>,
  sessionId: 7_000_000_000_000_000_002n as Id<'ses'>,
  roles: ['scout', 'operator'],
  provedAt: new Date('2026-11-23T04:00:00.000Z'),
}

export interface GoodsWanted {
  readonly nameZh?: string
  readonly category?: string
  readonly returnClass?: 'fresh_no_7d' | '7d'
  readonly directFen?: number
  readonly communityFen?: number
  readonly passFen?: number
  readonly floorFen?: number
  readonly freightFen?: number
  readonly freeFromFen?: number
  /** Units in the first lot; none comes in when it is 0. */
  readonly quantity?: number
  readonly publish?: boolean
}

export interface Goods {
  readonly supplierId: Id<'sup'>
  readonly templateId: Id<'frt'>
  readonly productId: Id<'prd'>
  readonly skuId: Id<'sku'>
  readonly warehouseId: Id<'whs'>
  readonly lotId: Id<'lot'> | null
}

const FACTS = ['variety', 'origin', 'grower', 'picking', 'how_to_eat'] as const
let picture: Awaited<ReturnType<typeof encodePicture>> | undefined

/** A published product with one SKU, its prices and a first lot, made through the doors of catalog and stock. */
export async function makeGoods(platform: Platform, wanted: GoodsWanted = {}): Promise<Goods> {
  picture ??= await encodePicture(await plainPicture())
  const drawn = picture
  return platform.db.inTransaction(platform, async (tx) => {
    const supplierId = await createSupplier(platform, tx, scout, {
      name: '老周果园',
      kind: 'grower',
      place: '江西赣州',
    })
    const templateId = await createFreightTemplate(platform, tx, scout, {
      name: '常温',
      feeFen: wanted.freightFen ?? 800,
      ...(wanted.freeFromFen === undefined ? {} : { freeFromFen: wanted.freeFromFen }),
    })
    const productId = await createProduct(platform, tx, scout, {
      nameZh: wanted.nameZh ?? '赣南脐橙',
      nameEn: 'Gannan navel oranges',
      wordZh: '霜降以后才摘',
      category: wanted.category ?? 'fruit.citrus',
      supplierId: formatId('sup', supplierId),
      returnClass: wanted.returnClass ?? 'fresh_no_7d',
    })
    for (const fact of FACTS) await recordFact(platform, tx, scout, productId, { fact, wordsZh: `${fact} 的事实` })
    await addPicture(platform, tx, scout, { productId, picture: drawn, altZh: '一箱橙子' })
    const skuId = await addSku(platform, tx, productId, templateId, wanted)
    const warehouseId = await createWarehouse(platform, tx, scout, { name: '赣州仓' })
    const quantity = wanted.quantity ?? 100
    const lotId = quantity > 0 ? await receive(platform, tx, skuId, warehouseId, 'L1', quantity) : null
    if (wanted.publish !== false) await publishProduct(tx, scout, productId)
    return { supplierId, templateId, productId, skuId, warehouseId, lotId }
  })
}

/** One more SKU of a product, with its prices. */
export async function addSku(
  platform: Platform,
  tx: Tx,
  productId: Id<'prd'>,
  templateId: Id<'frt'>,
  wanted: GoodsWanted = {},
): Promise<Id<'sku'>> {
  const skuId = await createSku(platform, tx, scout, productId, {
    nameZh: '5 斤装',
    nameEn: '2.5 kg',
    unitZh: '箱',
    unitEn: 'box',
    freightTemplateId: formatId('frt', templateId),
  })
  const communityFen = wanted.communityFen ?? 3990
  await setOffer(platform, tx, scout, skuId, {
    directFen: wanted.directFen ?? Math.max(4990, communityFen),
    communityFen,
    ...(wanted.passFen === undefined ? {} : { passFen: wanted.passFen }),
    floorFen: wanted.floorFen ?? Math.min(2000, communityFen),
  })
  return skuId
}

export const receive = (
  platform: Platform,
  tx: Tx,
  skuId: Id<'sku'>,
  warehouseId: Id<'whs'>,
  code: string,
  quantity: number,
  bestBefore?: string,
): Promise<Id<'lot'>> =>
  receiveLot(platform, tx, scout, skuId, {
    code,
    quantity,
    warehouseId: formatId('whs', warehouseId),
    costFen: 1500,
    pickedOn: '2026-11-20',
    ...(bestBefore === undefined ? {} : { bestBefore }),
  })

/** A picture of one colour, as a browser would send it. */
export const plainPicture = (width = 600, height = 400): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#e8872e' } })
    .jpeg()
    .toBuffer()
