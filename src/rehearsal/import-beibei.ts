import { join } from 'node:path'
import sharp from 'sharp'
import type { AuditResult } from '../platform/audit.ts'
import { Buyers } from './beibei-buyers.ts'
import { type FoundCommunity, findCommunities } from './beibei-communities.ts'
import { type GroupRecord, readRecords } from './beibei-records.ts'
import { type House, signIn, signInStaff } from './house.ts'
import { inParallel, Journal, ProgressBar } from './progress.ts'
import type { Visitor } from './public-door.ts'
import { nicknameOf, phoneOf, priceOf, SKUS_PER_PRODUCT } from './synthetic.ts'

/** The owned clock of an import starts here and moves forward only. */
export const IMPORT_STARTS_AT = new Date('2026-01-05T01:00:00.000Z')

const WIDTH = 16
const MOST_STEP_MS = 10_000
const SPAN_MS = 20 * 24 * 3_600_000
const SALE_DAYS_MS = 29 * 24 * 3_600_000
const SALE_SKUS = 30
const PASSWORD = 'leaven-import'

export interface ImportSummary {
  readonly ok: boolean
  readonly records: number
  readonly people: number
  readonly communities: number
  readonly communitiesOf20: number
  readonly largestCommunity: number
  readonly products: number
  readonly items: number
  readonly orders: number
  readonly ordersThroughAnother: number
  readonly passersOn: number
  readonly mostThroughOne: number
  readonly goodsFen: number
  readonly seconds: number
  readonly synthetic: readonly string[]
  readonly audit: { readonly ok: boolean; readonly checks: { name: string; looked: number; found: number }[] }
}

export interface ImportOptions {
  readonly file: string
  readonly limit: number
  readonly dataDir: string
  readonly say: (line: string) => void
}

/**
 * Lives group-buying records through the public API: people, communities (the rule of `findCommunities`), products, an
 * order for each initiator, and an order through the initiator's link for each participant, all paid in the sandbox.
 * Every step has a key of its own and is noted when done: a broken run goes on where it stopped.
 */
export async function importRecords(
  house: House,
  { file, limit, dataDir, say }: ImportOptions,
): Promise<ImportSummary> {
  const startedAt = Date.now()
  const journal = new Journal(join(dataDir, 'import-beibei.jsonl'))
  const records = await readRecords(file, limit)
  refuseAnotherInput(journal, file, limit)
  const communities = findCommunities(records)
  say(`${records.length} groups, ${communities.length} communities`)
  const staff = await enterStaff(house, journal)
  const skus = await stockItems(
    house,
    staff,
    journal,
    [...new Set(records.map((record) => record.item))].sort((a, b) => a - b),
    records,
  )
  const buyers = new Buyers(house, journal)
  await openCommunities(house, staff, journal, communities, records, skus)
  await buyEverything(house, journal, buyers, communities, records, skus)
  const audit = await settle(house)
  return summarise(records, communities, journal, skus.size, (Date.now() - startedAt) / 1000, audit)
}

function refuseAnotherInput(journal: Journal, file: string, limit: number): void {
  const name = `${file.split('/').at(-1)} ${limit}`
  const before = journal.get('input')
  if (before !== undefined && before !== name)
    throw new Error(`this folder holds the import of "${before}"; choose another with --data`)
  if (before === undefined) journal.keep('input', name)
}

async function enterStaff(house: House, journal: Journal): Promise<Visitor> {
  let secret = journal.get('staff')
  if (secret === undefined) {
    secret = (await house.makeStaff({ login: 'importer', name: '导入', password: PASSWORD, roles: ['admin'] }))
      .totpSecret
    journal.keep('staff', secret)
  }
  // A code counts once: a run that goes on within the same half minute waits for the next one by moving its own clock.
  await house.moveTo(new Date(house.now().getTime() + 60_000))
  return signInStaff(house, 'importer', PASSWORD, secret)
}

/** Twenty items share a product; each is a SKU with its own synthetic price, and a lot that covers what was bought. */
async function stockItems(
  house: House,
  staff: Visitor,
  journal: Journal,
  items: readonly number[],
  records: readonly GroupRecord[],
): Promise<Map<number, string>> {
  const wanted = new Map<number, number>()
  for (const record of records) wanted.set(record.item, (wanted.get(record.item) ?? 0) + 1 + record.participants.length)
  const supplier = await staff.post(
    '/v1/admin/suppliers',
    { name: '合成供应商', kind: 'supplier', place: '合成' },
    'import-supplier',
  )
  const warehouse = await staff.post('/v1/admin/warehouses', { name: '合成仓' }, 'import-warehouse')
  const freight = await staff.post('/v1/admin/freight-templates', { name: '合成包邮', feeFen: 0 }, 'import-freight')
  if (!journal.has('rule')) {
    await staff.post('/v1/admin/commission-rules', { name: '合成 8%', position: 1, rateBps: 800 }, 'import-rule')
    journal.keep('rule')
  }
  const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#E9E1D6' } })
    .png()
    .toBuffer()
  const skus = new Map<number, string>()
  const shelves = Array.from({ length: Math.ceil(items.length / SKUS_PER_PRODUCT) }, (_, index) =>
    items.slice(index * SKUS_PER_PRODUCT, (index + 1) * SKUS_PER_PRODUCT),
  )
  const bar = new ProgressBar('items', items.length)
  await inParallel(shelves, 4, async (shelf, index) => {
    const productId = await openShelf(staff, journal, index, supplier.id, picture)
    for (const item of shelf) {
      skus.set(
        item,
        await stockItem(staff, journal, item, {
          productId,
          freightId: freight.id,
          warehouseId: warehouse.id,
          quantity: wanted.get(item) ?? 1,
        }),
      )
      bar.step()
    }
    if (!journal.has(`published ${index}`)) {
      await staff.post(`/v1/admin/products/${productId}/publish`, {}, `import-publish-${index}`)
      journal.keep(`published ${index}`)
    }
  })
  return skus
}

async function openShelf(
  staff: Visitor,
  journal: Journal,
  index: number,
  supplierId: string,
  picture: Buffer,
): Promise<string> {
  const known = journal.get(`product ${index}`)
  if (known) return known
  const body = {
    nameZh: `合成货架 ${index + 1}`,
    wordZh: '名称与价格均为合成',
    category: 'synthetic',
    supplierId,
    returnClass: '7d',
    promiseZh: '',
  }
  const product = await staff.post('/v1/admin/products', body, `import-product-${index}`)
  for (const fact of ['variety', 'origin', 'grower', 'chosen_from', 'picking', 'how_to_eat'])
    await staff.post(
      `/v1/admin/products/${product.id}/facts`,
      { fact, wordsZh: '合成' },
      `import-fact-${index}-${fact}`,
    )
  await staff.upload(
    `/v1/admin/products/${product.id}/pictures`,
    { altZh: '合成' },
    { name: 'synthetic.png', type: 'image/png', bytes: picture },
    `import-picture-${index}`,
  )
  journal.keep(`product ${index}`, product.id)
  return product.id
}

async function stockItem(
  staff: Visitor,
  journal: Journal,
  item: number,
  shelf: { productId: string; freightId: string; warehouseId: string; quantity: number },
): Promise<string> {
  const known = journal.get(`sku ${item}`)
  if (known) return known
  const product = await staff.post(
    `/v1/admin/products/${shelf.productId}/skus`,
    { nameZh: `合成商品 ${item}`, freightTemplateId: shelf.freightId },
    `import-sku-${item}`,
  )
  const skuId = (product.skus as { id: string; nameZh: string }[]).find((sku) => sku.nameZh === `合成商品 ${item}`)?.id
  if (!skuId) throw new Error(`item ${item} was not made`)
  const { directFen, communityFen, floorFen, costFen } = priceOf(item)
  await staff.post(`/v1/admin/skus/${skuId}/offers`, { directFen, communityFen, floorFen }, `import-offer-${item}`)
  await staff.post(
    `/v1/admin/skus/${skuId}/lots`,
    { code: `S${item}`, costFen, warehouseId: shelf.warehouseId, quantity: shelf.quantity },
    `import-lot-${item}`,
  )
  journal.keep(`sku ${item}`, skuId)
  return skuId
}

/** Each community with its owner as curator, and sales of what was bought in it, thirty SKUs a sale. */
async function openCommunities(
  house: House,
  staff: Visitor,
  journal: Journal,
  communities: readonly FoundCommunity[],
  records: readonly GroupRecord[],
  skus: ReadonlyMap<number, string>,
): Promise<void> {
  const bar = new ProgressBar('communities', communities.length)
  await inParallel(communities, WIDTH, async (community, index) => {
    if (!journal.has(`open ${index}`)) {
      await openCommunity(house, staff, journal, community, index, itemsOf(community, records), skus)
      journal.keep(`open ${index}`)
    }
    bar.step()
  })
}

const itemsOf = (community: FoundCommunity, records: readonly GroupRecord[]): number[] =>
  [...new Set(community.records.map((index) => (records[index] as GroupRecord).item))].sort((a, b) => a - b)

async function openCommunity(
  house: House,
  staff: Visitor,
  journal: Journal,
  community: FoundCommunity,
  index: number,
  items: readonly number[],
  skus: ReadonlyMap<number, string>,
): Promise<void> {
  const phone = phoneOf(community.owner)
  const owner = await signIn(house, 'curator', phone, nicknameOf(community.owner))
  const { profile } = await owner.get('/v1/curator/profile')
  if (profile?.state !== 'active') {
    const applied = await owner.post(
      '/v1/curator/apply',
      { displayName: nicknameOf(community.owner), introduction: '合成' },
      `import-apply-${community.owner}`,
    )
    await staff.post(
      `/v1/admin/curators/${applied.personId}/decide`,
      { decision: 'approve' },
      `import-decide-${community.owner}`,
    )
  }
  const body = {
    name: `合成群 ${index + 1}`,
    purpose: '真实拼团记录，名称与价格合成',
    rules: '合成',
    door: 'open_by_link',
    carrier: { kind: 'wechat_group' },
  }
  const made = await owner.post('/v1/curator/communities', body, `import-community-${index}`)
  for (let at = 0; at < items.length; at += SALE_SKUS) {
    const some = items.slice(at, at + SALE_SKUS)
    const sale = await owner.post(
      '/v1/curator/sales',
      saleBody(
        house,
        made.id,
        some.map((item) => skus.get(item) as string),
      ),
      `import-sale-${index}-${at}`,
    )
    const token = new URL(sale.communities[0].link.url).pathname.split('/').at(-1) ?? ''
    for (const item of some) journal.keep(`sale ${index} ${item}`, `${sale.id} ${token}`)
  }
}

function saleBody(house: House, communityId: string, skuIds: readonly string[]) {
  // One window for all, fixed by the import's first day, so that a repeated request is the same request.
  const opens = IMPORT_STARTS_AT.getTime()
  const cutsOff = new Date(opens + SALE_DAYS_MS)
  const arrives = new Date(opens + SALE_DAYS_MS + 3 * 24 * 3_600_000)
  return {
    title: '合成团',
    communityIds: [communityId],
    skus: skuIds.map((skuId) => ({ skuId })),
    cutsOffAt: cutsOff.toISOString(),
    arrivesOn: arrives.toISOString().slice(0, 10),
    delivery: 'parcel',
  }
}

/** Group by group in file order: the initiator buys, passes on her own link, and each participant buys through it. */
async function buyEverything(
  house: House,
  journal: Journal,
  buyers: Buyers,
  communities: readonly FoundCommunity[],
  records: readonly GroupRecord[],
  skus: ReadonlyMap<number, string>,
): Promise<void> {
  const homeOf = new Map<number, number>()
  communities.forEach((community, index) => {
    for (const record of community.records) homeOf.set(record, index)
  })
  const step = Math.min(MOST_STEP_MS, Math.floor(SPAN_MS / Math.max(1, records.length)))
  const already = records.filter((_, index) => journal.has(`done ${index}`)).length
  const bar = new ProgressBar('groups', records.length, already)
  await inParallel(records, WIDTH, async (record, index) => {
    if (journal.has(`done ${index}`)) return
    await house.moveTo(new Date(house.now().getTime() + step))
    const [saleId = '', token = ''] = (journal.get(`sale ${homeOf.get(index)} ${record.item}`) ?? '').split(' ')
    const skuId = skus.get(record.item) as string
    const amountFen = priceOf(record.item).communityFen
    await buyers.buy(record.initiator, { token, skuId, amountFen, key: `g${index}-i` })
    if (record.participants.length > 0) {
      const link = await buyers.passOn(record.initiator, token, saleId)
      for (const participant of record.participants)
        await buyers.buy(participant, { token: link, skuId, amountFen, key: `g${index}-${participant}` })
    }
    journal.keep(`done ${index}`)
    bar.step()
  })
}

/** What the worker still has to do is done before the books are judged. */
async function settle(house: House): Promise<AuditResult> {
  for (let i = 0; ; i++) {
    const result = await house.audit()
    if (result.ok || i >= 20) return result
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function summarise(
  records: readonly GroupRecord[],
  communities: readonly FoundCommunity[],
  journal: Journal,
  items: number,
  seconds: number,
  audit: AuditResult,
): ImportSummary {
  const through = new Map<number, number>()
  for (const { initiator, participants } of records)
    through.set(initiator, (through.get(initiator) ?? 0) + participants.length)
  const joined = records.reduce((sum, record) => sum + record.participants.length, 0)
  const goodsFen = records.reduce(
    (sum, record) => sum + priceOf(record.item).communityFen * (1 + record.participants.length),
    0,
  )
  const people = new Set(records.flatMap((record) => [record.initiator, ...record.participants]))
  return {
    ok: audit.ok && records.every((_, index) => journal.has(`done ${index}`)),
    records: records.length,
    people: people.size,
    communities: communities.length,
    communitiesOf20: communities.filter((community) => community.people.length >= 20).length,
    largestCommunity: communities.reduce((most, community) => Math.max(most, community.people.length), 0),
    products: Math.ceil(items / SKUS_PER_PRODUCT),
    items,
    orders: records.length + joined,
    ordersThroughAnother: joined,
    passersOn: [...through.values()].filter((count) => count > 0).length,
    mostThroughOne: [...through.values()].reduce((most, count) => Math.max(most, count), 0),
    goodsFen,
    seconds: Math.round(seconds),
    synthetic: ['names', 'phones', 'prices', 'times', 'addresses', 'the grouping of items into products'],
    audit: { ok: audit.ok, checks: audit.checks.map(({ name, looked, found }) => ({ name, looked, found })) },
  }
}

export function summaryText(summary: ImportSummary): string {
  const yuan = (fen: number) => `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`
  const red = summary.audit.checks.filter((check) => check.found > 0)
  return [
    `${summary.records} groups lived in ${summary.seconds} s`,
    `people ${summary.people} · communities ${summary.communities} (20 or more active: ${summary.communitiesOf20}, largest ${summary.largestCommunity})`,
    `items ${summary.items} on ${summary.products} shelves · orders ${summary.orders}, all paid in the sandbox`,
    `bought through another member's link: ${summary.ordersThroughAnother}, passed on by ${summary.passersOn} people (most through one: ${summary.mostThroughOne})`,
    `goods ${yuan(summary.goodsFen)}`,
    `synthetic: ${summary.synthetic.join(', ')}`,
    summary.audit.ok
      ? `audit green (${summary.audit.checks.length} checks)`
      : `AUDIT RED: ${red.map((check) => `${check.name} (${check.found})`).join('; ')}`,
  ].join('\n')
}
