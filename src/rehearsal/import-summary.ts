import type { AuditResult } from '../platform/audit.ts'
import type { FoundCommunity } from './beibei-communities.ts'
import type { GroupRecord } from './beibei-records.ts'
import type { Lives } from './house.ts'
import type { Journal } from './progress.ts'
import { priceOf, SKUS_PER_PRODUCT } from './synthetic.ts'

export interface ImportSummary extends Lives {
  /** Everything was lived, what the tables hold is what the records say, and the audit is green. */
  readonly ok: boolean
  readonly records: number
  readonly communitiesOf20: number
  readonly largestCommunity: number
  readonly products: number
  readonly items: number
  readonly seconds: number
  readonly synthetic: readonly string[]
  /** Where the tables differ from the records. */
  readonly differences: readonly string[]
  readonly audit: { readonly ok: boolean; readonly checks: { name: string; looked: number; found: number }[] }
}

/** What was lived, counted in the tables and held against the records. */
export function summarise(
  records: readonly GroupRecord[],
  communities: readonly FoundCommunity[],
  journal: Journal,
  items: number,
  seconds: number,
  lives: Lives,
  audit: AuditResult,
): ImportSummary {
  const differences = differencesOf(records, communities, lives)
  const isDone = records.every((_, index) => journal.has(`done ${index}`))
  return {
    ...lives,
    ok: audit.ok && isDone && differences.length === 0,
    records: records.length,
    communitiesOf20: communities.filter((community) => community.people.length >= 20).length,
    largestCommunity: communities.reduce((most, community) => Math.max(most, community.people.length), 0),
    products: Math.ceil(items / SKUS_PER_PRODUCT),
    items,
    seconds: Math.round(seconds),
    synthetic: ['names', 'phones', 'prices', 'times', 'addresses', 'the grouping of items into products'],
    differences,
    audit: { ok: audit.ok, checks: audit.checks.map(({ name, looked, found }) => ({ name, looked, found })) },
  }
}

function differencesOf(
  records: readonly GroupRecord[],
  communities: readonly FoundCommunity[],
  lives: Lives,
): readonly string[] {
  const orders = records.reduce((sum, record) => sum + 1 + record.participants.length, 0)
  const goodsFen = records.reduce(
    (sum, record) => sum + priceOf(record.item).communityFen * (1 + record.participants.length),
    0,
  )
  const people = new Set(records.flatMap((record) => [record.initiator, ...record.participants])).size
  const expected = { people, communities: communities.length, orders, paidOrders: orders, goodsFen }
  return Object.entries(expected)
    .filter(([name, value]) => lives[name as keyof typeof expected] !== value)
    .map(([name, value]) => `${name}: ${lives[name as keyof typeof expected]} in the tables, ${value} in the records`)
}

export function summaryText(summary: ImportSummary): string {
  const yuan = (fen: number) => `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`
  const red = summary.audit.checks.filter((check) => check.found > 0)
  return [
    `${summary.records} groups lived in ${summary.seconds} s`,
    `people ${summary.people} · communities ${summary.communities} (20 or more active: ${summary.communitiesOf20}, largest ${summary.largestCommunity})`,
    `items ${summary.items} on ${summary.products} shelves · orders ${summary.orders}, all paid in the sandbox`,
    `bought through the curator's link: ${summary.throughCurator}, through another member's: ${summary.throughMember} (passed on by ${summary.passersOn} people, most through one: ${summary.mostThroughOne}), by curators themselves: ${summary.curatorsOwn}`,
    `goods ${yuan(summary.goodsFen)}`,
    ...summary.differences.map((difference) => `DIFFERENT ${difference}`),
    `synthetic: ${summary.synthetic.join(', ')}`,
    summary.audit.ok
      ? `audit green (${summary.audit.checks.length} checks)`
      : `AUDIT RED: ${red.map((check) => `${check.name} (${check.found})`).join('; ')}`,
  ].join('\n')
}
