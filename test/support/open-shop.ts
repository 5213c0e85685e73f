import sharp from 'sharp'
import { afterAll, expect } from 'vitest'
import type { StaffRole } from '../../src/platform/actor.ts'
import { connectOnce } from '../../src/platform/db.ts'
import type { RefusalText } from '../../src/platform/wire.ts'
import { type Answer, Caller, type CallOptions } from './caller.ts'
import { openTestHouse, type TestHouse } from './house.ts'

/** Prices in fen of everything in an open shop; freight 8.00 below 59.00 of goods, commission 10 %. */
export const DIRECT = 6990
export const COMMUNITY = 5490
export const FREIGHT = 800
export const COST = 3950

const PASSWORD = 'a long enough one'
const PROOF_LASTS_MS = 9 * 60_000
const FACTS = ['variety', 'origin', 'grower', 'picking', 'chosen_from', 'how_to_eat']
const DAY_MS = 24 * 3_600_000

/** Someone who is signed in at the store and has an address. */
export interface Shopper {
  readonly caller: Caller
  readonly personId: string
  readonly addressId: string
}

export interface SaleWish {
  readonly skuIds?: readonly string[]
  readonly communityId?: string
  readonly perPerson?: number
  readonly opensInMs?: number
  readonly lastsMs?: number
  readonly kind?: 'flash'
  /** Several communities, instead of one. */
  readonly communityIds?: readonly string[]
}

/** A house that sells, through its public door: goods, a curator, a community, an open sale with its link. */
export interface OpenShop {
  readonly house: TestHouse
  readonly staff: Caller
  /** Money asks staff for a proof within ten minutes: signs in anew when the house's clock has moved on. */
  staffProves(): Promise<void>
  readonly curator: Caller
  /** Signed in to the shop as a shopper, the curator herself. */
  curatorAsShopper(): Promise<Caller>
  readonly skuId: string
  readonly communityId: string
  readonly saleId: string
  readonly token: string
  addSku(quantity: number): Promise<string>
  openCommunity(wish?: Record<string, unknown>): Promise<string>
  openSale(wish?: SaleWish): Promise<{ id: string; token: string; tokens: readonly string[] }>
  shopper(nickname?: string): Promise<Shopper>
  /** Signed in and nothing else. */
  signIn(audience: 'store' | 'curator', nickname?: string): Promise<{ caller: Caller; personId: string }>
  read<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** Everything that an order, a payment or an entrance leaves behind, counted. */
  counts(): Promise<Record<string, number>>
}

/** What an order of one unit through the sale's link looks like; `changes` replaces fields, `undefined` takes them out. */
export function orderBody(shop: OpenShop, buyer: Shopper, changes: Record<string, unknown> = {}) {
  const { quantity = 1, ...rest } = changes as { quantity?: number }
  const goods = COMMUNITY * quantity
  return {
    token: shop.token,
    lines: [{ skuId: shop.skuId, quantity }],
    delivery: 'parcel',
    addressId: buyer.addressId,
    freshConfirmed: true,
    expectedTotal: { amount: goods + (goods < 5900 ? FREIGHT : 0), currency: 'CNY' },
    ...rest,
  }
}

export async function place(
  shop: OpenShop,
  buyer: Shopper,
  changes: Record<string, unknown> = {},
  options?: CallOptions,
) {
  return buyer.caller.post('/v1/store/orders', orderBody(shop, buyer, changes), options)
}

/** Places and expects it to be taken. */
export async function mustPlace(shop: OpenShop, buyer: Shopper, changes: Record<string, unknown> = {}) {
  const placed = await place(shop, buyer, changes)
  expect(placed.status, placed.text).toBe(201)
  return placed.body as { order: { id: string; total: { amount: number } }; payment: { id: string } }
}

/** A refusal is clear and leaves nothing: its status, code and words in both languages, and no row more or less. */
export async function expectRefused(
  shop: OpenShop,
  refusal: RefusalText,
  call: (options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  const before = await shop.counts()
  let last: Answer | undefined
  for (const lang of ['zh-CN', 'en'] as const) {
    last = await call({ lang })
    expectProblem(last, refusal, lang)
  }
  expect(await shop.counts()).toEqual(before)
  return last as Answer
}

export function expectProblem(answer: Answer, refusal: RefusalText, lang: 'zh-CN' | 'en' = 'zh-CN'): void {
  expect(answer.body, answer.text).toMatchObject({
    status: refusal.status,
    code: refusal.code,
    type: `urn:leaven:refusal:${refusal.code}`,
    title: lang === 'en' ? refusal.en : refusal.zh,
  })
  expect(answer.status).toBe(refusal.status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body.requestId).toMatch(/^req_[0-9a-f]{16}$/)
}

/** Looks until it is so, at most `withinMs`; then fails with what it saw last. */
export async function until<T>(look: () => Promise<T>, is: (seen: T) => boolean, withinMs = 20_000): Promise<T> {
  for (const end = Date.now() + withinMs; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const seen = await look()
    if (is(seen)) return seen
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(seen)} after ${withinMs} ms`)
  }
}

/** Opens it; everything is closed when the file ends. */
export async function openShop(...where: Parameters<typeof openTestHouse>): Promise<OpenShop> {
  const house = await openTestHouse(...where)
  const connection = await connectOnce(house.databaseUrl)
  connections.push(connection)
  const read = <Row>(text: string, values: readonly unknown[] = []) => connection.query<Row>(text, values)
  const signIn = (audience: 'store' | 'curator', nickname?: string) => signInByCode(house, audience, nickname)
  const { staff, proves } = await enterStaff(house)
  const shelf = await stockShelf(staff)
  const addSku = (quantity: number) => addSkuTo(staff, shelf, quantity)
  const skuId = await addSku(100)
  await must(
    staff.post('/v1/admin/commission-rules', { name: '鲜果 10%', position: 1, category: 'fresh', rateBps: 1000 }),
  )
  await must(staff.post(`/v1/admin/products/${shelf.productId}/publish`, {}))
  const curatorPhone = nextPhone()
  const { caller: curator, personId } = await signInByCode(house, 'curator', '阿芸', curatorPhone)
  await must(curator.post('/v1/curator/apply', { displayName: '阿芸', introduction: '邻居' }))
  await must(staff.post(`/v1/admin/curators/${personId}/decide`, { decision: 'approve' }))
  const openCommunity = async (wish: Record<string, unknown> = {}) => {
    const input = { name: '桂雨里邻居鲜果群', carrier: { kind: 'wechat_group' }, door: 'open_by_link', ...wish }
    return (await must(curator.post('/v1/curator/communities', input))).id as string
  }
  const communityId = await openCommunity()
  const openSale = (wish: SaleWish = {}) => openSaleAs(house, curator, { skuIds: [skuId], communityId, ...wish })
  const sale = await openSale()
  return {
    ...{ house, staff, curator, skuId, communityId, addSku, openCommunity, openSale, signIn, read },
    curatorAsShopper: async () => (await signInByCode(house, 'store', undefined, curatorPhone)).caller,
    ...{ saleId: sale.id, token: sale.token, staffProves: proves },
    shopper: async (nickname) => {
      const { caller, personId: buyerId } = await signIn('store', nickname)
      return { caller, personId: buyerId, addressId: (await must(caller.post('/v1/store/me/addresses', ADDRESS))).id }
    },
    counts: async () => {
      const [row] = await read<{ counts: Record<string, number> }>(COUNTS)
      return row?.counts ?? {}
    },
  }
}

export const ADDRESS = {
  recipient: '收件人',
  phone: '13800000009',
  region: '浙江省 临江市 望江区',
  street: '桂雨里 12 幢',
  isDefault: true,
}

const connections: { end(): Promise<void> }[] = []
afterAll(async () => {
  for (const connection of connections.splice(0)) await connection.end().catch(() => {})
})

const COUNTS = `select jsonb_build_object(
  'orders', (select count(*) from orders."order"), 'order states', (select coalesce(sum(version), 0) from orders."order"),
  'lines', (select count(*) from orders.line), 'parcels', (select count(*) from orders.parcel),
  'intents', (select count(*) from payments.intent), 'paid', (select count(*) from payments.received),
  'submitted', (select count(*) from payments.intent where state <> 'created'),
  'inbox', (select count(*) from payments.inbox), 'refunds', (select count(*) from payments.refund),
  'available', (select coalesce(sum(available), 0) from stock.cell), 'reserved', (select coalesce(sum(reserved), 0) from stock.cell),
  'counted', (select coalesce(sum(quantity), 0) from sales.person_count),
  'journals', (select count(*) from ledger.journal), 'transfers', (select count(*) from ledger.transfer),
  'accruals', (select count(*) from commissions.accrual), 'keys', (select count(*) from platform.idempotency),
  'news', (select count(*) from platform.outbox), 'members', (select count(*) from communities.member),
  'uses', (select coalesce(sum(uses), 0) from communities.invitation), 'joins', (select coalesce(sum(joins), 0) from attribution.link),
  'addresses', (select count(*) from people.address), 'people', (select count(*) from people.person)) as counts`

export async function must(call: Promise<Answer>) {
  const answer = await call
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}

/** A colleague with these roles, signed in; `proves` signs in anew when the last proof is older than money allows. */
export async function enterStaff(house: TestHouse, login = 'keeper', roles: readonly StaffRole[] = ['admin']) {
  const { totpSecret } = await house.makeStaff({ login, name: '秦越', password: PASSWORD, roles: [...roles] })
  const staff = new Caller(house.baseUrl)
  let provedAt = 0
  const proves = async () => {
    if (house.now().getTime() - provedAt < PROOF_LASTS_MS) return
    // A code opens once; the next one comes half a minute later.
    if (house.now().getTime() - provedAt < 30_000) await house.moveTo(new Date(house.now().getTime() + 30_000))
    provedAt = house.now().getTime()
    await must(staff.post('/v1/admin/sign-in', { login, password: PASSWORD, totp: house.totpCode(totpSecret) }))
  }
  await proves()
  return { staff, proves }
}

interface Shelf {
  readonly productId: string
  readonly freightId: string
  readonly warehouseId: string
  skus: number
}

async function stockShelf(staff: Caller): Promise<Shelf> {
  const supplier = await must(staff.post('/v1/admin/suppliers', { name: '合作社', kind: 'grower', place: '云岔县' }))
  const warehouse = await must(staff.post('/v1/admin/warehouses', { name: '一号仓' }))
  const freight = { name: '满 59 包邮', feeFen: FREIGHT, freeFromFen: 5900 }
  const freightId = (await must(staff.post('/v1/admin/freight-templates', freight))).id
  const product = await must(
    staff.post('/v1/admin/products', {
      nameZh: '云岔脐橙 9斤装',
      wordZh: '九家果园试了三轮',
      category: 'fresh.fruit',
      supplierId: supplier.id,
      returnClass: 'fresh_no_7d',
      promiseZh: '坏果包赔',
    }),
  )
  for (const fact of FACTS)
    await must(staff.post(`/v1/admin/products/${product.id}/facts`, { fact, wordsZh: `关于 ${fact}` }))
  await uploadPicture(staff, product.id)
  return { productId: product.id, freightId, warehouseId: warehouse.id, skus: 0 }
}

async function uploadPicture(staff: Caller, productId: string): Promise<void> {
  const picture = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#E58A55' } })
    .png()
    .toBuffer()
  const form = new FormData()
  form.append('altZh', '脐橙')
  form.append('file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'orange.png')
  await must(staff.upload(`/v1/admin/products/${productId}/pictures`, form))
}

async function addSkuTo(staff: Caller, shelf: Shelf, quantity: number): Promise<string> {
  const { productId, freightId: freightTemplateId, warehouseId } = shelf
  const number = ++shelf.skus
  const nameZh = `约 ${number * 10} 枚`
  const product = await must(
    staff.post(`/v1/admin/products/${productId}/skus`, { nameZh, unitZh: '箱', freightTemplateId }),
  )
  const { id } = (product.skus as { id: string; nameZh: string }[]).find((sku) => sku.nameZh === nameZh) as {
    id: string
  }
  const offer = { directFen: DIRECT, communityFen: COMMUNITY, passFen: 4990, floorFen: 4490 }
  await must(staff.post(`/v1/admin/skus/${id}/offers`, offer))
  const lot = { code: `P01-${number}`, pickedOn: '2026-10-30', costFen: COST, warehouseId, quantity }
  await must(staff.post(`/v1/admin/skus/${id}/lots`, lot))
  return id
}

let phones = 0

const nextPhone = () => `138${String(++phones).padStart(8, '0')}`

async function signInByCode(house: TestHouse, audience: 'store' | 'curator', nickname?: string, phone = nextPhone()) {
  const caller = new Caller(house.baseUrl)
  await must(caller.post(`/v1/${audience}/sign-in/code`, { phone }))
  const { items } = await must(caller.get('/dev/messages.json'))
  const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const message = (items as { phoneMasked: string; body: string }[]).find((item) => item.phoneMasked === masked)
  const code = /\b\d{6}\b/.exec(message?.body ?? '')?.[0]
  const body = { phone, code, ...(nickname === undefined ? {} : { nickname }) }
  const { person } = await must(caller.post(`/v1/${audience}/sign-in`, body))
  return { caller, personId: person.id as string }
}

async function openSaleAs(house: TestHouse, curator: Caller, wish: SaleWish & { skuIds: readonly string[] }) {
  const communityIds = wish.communityIds ?? [wish.communityId]
  const opensAt = new Date(house.now().getTime() + (wish.opensInMs ?? 0))
  const cutsOffAt = new Date(opensAt.getTime() + (wish.lastsMs ?? (wish.kind ? DAY_MS / 2 : 20 * DAY_MS)))
  const sale = await must(
    curator.post('/v1/curator/sales', {
      title: '今晚脐橙',
      communityIds,
      ...(wish.kind ? { kind: wish.kind } : {}),
      skus: wish.skuIds.map((skuId) => ({ skuId, ...(wish.perPerson ? { perPerson: wish.perPerson } : {}) })),
      ...(wish.opensInMs ? { opensAt: opensAt.toISOString() } : {}),
      cutsOffAt: cutsOffAt.toISOString(),
      arrivesOn: new Date(cutsOffAt.getTime() + 3 * DAY_MS).toISOString().slice(0, 10),
      delivery: 'parcel',
    }),
  )
  const links = sale.communities as { link: { url: string } }[]
  const tokens = links.map(({ link }) => new URL(link.url).pathname.split('/').at(-1) as string)
  return { id: sale.id as string, token: tokens[0] as string, tokens }
}
