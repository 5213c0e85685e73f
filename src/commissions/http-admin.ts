import type { StaffActor } from '../platform/actor.ts'
import { route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, PageQuery, strict, Type } from '../platform/wire.ts'
import { CuratorWithWallet, Rule, RuleInput, WalletEntries } from './contract.ts'
import { curatorWithWallet, walletEntries } from './read-curator.ts'
import { listRules, showRule } from './read-rules.ts'
import { addRule, changeRule } from './set-rules.ts'

const ByPerson = strict({ personId: idOf('per') })

export const adminRoutes = [
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
  route({
    method: 'GET',
    path: '/v1/admin/curators/:personId',
    audience: 'admin',
    who: staff('operator', 'finance'),
    summary: 'One curator with the numbers of her wallet',
    params: ByPerson,
    answer: CuratorWithWallet,
    handle: (platform, { params }) => curatorWithWallet(platform, parseId('per', params.personId)),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/curators/:personId/entries',
    audience: 'admin',
    who: staff('operator', 'finance'),
    summary: 'What earned a curator something, line by line, newest first',
    params: ByPerson,
    query: strict(PageQuery),
    answer: WalletEntries,
    handle: (platform, { params, query }) => walletEntries(platform, parseId('per', params.personId), query),
  }),
]
