import path from 'node:path'
import sharp from 'sharp'
import { pay, signIn, signInStaff, untilPaid } from '../../src/rehearsal/house.ts'
import type { Visitor } from '../../src/rehearsal/public-door.ts'
import type { TestHouse } from './house.ts'

/** Amounts in fen of the oranges, and boxes; freight below 59.00 of goods, commission 10 % of the community price. */
const orange = { direct: 6990, community: 5490, freight: 800, left: 20 } as const

const PASSWORD = 'a long enough one'
const FACTS: readonly (readonly [fact: string, zh: string, en: string])[] = [
  ['variety', '纽荷尔', 'Newhall'],
  ['origin', '云岔县橙坳村，海拔 420–560 米', 'Cheng’ao village, Yuncha, 420 to 560 m up'],
  ['grower', '果农向满仓合作社', 'The growers’ cooperative of Xiang Mancang'],
  ['chosen_from', '九家果园，试吃三轮，留一家', 'Nine orchards, three rounds of tasting, one kept'],
  ['picking', '晴天摘，雨后停采 48 小时', 'Picked on dry days, never within 48 hours of rain'],
  ['how_to_eat', '先放两天回甜，切瓣不剥皮', 'Leave it for two days, then cut it in wedges'],
]

/** The shelf as its keeper leaves it: one published product in both languages, twenty boxes of it, and her session. */
export async function fillOrangeShelf(house: TestHouse): Promise<{ staff: Visitor; productId: string; skuId: string }> {
  const { totpSecret } = await house.makeStaff({ login: 'keeper', name: '秦越', password: PASSWORD, roles: ['admin'] })
  const staff = await signInStaff(house, 'keeper', PASSWORD, totpSecret)
  const productId = await describeOranges(staff)
  const skuId = await stockOranges(staff, productId)
  const rule = { name: '鲜果 10%', position: 1, category: 'fresh', rateBps: 1000 }
  await staff.post('/v1/admin/commission-rules', rule, 'rule')
  await staff.post(`/v1/admin/products/${productId}/publish`, {}, 'publish')
  return { staff, productId, skuId }
}

export interface Purchase {
  /** The sale's link, whoever passed it on. */
  readonly link: string
  readonly skuId: string
  readonly phone: string
  readonly nickname: string
}

/** Somebody buys one box through a link and pays, without a browser. */
export async function buyOneBox(house: TestHouse, { link, skuId, phone, nickname }: Purchase): Promise<void> {
  const buyer = await signIn(house, 'store', phone, nickname)
  const where = { recipient: nickname, phone, region: '浙江省 临江市 望江区', street: '桂雨里 3 幢' }
  const { id: addressId } = await buyer.post('/v1/store/me/addresses', { ...where, isDefault: true }, 'address')
  const body = {
    token: new URL(link).pathname.split('/').at(-1),
    lines: [{ skuId, quantity: 1 }],
    delivery: 'parcel',
    addressId,
    freshConfirmed: true,
    expectedTotal: { amount: orange.community + orange.freight, currency: 'CNY' },
  }
  const { payment } = await buyer.post('/v1/store/orders', body, 'order')
  await pay(house, buyer, payment.id)
  await untilPaid(buyer, payment.id)
}

async function describeOranges(staff: Visitor): Promise<string> {
  const grower = { name: '向满仓合作社', kind: 'grower', place: '云岔县' }
  const supplier = await staff.post('/v1/admin/suppliers', grower, 'supplier')
  const words = {
    nameZh: '云岔脐橙 9斤装',
    nameEn: 'Yuncha navel oranges, 4.5 kg',
    wordZh: '九家果园试了三轮，留下这一家。',
    wordEn: 'Nine orchards, three rounds of tasting, one kept.',
    promiseZh: '坏果包赔：坏一枚赔一枚',
    promiseEn: 'Bad fruit is paid back, piece by piece',
  }
  const rest = { category: 'fresh.fruit', supplierId: supplier.id, returnClass: 'fresh_no_7d' }
  const { id } = await staff.post('/v1/admin/products', { ...words, ...rest }, 'product')
  for (const [fact, wordsZh, wordsEn] of FACTS)
    await staff.post(`/v1/admin/products/${id}/facts`, { fact, wordsZh, wordsEn }, `fact-${fact}`)
  const drawn = path.resolve(import.meta.dirname, '../../demo/pictures/p01.svg')
  const file = { name: 'orange.png', type: 'image/png', bytes: await sharp(drawn).png().toBuffer() }
  const alt = { altZh: '一箱脐橙，一枚切开', altEn: 'A box of navel oranges, one cut open' }
  await staff.upload(`/v1/admin/products/${id}/pictures`, alt, file, 'picture')
  return id
}

async function stockOranges(staff: Visitor, productId: string): Promise<string> {
  const warehouse = await staff.post('/v1/admin/warehouses', { name: '一号仓' }, 'warehouse')
  const parcel = { name: '满 59 包邮', feeFen: orange.freight, freeFromFen: 5900 }
  const freight = await staff.post('/v1/admin/freight-templates', parcel, 'freight')
  const size = { nameZh: '约 20 枚', nameEn: 'about 20', unitZh: '箱', unitEn: 'box', freightTemplateId: freight.id }
  const { skus } = await staff.post(`/v1/admin/products/${productId}/skus`, size, 'sku')
  const skuId = skus[0].id
  const offer = { directFen: orange.direct, communityFen: orange.community, passFen: 4990, floorFen: 4490 }
  await staff.post(`/v1/admin/skus/${skuId}/offers`, offer, 'offer')
  const crop = { code: 'P01-1101', pickedOn: '2026-10-30', originZh: '云岔', costFen: 3950 }
  const lot = { ...crop, warehouseId: warehouse.id, quantity: orange.left }
  await staff.post(`/v1/admin/skus/${skuId}/lots`, lot, 'lot')
  return skuId
}
