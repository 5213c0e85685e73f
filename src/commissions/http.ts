import type { PersonActor, StaffActor } from '../platform/actor.ts'
import { aCurator, route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, PageQuery, strict, Type } from '../platform/wire.ts'
import { Rule, RuleInput, Wallet, WalletEntries } from './contract.ts'
import { listRules, showRule } from './read-rules.ts'
import { addRule, changeRule } from './set-rules.ts'
import { entriesOf, walletOf } from './wallet.ts'

const LAST = 9223372036854775807n

export const routes = [
  route({
    method: 'GET',
    path: '/v1/curator/wallet',
    audience: 'curator',
    who: aCurator,
    summary: '预计, 待结算, 可提现, 已提现',
    answer: Wallet,
    handle: async (platform, { actor }) => {
      const wallet = await walletOf(platform.db, (actor as PersonActor).personId)
      const money = (amount: number) => ({ amount, currency: platform.config.currency })
      return {
        estimated: money(wallet.estimatedFen),
        pending: money(wallet.pendingFen),
        available: money(wallet.availableFen),
        withdrawn: money(wallet.withdrawnFen),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/curator/wallet/entries',
    audience: 'curator',
    who: aCurator,
    summary: 'A statement line for every fen',
    query: strict(PageQuery),
    answer: WalletEntries,
    handle: async (platform, { actor, query }) => {
      const limit = query.limit ?? 20
      const before = query.cursor ? parseId('acc', query.cursor) : LAST
      const items = await entriesOf(
        platform.db,
        (actor as PersonActor).personId,
        before,
        limit,
        platform.config.currency,
      )
      return { items, nextCursor: items.length === limit ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/commission-rules',
    audience: 'admin',
    who: staff('operator', 'finance'),
    summary: 'The ordered rules with their history: who changed what',
    answer: Type.Object({ items: Type.Array(Rule) }),
    handle: async (platform) => ({ items: await listRules(platform) }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/commission-rules',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Add a rule to the list',
    body: RuleInput,
    moves: true,
    status: 201,
    answer: Rule,
    handle: async (platform, { actor, body, once }) => {
      const { made } = await once(0, (tx) => addRule(platform, tx, actor as StaffActor, body))
      return showRule(platform, made)
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/admin/commission-rules/:id',
    audience: 'admin',
    who: staff('operator'),
    summary: 'Change a rule: a new version from now on',
    params: strict({ id: idOf('rul') }),
    body: RuleInput,
    moves: true,
    answer: Rule,
    handle: async (platform, { actor, params, body, once }) => {
      const { made } = await once(0, (tx) => changeRule(tx, actor as StaffActor, parseId('rul', params.id), body))
      return showRule(platform, made)
    },
  }),
]
