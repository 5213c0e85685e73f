import { findLinks, wordsOf } from '../attribution/index.ts'
import { productLabels } from '../catalog/index.ts'
import { orderFacts } from '../orders/index.ts'
import type { Tx } from '../platform/db.ts'
import { type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { StoredNews, Subscription } from '../platform/room.ts'
import { type EvidenceRow, evidenceOfOrder } from './evidence-rows.ts'
import * as sql from './sql.ts'

const orderNews = [
  'order.paid',
  'order.received',
  'order.cancelled',
  'order.expired',
  'order.refunded',
  'words.given',
  'words.taken_back',
]

/**
 * Turns news into evidence and asks for a new reading of the communities that it is of. Still to come with their rooms:
 * responses and shares (sharing), group joins (campaigns), upheld claims (claims), one hand behind two accounts (integrity).
 */
export const keepEvidence: Subscription = {
  subscriber: 'trust.keep_evidence',
  names: [...orderNews, 'member.joined', 'member.left', 'member.banned'],
  take: async (_platform: Platform, tx: Tx, news) => {
    const rows = [...(await rowsOfOrders(tx, news)), ...(await rowsOfEntrances(tx, news))]
    if (rows.length > 0) await sql.keepEvidence(tx, rows)
    const left = news.filter(({ name }) => name === 'member.left' || name === 'member.banned').map(communityOf)
    const changed = [...new Set([...rows.map((row) => row.communityId), ...left])].sort()
    if (changed.length > 0) await sql.askForReadings(tx, changed)
  },
}

const communityOf = ({ data }: StoredNews): Id<'com'> => parseId('com', String(data.communityId))

async function rowsOfOrders(tx: Tx, news: readonly StoredNews[]): Promise<EvidenceRow[]> {
  const ids = [...new Set(news.filter(({ name }) => orderNews.includes(name)).map(({ subject }) => subject))]
  const facts = await orderFacts(tx, ids)
  const [named, labels] = await Promise.all([
    wordsOf(tx, ids),
    productLabels(tx, [...new Set(facts.flatMap(({ productIds }) => productIds.slice(0, 1)))]),
  ])
  return facts.flatMap((one) => {
    const [dearest] = one.productIds
    const field = dearest === undefined ? undefined : labels.get(dearest)?.category
    return evidenceOfOrder(one, named.get(one.id) ?? [], field ?? null) ?? []
  })
}

/**
 * Somebody came by an invitation that a person made, or by a link that a member passed on. The curator's own sale link
 * invites too, but it says nothing about trust: everybody in the chat taps it.
 */
async function rowsOfEntrances(tx: Tx, news: readonly StoredNews[]): Promise<EvidenceRow[]> {
  const joined = news.filter(({ name, data }) => name === 'member.joined' && typeof data.invitedBy === 'string')
  const linkIds = joined.flatMap(({ data }) => (typeof data.linkId === 'string' ? [parseId('lnk', data.linkId)] : []))
  const links = linkIds.length > 0 ? await findLinks(tx, linkIds) : new Map()
  const rows = joined.flatMap(({ subject, occurredAt, data }): EvidenceRow[] => {
    const personId = parseId('per', String(data.personId))
    const inviter = parseId('per', String(data.invitedBy))
    const link = typeof data.linkId === 'string' ? links.get(parseId('lnk', data.linkId)) : undefined
    const isAsked = typeof data.invitationId === 'string' || link?.kind === 'passed_on'
    if (!isAsked || inviter === personId) return []
    return [
      {
        id: subject,
        communityId: parseId('com', String(data.communityId)),
        kind: 'invitation',
        actorPersonId: personId,
        actedAt: occurredAt,
        known: 'invited',
        words: [inviter],
        productIds: [],
        field: null,
        fate: 'by_first_order',
        keptFrom: null,
      },
    ]
  })
  // Who went and came back twice within one delivery came in last the last time.
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}
