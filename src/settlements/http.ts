import type { PersonActor, StaffActor } from '../platform/actor.ts'
import { aCurator, route, staff, staffProvedAgain } from '../platform/http.ts'
import { cellByHash, cellOf, parseId } from '../platform/ids.ts'
import { idOf, oneOf, orNull, PageQuery, page, strict, Type, text } from '../platform/wire.ts'
import { approvePayout, rejectPayout } from './approve-payouts.ts'
import { askPayout, quotePayout } from './ask-payout.ts'
import {
  AdminPayout,
  APPROVAL_FROM_FEN,
  Identity,
  IdentityInput,
  LARGEST_PAYOUT_FEN,
  Payout,
  PayoutInput,
  PayoutQuote,
  Payouts,
  payoutStates,
} from './contract.ts'
import { giveIdentity, showIdentity } from './identity.ts'
import { listOwnPayouts, listPayouts, ownPayout, present, showPayout } from './read-payouts.ts'
import { askAboutPayout, askNow } from './send-payouts.ts'
import { quarterReport } from './tax-report.ts'

const me = (actor: unknown) => actor as PersonActor
const ById = strict({ id: idOf('wdr') })
const MayBeIdentity = Type.Object({ identity: orNull(Identity) })

const curatorRoutes = [
  route({
    method: 'GET',
    path: '/v1/curator/payout-identity',
    audience: 'curator',
    who: aCurator,
    summary: 'Who is paid: her real name and ID number, masked',
    answer: MayBeIdentity,
    handle: async (platform, { actor }) => ({
      identity: (await showIdentity(platform.db, me(actor).personId)) ?? null,
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/curator/payout-identity',
    audience: 'curator',
    who: aCurator,
    summary: 'Give the real name and ID number; kept sealed, shown masked',
    body: IdentityInput,
    moves: true,
    answer: MayBeIdentity,
    handle: async (platform, { actor, body, once }) => {
      await once(0, (tx) => giveIdentity(platform, tx, me(actor), body))
      return { identity: (await showIdentity(platform.db, me(actor).personId)) ?? null }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/payouts/quote',
    audience: 'curator',
    who: aCurator,
    summary: 'What would be withheld of an amount now, and what would arrive',
    query: strict({ amountFen: Type.String({ pattern: '^[1-9][0-9]{0,7}$' }) }),
    answer: PayoutQuote,
    handle: async (platform, { actor, query }) => {
      const grossFen = Math.min(Number(query.amountFen), LARGEST_PAYOUT_FEN)
      const money = (amount: number) => ({ amount, currency: platform.config.currency })
      const quote = await quotePayout(platform, platform.db, me(actor).personId, grossFen, platform.clock.now())
      return {
        gross: money(quote.grossFen),
        tax: money(quote.taxFen),
        net: money(quote.netFen),
        taxRule: quote.taxRule,
        needsApproval: grossFen >= APPROVAL_FROM_FEN,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/payouts',
    audience: 'curator',
    who: aCurator,
    summary: 'Her payouts, newest first',
    query: strict(PageQuery),
    answer: Payouts,
    handle: (platform, { actor, query }) => listOwnPayouts(platform, me(actor), query),
  }),
  route({
    method: 'POST',
    path: '/v1/curator/payouts',
    audience: 'curator',
    who: aCurator,
    summary: 'Withdraw',
    body: PayoutInput,
    moves: true,
    status: 201,
    answer: Payout,
    handle: async (platform, { actor, body, once }) => {
      const { made } = await once(cellByHash(me(actor).personId), (tx) =>
        askPayout(platform, tx, me(actor), body.amountFen),
      )
      return present(platform, await ownPayout(platform, me(actor), made))
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/payouts/:id',
    audience: 'curator',
    who: aCurator,
    summary: 'Where a payout stands; asks the provider while it is there',
    params: ById,
    answer: Payout,
    handle: async (platform, { actor, params }) => {
      const id = parseId('wdr', params.id)
      await askAboutPayout(platform, await ownPayout(platform, me(actor), id))
      return present(platform, await ownPayout(platform, me(actor), id))
    },
  }),
]

const finance = staffProvedAgain('finance')

const adminRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/payouts',
    audience: 'admin',
    who: staff('finance'),
    summary: 'Payouts, newest first',
    query: strict({ ...PageQuery, state: Type.Optional(oneOf(...payoutStates)) }),
    answer: page(AdminPayout),
    handle: (platform, { query }) => listPayouts(platform, query),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/payouts/:id/approve',
    audience: 'admin',
    who: finance,
    summary: 'Agree to a large payout; two different people must',
    params: ById,
    body: strict({}),
    moves: true,
    answer: AdminPayout,
    handle: async (platform, { actor, params, once }) => {
      const id = parseId('wdr', params.id)
      await once(cellOf(id), (tx) => approvePayout(tx, actor as StaffActor, id))
      return showPayout(platform, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/payouts/:id/reject',
    audience: 'admin',
    who: finance,
    summary: 'Refuse a large payout, with a reason; the money is hers again',
    params: ById,
    body: strict({ reason: text(200, 4) }),
    moves: true,
    answer: AdminPayout,
    handle: async (platform, { actor, params, body, once }) => {
      const id = parseId('wdr', params.id)
      await once(cellOf(id), (tx) => rejectPayout(platform, tx, actor as StaffActor, id, body.reason))
      return showPayout(platform, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/payouts/:id/ask',
    audience: 'admin',
    who: finance,
    summary: 'Ask the provider what became of a payout, also of one that is held; its answer alone releases it',
    params: ById,
    body: strict({}),
    moves: true,
    answer: AdminPayout,
    handle: async (platform, { actor, params }) => {
      const id = parseId('wdr', params.id)
      await askNow(platform, actor as StaffActor, id)
      return showPayout(platform, id)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/tax-report',
    audience: 'admin',
    who: staff('finance'),
    summary: 'What was paid out and withheld in a quarter, by curator and month, as CSV',
    query: strict({ quarter: Type.String({ pattern: '^20[0-9]{2}Q[1-4]$', examples: ['2026Q4'] }) }),
    contentType: 'text/csv; charset=utf-8',
    handle: async (platform, { query, locale, header }) => {
      header('content-disposition', `attachment; filename="tax-${query.quarter}.csv"`)
      return quarterReport(platform, query.quarter, locale)
    },
  }),
]

export const routes = [...curatorRoutes, ...adminRoutes]
