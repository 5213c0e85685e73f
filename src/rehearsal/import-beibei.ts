import { join } from 'node:path'
import type { AuditResult } from '../platform/audit.ts'
import { Buyers } from './beibei-buyers.ts'
import { type FoundCommunity, findCommunities } from './beibei-communities.ts'
import { stockItems } from './beibei-items.ts'
import { type GroupRecord, readRecords } from './beibei-records.ts'
import { type House, signInStaff } from './house.ts'
import { type ImportSummary, summarise } from './import-summary.ts'
import { openCommunities } from './open-communities.ts'
import { inParallel, Journal, ProgressBar } from './progress.ts'
import type { Visitor } from './public-door.ts'
import { priceOf } from './synthetic.ts'

const WIDTH = 16
const MOST_STEP_MS = 10_000
const SPAN_MS = 20 * 24 * 3_600_000
const PASSWORD = 'leaven-import'

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
    staff,
    journal,
    [...new Set(records.map((record) => record.item))].sort((a, b) => a - b),
    records,
  )
  const buyers = new Buyers(house, journal)
  await openCommunities(house, staff, journal, communities, records, skus)
  await buyEverything(house, journal, buyers, communities, records, skus)
  const audit = await settle(house)
  const seconds = (Date.now() - startedAt) / 1000
  return summarise(records, communities, journal, skus.size, seconds, await house.countLives(), audit)
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
