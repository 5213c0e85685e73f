import type { GroupRecord } from './beibei-records.ts'
import { inParallel, type Journal, ProgressBar } from './progress.ts'
import type { Visitor } from './public-door.ts'
import { priceOf, SKUS_PER_PRODUCT } from './synthetic.ts'

/** Twenty items share a product; each is a SKU with its own synthetic price, and a lot that covers what was bought. */
export async function stockItems(
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
  const { default: sharp } = await import('sharp')
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
