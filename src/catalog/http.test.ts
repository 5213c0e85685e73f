import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { makeGoods, plainPicture, scout } from '../../test/support/goods.ts'
import { type TestClient, type TestServer, testServer } from '../../test/support/http.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { anonymous, type StaffRole } from '../platform/actor.ts'
import { formatId } from '../platform/ids.ts'
import { room } from './index.ts'

let test: TestPlatform
let server: TestServer
let dataDir: string
let productId: string
let staff: TestClient

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'leaven-catalog-'))
  test = await testPlatform(await freshDatabase(), { config: { dataDir } })
  server = await testServer(test.platform, room.routes ?? [], {
    readActor: async (_platform, _audience, token) => (token.bearer === 'scout' ? scout : anonymous),
  })
  staff = server.client({ actor: scout })
  productId = formatId('prd', (await makeGoods(test.platform)).productId)
})
afterAll(async () => {
  await server.close()
  await test.close()
  await rm(dataDir, { recursive: true })
})

const colleague = (role: StaffRole) => server.client({ actor: { ...scout, roles: [role] } })

/** Sends a form as a browser does. */
async function upload(bytes: Buffer, options: { altZh?: string; key?: string; type?: string } = {}) {
  const boundary = 'a-boundary-that-is-in-no-picture'
  const field = options.altZh === undefined ? '切开的橙子' : options.altZh
  const answer = await server.app.inject({
    method: 'POST',
    url: `/v1/admin/products/${productId}/pictures`,
    headers: {
      authorization: 'Bearer scout',
      'idempotency-key': options.key ?? crypto.randomUUID(),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="../../x.jpg"\r\n`),
      Buffer.from(`content-type: ${options.type ?? 'image/jpeg'}\r\n\r\n`),
      bytes,
      Buffer.from(
        `\r\n--${boundary}\r\ncontent-disposition: form-data; name="altZh"\r\n\r\n${field}\r\n--${boundary}--\r\n`,
      ),
    ]),
  })
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}

describe('pictures', () => {
  it('are taken, encoded anew, and served for ever under a policy that runs nothing', async () => {
    const { status, body } = await upload(await plainPicture(1600, 900))
    expect(status).toBe(201)
    const picture = body.pictures.at(-1)
    expect(picture).toMatchObject({ altZh: '切开的橙子', alt: '切开的橙子', width: 1200, height: 675 })
    for (const [url, width] of [
      [picture.url, 1200],
      [picture.smallUrl, 480],
    ]) {
      const served = await server.app.inject({ method: 'GET', url })
      expect(served.statusCode).toBe(200)
      expect(served.headers).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      })
      expect((await sharp(served.rawPayload).metadata()).width).toBe(width)
    }
  })

  it('are hung once per key', async () => {
    const bytes = await plainPicture(300, 300)
    const key = crypto.randomUUID()
    const first = await upload(bytes, { key })
    const again = await upload(bytes, { key })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.body.pictures.length).toBe(first.body.pictures.length)
    expect((await upload(bytes, { key, altZh: '别的' })).body.code).toBe('idempotency_key_reused')
  })

  it('are refused when they are none, whatever the browser calls them', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(await upload(svg)).toMatchObject({ status: 422, body: { code: 'picture_unreadable' } })
    expect(await upload(svg, { type: 'image/svg+xml' })).toMatchObject({ status: 422 })
    expect(await upload(Buffer.from('<html></html>'))).toMatchObject({ status: 422 })
    expect(await upload(Buffer.alloc(9 * 1024 * 1024))).toMatchObject({ status: 413, body: { code: 'too_large' } })
    expect(await upload(await plainPicture(), { altZh: ' ' })).toMatchObject({ status: 400 })
    const plain = await server.app.inject({
      method: 'POST',
      url: `/v1/admin/products/${productId}/pictures`,
      headers: { authorization: 'Bearer scout', 'idempotency-key': 'k', 'content-type': 'application/json' },
      payload: '{}',
    })
    expect(plain.statusCode).toBe(415)
  })

  it('can be taken down, but not the last of a published product', async () => {
    const { body } = await upload(await plainPicture(320, 200))
    for (const picture of body.pictures.slice(1))
      expect((await staff.delete(`/v1/admin/products/${productId}/pictures/${picture.id}`)).status).toBe(200)
    const last = await staff.delete(`/v1/admin/products/${productId}/pictures/${body.pictures[0].id}`)
    expect(last).toMatchObject({ status: 409, body: { code: 'dossier_incomplete', facts: { missing: ['picture'] } } })
    const twice = await staff.delete(`/v1/admin/products/${productId}/pictures/${body.pictures[1].id}`)
    expect(twice.status).toBe(404)
  })

  it('lie in a store that no name leaves', async () => {
    expect(await readdir(dataDir)).toEqual(['media'])
    for (const name of ['..%2f..%2fpackage.json', '%2e%2e%2finstallation.key', '.webp', 'a.webp', '..webp'])
      expect([name, (await server.client().get(`/media/${name}`)).status]).toEqual([name, 404])
    // The gate lets no null character through to any room.
    expect((await server.client().get('/media/x%00.webp')).status).toBe(400)
  })
})

describe('the admin routes', () => {
  it('let in those who may, and nobody else', async () => {
    const paths = ['/v1/admin/products', '/v1/admin/suppliers', '/v1/admin/freight-templates']
    for (const url of paths) {
      expect((await server.client().get(url)).status).toBe(401)
      expect((await colleague('finance').get(url)).status).toBe(200)
    }
    const supplier = { name: '阿婆的茶山', kind: 'grower', place: '福鼎' }
    expect((await colleague('finance').post('/v1/admin/suppliers', supplier)).status).toBe(403)
    expect((await colleague('scout').post('/v1/admin/suppliers', supplier)).status).toBe(201)
    expect((await colleague('operator').post(`/v1/admin/products/${productId}/publish`)).status).toBe(403)
    const person = server.client({
      actor: { kind: 'person', personId: 1n as never, sessionId: 1n as never, audience: 'store' },
    })
    expect((await person.get('/v1/admin/products')).status).toBe(403)
  })

  it('show who recorded what and what was said before', async () => {
    await staff.post(`/v1/admin/products/${productId}/facts`, { fact: 'variety', wordsZh: '纽荷尔' })
    const { status, body } = await staff.post(`/v1/admin/products/${productId}/facts`, {
      fact: 'variety',
      wordsZh: '纽荷尔，十二年的树',
      wordsEn: 'Newhall, trees of twelve years',
    })
    expect(status).toBe(201)
    const variety = body.facts.find((fact: { fact: string }) => fact.fact === 'variety')
    expect(variety).toMatchObject({
      label: '品种',
      wordsZh: '纽荷尔，十二年的树',
      recordedBy: `staff:${scout.staffId}`,
    })
    expect(variety.history.map((fact: { wordsZh: string }) => fact.wordsZh)).toEqual(['纽荷尔', 'variety 的事实'])
  })

  it('refuse a change that was made on an older version, and unknown fields', async () => {
    const url = `/v1/admin/products/${productId}`
    const list = await staff.get('/v1/admin/products?search=脐橙&state=published')
    expect(list.body.items).toMatchObject([{ id: productId, nameZh: '赣南脐橙', categoryName: '水果', skuCount: 1 }])
    const first = await staff.patch(url, { wordZh: '霜降以后才摘，一棵树一棵树看', version: 2 })
    expect(first).toMatchObject({ status: 200, body: { version: 3, wordZh: '霜降以后才摘，一棵树一棵树看' } })
    const late = await staff.patch(url, { wordZh: '旧的', version: 2 })
    expect(late).toMatchObject({ status: 409, body: { code: 'version_changed', facts: { current: 3 } } })
    expect((await staff.patch(url, { version: 3, state: 'withdrawn' })).status).toBe(400)
    expect((await staff.patch(url, { version: 3, category: '水果' })).status).toBe(400)
  })

  it('say in which order prices stand', async () => {
    const { body } = await staff.post(`/v1/admin/products/${productId}/skus`, {
      nameZh: '10 斤装',
      freightTemplateId: (await staff.get('/v1/admin/freight-templates')).body.items[0].id,
    })
    const sku = body.skus.at(-1)
    expect(sku).toMatchObject({ nameZh: '10 斤装', unitZh: '份', offer: null, offers: [] })
    const url = `/v1/admin/skus/${sku.id}/offers`
    const wrong = await staff.post(url, { directFen: 100, communityFen: 200, floorFen: 50 })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'prices_out_of_order' } })
    const right = await staff.post(url, { directFen: 9990, communityFen: 7990, floorFen: 5000 })
    expect(right).toMatchObject({ status: 201, body: { directPrice: { amount: 9990, currency: 'CNY' }, endsAt: null } })
    expect((await staff.post(url, { directFen: '9990', communityFen: 7990, floorFen: 5000 })).status).toBe(400)
  })

  it('withdraw with a reason and publish again', async () => {
    const withdrawn = await staff.post(`/v1/admin/products/${productId}/withdraw`, { reason: '今年雨水太多' })
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn' } })
    expect((await staff.post(`/v1/admin/products/${productId}/withdraw`, { reason: '再' })).status).toBe(409)
    const published = await staff.post(`/v1/admin/products/${productId}/publish`)
    expect(published).toMatchObject({ status: 200, body: { state: 'published', withdrawnAt: null, missing: [] } })
  })
})
