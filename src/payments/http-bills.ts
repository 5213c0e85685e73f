import type { StaffActor } from '../platform/actor.ts'
import { route, staff, staffProvedAgain } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, LocalDate, oneOf, PageQuery, page, strict, Type, text } from '../platform/wire.ts'
import {
  BillDay,
  BillLineShape,
  BillPosition,
  Difference,
  differenceStates,
  lineStates,
  Notification,
  notificationKinds,
  SettleInput,
} from './contract-bills.ts'
import {
  listBillDays,
  listBillLines,
  listDifferences,
  showBillDay,
  showDifference,
  showPosition,
} from './read-bills.ts'
import { reconcileDay } from './reconcile.ts'
import { listNotifications, replayNotification, showNotification } from './replay.ts'
import { agreeToDifference, declineDifference, settleDifference } from './settle-differences.ts'

const readers = staff('operator', 'finance')
const finance = staffProvedAgain('finance')
const ByDay = strict({ day: LocalDate })
const ById = strict({ id: idOf('dif') })

/** The provider's bills beside our books, and what people do about what differs. */
export const billRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/bills/position',
    audience: 'admin',
    who: readers,
    summary: 'How far the provider’s bills are matched, which is next, and what is open',
    answer: BillPosition,
    handle: (platform) => showPosition(platform),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/bills',
    audience: 'admin',
    who: readers,
    summary: 'Days whose bills were fetched and matched, newest first',
    query: strict({ ...PageQuery, cursor: Type.Optional(LocalDate) }),
    answer: page(BillDay),
    handle: (platform, { query }) => listBillDays(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/bills/:day',
    audience: 'admin',
    who: readers,
    summary: 'One day of the provider’s bills',
    params: ByDay,
    answer: BillDay,
    handle: (platform, { params }) => showBillDay(platform, params.day),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/bills/:day/match',
    audience: 'admin',
    who: finance,
    summary: 'Fetch and match the next day’s bill now, or look again for what a done day left open',
    params: ByDay,
    body: strict({}),
    moves: true,
    answer: BillDay,
    handle: async (platform, { params }) => {
      await reconcileDay(platform, params.day)
      return showBillDay(platform, params.day)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/bill-lines',
    audience: 'admin',
    who: readers,
    summary:
      'Lines of the provider’s bills; search takes the id of an order, a payment, a refund or a payout, or the provider’s number',
    query: strict({
      ...PageQuery,
      day: Type.Optional(LocalDate),
      state: Type.Optional(oneOf(...lineStates)),
      search: Type.Optional(text(64)),
      cursor: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d~(trade|basic|operation)~\\d{1,9}$' })),
    }),
    answer: page(BillLineShape),
    handle: (platform, { query }) => listBillLines(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/differences',
    audience: 'admin',
    who: readers,
    summary: 'Differences with the provider, newest first',
    query: strict({
      ...PageQuery,
      day: Type.Optional(LocalDate),
      state: Type.Optional(oneOf(...differenceStates)),
    }),
    answer: page(Difference),
    handle: (platform, { query }) => listDifferences(platform, query),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/differences/:id/settle',
    audience: 'admin',
    who: finance,
    summary: 'Settle a difference with a reason on record; a large one is proposed and waits for a second person',
    params: ById,
    body: SettleInput,
    moves: true,
    answer: Difference,
    handle: async (platform, { actor, params, body, once }) => {
      const id = parseId('dif', params.id)
      await once(0, (tx) => settleDifference(platform, tx, actor as StaffActor, id, body))
      return showDifference(platform, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/differences/:id/agree',
    audience: 'admin',
    who: finance,
    summary: 'Agree to how a large difference is to be settled; never the one who proposed it',
    params: ById,
    body: strict({}),
    moves: true,
    answer: Difference,
    handle: async (platform, { actor, params, once }) => {
      const id = parseId('dif', params.id)
      await once(0, (tx) => agreeToDifference(platform, tx, actor as StaffActor, id))
      return showDifference(platform, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/differences/:id/decline',
    audience: 'admin',
    who: finance,
    summary: 'Say no to how a difference is to be settled; it is open again',
    params: ById,
    body: strict({ reason: text(200, 4) }),
    moves: true,
    answer: Difference,
    handle: async (platform, { actor, params, body, once }) => {
      const id = parseId('dif', params.id)
      await once(0, (tx) => declineDifference(tx, actor as StaffActor, id, body.reason))
      return showDifference(platform, id)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/notifications',
    audience: 'admin',
    who: readers,
    summary: 'What the provider told us, newest first; search takes the id of a payment, a refund or a payout',
    query: strict({
      ...PageQuery,
      kind: Type.Optional(oneOf(...notificationKinds)),
      outcome: Type.Optional(Type.String({ maxLength: 20 })),
      search: Type.Optional(text(60)),
      cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
    }),
    answer: page(Notification),
    handle: (platform, { query }) => listNotifications(platform, query),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/notifications/:no/replay',
    audience: 'admin',
    who: finance,
    summary: 'Apply a kept notification once more; what it did already it does not do again',
    params: strict({ no: Type.String({ pattern: '^[0-9]{1,18}$' }) }),
    body: strict({}),
    moves: true,
    answer: Notification,
    handle: async (platform, { actor, params, once }) => {
      const { made } = await once(0, (tx) => replayNotification(platform, tx, actor as StaffActor, BigInt(params.no)))
      return showNotification(platform, made)
    },
  }),
]
