import { communityAsMember, mayCurate } from '../communities/index.ts'
import { paidOrdersOfSales } from '../orders/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { readSales, type Sale, saleIdsOfCommunity } from '../sales/index.ts'
import { sayPiece } from './arc-words.ts'
import { said } from './check-up.ts'
import type { SaleChangeAnswer, SaleChangesAnswer } from './contract-sales.ts'
import type { Person } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { productsOf } from './piece-products.ts'
import { loadCommunity } from './read-community.ts'
import { sayFermentation } from './reading-words.ts'
import { measuresOf, type SaleChange, saleChange } from './sale-change.ts'
import { sayMeasures, saySale } from './sale-change-words.ts'
import { type Names, namesIn } from './show-community.ts'
import { findDelays } from './sql-readings.ts'

const SALES_SHOWN = 6
const PAIRS_SHOWN = 40
const SALES_LOOKED_AT = 30

/** The mesh before and after a sale, in a community that the actor sells in. `not_found` for everybody else. */
export async function showSaleChange(
  platform: Platform,
  actor: PersonActor,
  communityId: Id<'com'>,
  saleId: Id<'sal'>,
  locale: Locale,
): Promise<SaleChangeAnswer> {
  const { community } = await communityAsMember(platform.db, communityId, actor.personId, mayCurate)
  const now = platform.clock.now()
  const sale = (await readSales(platform.db, [saleId], now)).get(saleId)
  if (!sale?.communityIds.includes(communityId)) throw new Refusal(platformRefusals.not_found)
  const [read] = await changesOf(platform, communityId, [sale], now)
  if (!read) throw new Refusal(platformRefusals.not_found)
  const { change, rows, window } = read
  const names = await namesIn(platform, communityId, peopleOf([change]))
  const named = change.pairs.filter(({ from, to }) => names.has(from) && names.has(to))
  const shown = [...named].sort((a, b) => Number(b.isNew) - Number(a.isNew)).slice(0, PAIRS_SHOWN)
  const pieces = shown.flatMap(({ because }) => because)
  const productOf = await productsOf(platform, rows, pieces, locale)
  const measures = measuresOf(change)
  const stood = (state: SaleChange['before'], at: Date) => ({
    ...{ at: at.toISOString(), keptOrders: state.keptOrders, coveredOrders: state.coveredOrders },
    ...{ pairs: state.pairs, people: state.people },
  })
  return {
    communityId: formatId('com', communityId),
    communityName: community.name,
    ...headOf(sale, read, names, locale),
    before: stood(change.before, sale.opensAt),
    after: stood(change.after, window.endsAt),
    measures: measures && { ...measures, words: said(locale, sayMeasures(measures.together, measures.ownerShare)) },
    pairs: shown.map((pair) => {
      const [from, to] = [names.get(pair.from)!, names.get(pair.to)!]
      const because = pair.because.map((piece) => {
        const product = productOf(piece.evidenceId)
        return said(
          locale,
          sayPiece(piece, { from: from.nickname, to: to.nickname, product }, platform.config.timeZone),
        )
      })
      return { from, to, isNew: pair.isNew, counts: pair.counts, because }
    }),
    morePairs: change.pairs.length - shown.length,
    fermentation: { ...change.fermentation, words: said(locale, sayFermentation(change.fermentation)) },
  }
}

/** The last sales of a community that have opened, each with what it left in the mesh. */
export async function showSaleChanges(
  platform: Platform,
  actor: PersonActor,
  communityId: Id<'com'>,
  locale: Locale,
): Promise<SaleChangesAnswer> {
  await communityAsMember(platform.db, communityId, actor.personId, mayCurate)
  const now = platform.clock.now()
  const ids = (await saleIdsOfCommunity(platform, communityId)).slice(0, SALES_LOOKED_AT)
  const sales = [...(await readSales(platform.db, ids, now)).values()]
    .filter(({ opensAt }) => opensAt <= now)
    .sort((a, b) => b.opensAt.getTime() - a.opensAt.getTime())
    .slice(0, SALES_SHOWN)
  const changes = await changesOf(platform, communityId, sales, now)
  const names = await namesIn(platform, communityId, peopleOf(changes.map(({ change }) => change)))
  return { items: changes.map((read) => headOf(read.sale, read, names, locale)) }
}

interface Read {
  readonly sale: Sale
  readonly change: SaleChange
  readonly rows: readonly EvidenceRow[]
  readonly window: { readonly endsAt: Date }
}

/** One look at the community's evidence serves all of these sales. */
async function changesOf(
  platform: Platform,
  communityId: Id<'com'>,
  sales: readonly Sale[],
  now: Date,
): Promise<Read[]> {
  if (sales.length === 0) return []
  const earliest = new Date(Math.min(...sales.map(({ opensAt }) => opensAt.getTime()), now.getTime()))
  const [loaded, delays, orders] = await Promise.all([
    loadCommunity(platform.db, communityId, now, earliest),
    findDelays(platform.db),
    paidOrdersOfSales(
      platform.db,
      communityId,
      sales.map(({ id }) => id),
    ),
  ])
  if (!loaded) return []
  return sales.map((sale) => {
    const ended = sale.stoppedAt ?? sale.cutsOffAt
    const endsAt = ended < now ? ended : now
    const window = { opensAt: sale.opensAt.getTime(), endsAt: endsAt.getTime() }
    const inCommunity = { ...window, orderIds: orders.get(sale.id) ?? new Set<bigint>() }
    const change = saleChange(loaded.rows, inCommunity, loaded.standing, now.getTime(), delays)
    return { sale, change, rows: loaded.rows, window: { endsAt } }
  })
}

function headOf(sale: Sale, { change, window }: Read, names: Names, locale: Locale) {
  const isRunning = sale.state === 'open'
  const newPairs = change.pairs.filter(({ isNew }) => isNew).length
  const facts = { ...change.orders, covered: change.covered, voices: voicesOf(change, names), newPairs, isRunning }
  return {
    saleId: formatId('sal', sale.id),
    title: sale.title,
    opensAt: sale.opensAt.toISOString(),
    endsAt: window.endsAt.toISOString(),
    isRunning,
    orders: { ...change.orders, covered: change.covered },
    newPairs,
    words: saySale(facts).map((one) => said(locale, one)),
  }
}

/** Who moved how many different people in this sale; who has left has no name to give. */
function voicesOf({ pairs }: SaleChange, names: Names) {
  const moved = new Map<Person, number>()
  for (const { from } of pairs) moved.set(from, (moved.get(from) ?? 0) + 1)
  return [...moved]
    .flatMap(([person, count]) => {
      const name = names.get(person)
      return name ? [{ nickname: name.nickname, moved: count }] : []
    })
    .sort((a, b) => b.moved - a.moved)
}

const peopleOf = (changes: readonly SaleChange[]): Person[] =>
  changes.flatMap(({ pairs }) => pairs.flatMap(({ from, to }) => [from, to]))
