import { route, staff, staffProvedAgain } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { strict, Type } from '../platform/wire.ts'
import { TaxRate, TaxRateInput } from './contract-tax.ts'
import { skuNamesOf } from './read-admin-products.ts'
import { setTaxRate } from './set-tax-rate.ts'
import type { SkuNames } from './sql.ts'
import { taxRates } from './sql-tax.ts'
import { namesOfActors } from './staff-names.ts'

const SHOWN = 500
const TaxRates = Type.Object({ items: Type.Array(TaxRate) })

export const taxRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/tax-rates',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'Rates of output tax with the day that each counts from',
    query: strict({}),
    answer: TaxRates,
    handle: (platform) => listTaxRates(platform),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/tax-rates',
    audience: 'admin',
    who: staffProvedAgain('finance'),
    summary: 'Set a rate of output tax from a day on, with a note of what it rests on',
    body: TaxRateInput,
    moves: true,
    status: 201,
    answer: TaxRates,
    handle: async (platform, { actor, body, once }) => {
      await once(0, (tx) => setTaxRate(platform, tx, actor, body))
      return listTaxRates(platform)
    },
  }),
]

async function listTaxRates(platform: Platform) {
  const rows = await taxRates(platform.db, SHOWN)
  const skuIds = rows.flatMap((row) => row.sku_id ?? [])
  const [skus, names] = await Promise.all([
    skuNamesOf(platform.db, skuIds),
    namesOfActors(
      platform.db,
      rows.map((row) => row.set_by),
    ),
  ])
  return {
    items: rows.map((row) => ({
      skuId: row.sku_id === null ? null : formatId('sku', row.sku_id),
      skuName: row.sku_id === null ? null : nameOf(skus.get(row.sku_id)),
      category: row.category,
      rateBps: row.rate_bps,
      fromDay: row.from_day,
      note: row.note,
      setByName: row.set_by.startsWith('system:') ? null : names(row.set_by),
      createdAt: row.created_at.toISOString(),
    })),
  }
}

const nameOf = (sku: SkuNames | undefined) => (sku ? `${sku.product_name} ${sku.sku_name}` : null)
