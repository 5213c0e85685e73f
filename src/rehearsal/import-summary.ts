import type { AuditResult } from '../platform/audit.ts'
import type { FoundCommunity } from './beibei-communities.ts'
import type { GroupRecord } from './beibei-records.ts'
import type { Journal } from './progress.ts'
import { priceOf, SKUS_PER_PRODUCT } from './synthetic.ts'

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

/** What was lived, in figures. */
export function summarise(
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
