import type { Locale } from '../platform/http.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { sayPiece } from './arc-words.ts'
import { arcsOf } from './arcs.ts'
import { said } from './check-up.ts'
import type { Person } from './evidence.ts'
import { productsOf } from './piece-products.ts'
import { namesIn, weighedIn } from './show-community.ts'

const MOST_SENTENCES = 200

/** One member's arcs in both directions, piece by piece, newest first: for staff, who have a reason on record. */
export async function sentencesIn(platform: Platform, communityId: Id<'com'>, personId: Id<'per'>, locale: Locale) {
  const { weighed, now, rows } = await weighedIn(platform, communityId)
  const arcs = arcsOf(weighed, now.getTime()).filter(({ from, to }) => from === personId || to === personId)
  const names = await namesIn(
    platform,
    communityId,
    arcs.flatMap(({ from, to }) => [from, to]),
  )
  const productOf = await productsOf(
    platform,
    rows,
    arcs.flatMap(({ because }) => because),
    locale,
  )
  const nameOf = (person: Person) => names.get(person)?.nickname ?? (locale === 'en' ? 'somebody' : '某位群友')
  const told = (side: 'from' | 'to') =>
    arcs
      .filter((arc) => arc[side] === personId)
      .flatMap(({ from, to, because }) => because.map((piece) => ({ piece, from: nameOf(from), to: nameOf(to) })))
      .sort((a, b) => b.piece.at - a.piece.at)
      .slice(0, MOST_SENTENCES)
      .map(({ piece, from, to }) => {
        const words = sayPiece(piece, { from, to, product: productOf(piece.evidenceId) }, platform.config.timeZone)
        return { at: new Date(piece.at).toISOString(), words: said(locale, words), counts: piece.silent === null }
      })
  const toHer = new Set(arcs.flatMap(({ from, to }) => (to === personId ? [from] : [])))
  const mutual = arcs.filter(({ from, to }) => from === personId && toHer.has(to)).length
  return { acted: told('to'), moved: told('from'), mutual }
}
