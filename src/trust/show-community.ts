import { communityAsMember, mayCurate, membersByIds, membersOf, pairKey } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { isSetAside, lastAppeal } from './appeals.ts'
import { sayPiece } from './arc-words.ts'
import { arcsOf } from './arcs.ts'
import { checkUp, labelWords, type Said, said, setAsideWords } from './check-up.ts'
import type { VerdictLabel } from './contract.ts'
import type { ArcAnswer, CheckUpAnswer, MeshAnswer } from './contract-screens.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Person } from './evidence.ts'
import { evidenceFrom } from './evidence-rows.ts'
import { meshOf } from './mesh.ts'
import { productsOf } from './piece-products.ts'
import { loadCommunity, readingOf } from './read-community.ts'
import { sayFermentation, sayFission, sayReason } from './reading-words.ts'
import * as sql from './sql.ts'
import { weigh } from './weighing.ts'

const WEEKS_SHOWN = 26
const MOST_ARCS = 2000
const VOICES_SHOWN = 8
const MOST_REASONS = 200

/** The check-up of a community that the actor sells in. Refuses `not_found` to everybody else: it is private to her. */
export async function showCheckUp(
  platform: Platform,
  actor: PersonActor,
  communityId: Id<'com'>,
  locale: Locale,
): Promise<CheckUpAnswer> {
  await communityAsMember(platform.db, communityId, actor.personId, mayCurate)
  const read = await readingOf(platform, communityId)
  if (!read) throw new Refusal(platformRefusals.not_found)
  const { diagnosis, readAt } = read
  const weeks = await sql.weeksOf(platform.db, communityId, WEEKS_SHOWN)
  const names = await namesIn(platform, communityId, peopleOf(diagnosis))
  const words = checkUp(diagnosis.verdict, namesFor(diagnosis, names))
  const say = (one: Said | null) => one && said(locale, one)
  const appeal = await lastAppeal(platform.db, communityId, locale)
  const setAside = isSetAside(appeal, diagnosis.verdict.label)
  return {
    communityId: formatId('com', communityId),
    readAt: readAt.toISOString(),
    label: diagnosis.verdict.label,
    labelWords: said(locale, setAside ? setAsideWords.label : words.label),
    words: said(locale, setAside ? setAsideWords.reading : words.reading),
    reasons: setAside ? [] : diagnosis.verdict.reasons.map((reason) => said(locale, sayReason(reason))),
    step: said(locale, setAside ? setAsideWords.step : words.step),
    coverage: say(words.coverage),
    struck: say(words.struck),
    promise: said(locale, words.promise),
    appeal,
    isSetAside: setAside,
    reading: diagnosis.verdict.reading,
    keptOrders: diagnosis.facts.keptOrders,
    coveredOrders: diagnosis.facts.coveredOrders,
    voices: diagnosis.voices
      .flatMap(({ person, moved }) => {
        const name = names.get(person)
        return name ? [{ memberId: name.memberId, nickname: name.nickname, moved }] : []
      })
      .slice(0, VOICES_SHOWN),
    fermentation: { ...diagnosis.fermentation, words: said(locale, sayFermentation(diagnosis.fermentation)) },
    fission: { ...diagnosis.fission, words: said(locale, sayFission(diagnosis.fission)) },
    lift: diagnosis.lift,
    weeks: weeks.reverse().map((week) => showWeek(week, locale)),
  }
}

const peopleOf = ({ voices, circleVoices, seeds }: Diagnosis): Person[] => [
  ...voices.map(({ person }) => person),
  ...circleVoices,
  ...(seeds?.seeds ?? []),
]

export type Names = ReadonlyMap<Person, { readonly memberId: string; readonly nickname: string }>

/** How these people are called here; who is not a member any more has no name to give. */
export async function namesIn(platform: Platform, communityId: Id<'com'>, people: readonly Person[]): Promise<Names> {
  const ids = [...new Set(people)] as bigint[]
  const members = await membersOf(
    platform.db,
    ids.map((personId) => ({ communityId, personId })),
  )
  return new Map(
    ids.flatMap((personId) => {
      const member = members.get(pairKey(communityId, personId))
      if (member?.state !== 'active') return []
      return [[personId, { memberId: formatId('mem', member.id), nickname: member.nickname }] as const]
    }),
  )
}

function namesFor(diagnosis: Diagnosis, names: Names) {
  const nickname = (person: Person) => names.get(person)?.nickname ?? []
  const [nextVoice] = diagnosis.seeds?.seeds.flatMap(nickname) ?? []
  return {
    voices: diagnosis.voices.flatMap(({ person }) => nickname(person)),
    circleVoices: diagnosis.circleVoices.flatMap(nickname),
    ...(nextVoice !== undefined && { nextVoice }),
    followedMembers: diagnosis.followedMembers,
    weeksOld: Math.floor(diagnosis.facts.ageDays / 7),
  }
}

const showWeek = (week: sql.WeekRow, locale: Locale) => ({
  weekOn: week.week_on,
  label: week.label as VerdictLabel,
  labelWords: said(locale, labelWords[week.label as VerdictLabel]),
  ownerShare: week.owner_share,
  together: week.together,
  activeMembers: week.active_members,
  keptOrders: week.kept_orders,
})

/** The mesh to draw: members who acted or moved somebody, and the arcs between them. */
export async function showMesh(platform: Platform, actor: PersonActor, communityId: Id<'com'>): Promise<MeshAnswer> {
  const { weighed, owners, now } = await weighedFor(platform, actor, communityId)
  const mesh = meshOf(weighed, owners, now.getTime(), MOST_ARCS)
  const names = await namesIn(
    platform,
    communityId,
    mesh.people.map(({ person }) => person),
  )
  const arcs = mesh.arcs.flatMap(({ from, to, ...arc }) => {
    const [one, other] = [names.get(from), names.get(to)]
    return one && other ? [{ from: one.memberId, to: other.memberId, ...arc }] : []
  })
  return {
    people: mesh.people.flatMap(({ person, isOwner, moved, circle }) => {
      const name = names.get(person)
      return name ? [{ ...name, isOwner, moved, circle }] : []
    }),
    arcs,
    waiting: mesh.waiting,
    neverCount: mesh.neverCount,
    leftOut: mesh.arcs.length - arcs.length,
  }
}

/** Why there is an arc between two members, newest first, what does not count included. */
export async function showArc(
  platform: Platform,
  actor: PersonActor,
  communityId: Id<'com'>,
  ends: { readonly from: string; readonly to: string },
  locale: Locale,
): Promise<ArcAnswer> {
  const { weighed, now, rows } = await weighedFor(platform, actor, communityId)
  const ids = [parseId('mem', ends.from), parseId('mem', ends.to)]
  const members = await membersByIds(platform.db, communityId, ids)
  const [from, to] = ids.map((id) => members.find((member) => member.id === id))
  if (!from || !to) throw new Refusal(platformRefusals.not_found)
  const arc = arcsOf(weighed, now.getTime()).find((one) => one.from === from.personId && one.to === to.personId)
  if (!arc) throw new Refusal(platformRefusals.not_found)
  const pieces = arc.because.slice(-MOST_REASONS).reverse()
  const productOf = await productsOf(platform, rows, pieces, locale)
  return {
    from: from.nickname,
    to: to.nickname,
    because: pieces.map((piece) => {
      const product = productOf(piece.evidenceId)
      const words = sayPiece(piece, { from: from.nickname, to: to.nickname, product }, platform.config.timeZone)
      return { at: new Date(piece.at).toISOString(), words: said(locale, words), counts: piece.silent === null }
    }),
  }
}

async function weighedFor(platform: Platform, actor: PersonActor, communityId: Id<'com'>) {
  await communityAsMember(platform.db, communityId, actor.personId, mayCurate)
  return weighedIn(platform, communityId)
}

/** What a community's evidence weighs now. Whoever calls has made sure that the asker may know. */
export async function weighedIn(platform: Platform, communityId: Id<'com'>) {
  const now = platform.clock.now()
  const loaded = await loadCommunity(platform.db, communityId, now)
  if (!loaded) throw new Refusal(platformRefusals.not_found)
  const weighed = weigh(evidenceFrom(loaded.rows), { now: now.getTime() })
  return { weighed, owners: loaded.standing.owners, now, rows: loaded.rows }
}
