import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type Goods, makeGoods, scout } from '../../test/support/goods.ts'
import { type TestClient, type TestServer, testServer } from '../../test/support/http.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { room as catalog } from '../catalog/index.ts'
import { formatId } from '../platform/ids.ts'
import { reserveStock, room } from './index.ts'

let test: TestPlatform
let server: TestServer
let dataDir: string
let goods: Goods
let staff: TestClient
let shopper: TestClient

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'leaven-stock-'))
  test = await testPlatform(await freshDatabase(), { config: { dataDir } })
  server = await testServer(test.platform, [...(catalog.routes ?? []), ...(room.routes ?? [])])
  staff = server.client({ actor: scout })
  shopper = server.client()
  goods = await makeGoods(test.platform, { quantity: 12, passFen: 3590 })
})
afterAll(async () => {
  await server.close()
  await test.close()
  await rm(dataDir, { recursive: true })
})

const money = (amount: number) => ({ amount, currency: 'CNY' })

describe('the shop', () => {
  it('shows what is on sale to anyone, with both prices and what is left', async () => {
    const { status, body } = await shopper.get('/v1/store/products?category=fruit')
    expect(status).toBe(200)
    expect(body.nextCursor).toBeNull()
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({
      id: formatId('prd', goods.productId),
      name: '赣南脐橙',
      word: '霜降以后才摘',
      categoryName: '水果',
      directPrice: money(4990),
      communityPrice: money(3990),
      left: 12,
      unit: '箱',
    })
    expect(body.items[0].picture.url).toMatch(/^\/media\/[0-9a-f]{40}-large\.webp$/)
  })

  it('tells the story of a product in the language of the reader, and never its floor', async () => {
    const url = `/v1/store/products/${formatId('prd', goods.productId)}`
    const { body, text } = await shopper.get(url)
    expect(body).toMatchObject({
      name: '赣南脐橙',
      supplier: { name: '老周果园', place: '江西赣州', kind: 'grower' },
      returnClass: 'fresh_no_7d',
      lot: { code: 'L1', pickedOn: '2026-11-20' },
      skus: [{ id: formatId('sku', goods.skuId), passPrice: money(3590), left: 12 }],
    })
    expect(body.facts.map((fact: { label: string }) => fact.label)).toEqual([
      '品种',
      '产地',
      '谁种的',
      '采摘',
      '怎么吃',
    ])
    for (const secret of ['floor', 'cost', '2000', '1500', 'staff:']) expect(text).not.toContain(secret)
    const inEnglish = await shopper.get(url, { headers: { 'accept-language': 'en' } })
    expect(inEnglish.body).toMatchObject({ name: 'Gannan navel oranges', categoryName: 'Fruit' })
  })

  it('counts down what orders reserve, and no product is found that is not on sale', async () => {
    await test.platform.db.inTransaction(test.platform, (tx) =>
      reserveStock(tx, [{ orderIndex: 0, cellId: 0, lines: [{ skuId: goods.skuId, quantity: 5 }] }]),
    )
    const url = `/v1/store/products/${formatId('prd', goods.productId)}`
    expect((await shopper.get(url)).body.skus[0].left).toBe(7)
    const draft = await makeGoods(test.platform, { nameZh: '还没上架', publish: false })
    expect((await shopper.get(`/v1/store/products/${formatId('prd', draft.productId)}`)).status).toBe(404)
    expect((await shopper.get(`/v1/store/products/${formatId('prd', 1n)}`)).status).toBe(404)
    expect((await shopper.get('/v1/store/products?search=还没上架')).body.items).toEqual([])
  })
})

describe('the warehouse', () => {
  it('receives lots, writes off with a reason, and shows it all', async () => {
    const lotUrl = `/v1/admin/skus/${formatId('sku', goods.skuId)}/lots`
    const warehouse = await staff.post('/v1/admin/warehouses', { name: '杭州仓' })
    expect(warehouse.status).toBe(201)
    const input = { code: 'L2', costFen: 1600, warehouseId: warehouse.body.id, quantity: 30, bestBefore: '2026-12-20' }
    const lot = await staff.post(lotUrl, input)
    expect(lot).toMatchObject({
      status: 201,
      body: { code: 'L2', warehouseName: '杭州仓', received: 30, left: 30, cost: money(1600) },
    })
    expect((await staff.post(lotUrl, input)).body.code).toBe('lot_code_taken')
    const off = await staff.post(`/v1/admin/lots/${lot.body.id}/write-offs`, { quantity: 4, reason: '压坏了' })
    expect(off).toMatchObject({ status: 201, body: { received: 30, writtenOff: 4, left: 26 } })
    const tooMuch = await staff.post(`/v1/admin/lots/${lot.body.id}/write-offs`, { quantity: 27, reason: '压坏了' })
    expect(tooMuch).toMatchObject({ status: 409, body: { code: 'more_than_left', facts: { left: 26 } } })
    const list = await staff.get('/v1/admin/stock?search=赣南')
    expect(list.body.items).toMatchObject([
      {
        productName: '赣南脐橙',
        skuName: '5 斤装',
        warehouseName: '杭州仓',
        available: 26,
        received: 30,
        writtenOff: 4,
      },
      { warehouseName: '赣州仓', available: 7, reserved: 5, handedOver: 0, received: 12 },
    ])
    const page = await staff.get(`/v1/admin/products/${formatId('prd', goods.productId)}`)
    expect(page.body.lots).toMatchObject([
      { code: 'L2', balances: [{ warehouseName: '杭州仓', received: 30, packed: 0, writtenOff: 4, left: 26 }] },
      { code: 'L1', balances: [{ warehouseName: '赣州仓', received: 12, left: 12 }] },
    ])
    const paged = await staff.get('/v1/admin/stock?limit=1')
    expect((await staff.get(`/v1/admin/stock?limit=1&cursor=${paged.body.nextCursor}`)).status).toBe(200)
  })

  it('receives a lot once, however often the request comes', async () => {
    const url = `/v1/admin/skus/${formatId('sku', goods.skuId)}/lots`
    const input = { code: 'L3', costFen: 1600, warehouseId: formatId('whs', goods.warehouseId), quantity: 10 }
    const answers = await Promise.all(Array.from({ length: 4 }, () => staff.post(url, input, { key: 'one-key' })))
    const stored = answers.filter((answer) => answer.status === 201)
    expect(stored.length).toBeGreaterThan(0)
    for (const answer of answers) expect([201, 409]).toContain(answer.status)
    const again = await staff.post(url, input, { key: 'one-key' })
    expect(again.body.id).toBe(stored[0]?.body.id)
    expect(again.headers['idempotent-replayed']).toBe('true')
  })

  it('is closed to strangers', async () => {
    const url = `/v1/admin/skus/${formatId('sku', goods.skuId)}/lots`
    expect((await shopper.post(url, {})).status).toBe(401)
    expect((await server.client({ actor: { ...scout, roles: ['service'] } }).post(url, {})).status).toBe(403)
    expect((await server.client({ actor: { ...scout, roles: ['service'] } }).get('/v1/admin/stock')).status).toBe(200)
  })
})
