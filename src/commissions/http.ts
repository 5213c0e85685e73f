import type { PersonActor } from '../platform/actor.ts'
import { aCurator, route } from '../platform/http.ts'
import { PageQuery, strict } from '../platform/wire.ts'
import { Wallet, WalletEntries, WalletStatement } from './contract.ts'
import { adminRoutes } from './http-admin.ts'
import { showWallet, walletEntries } from './read-curator.ts'
import { statementOf } from './wallet.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/v1/curator/wallet',
    audience: 'curator',
    who: aCurator,
    summary: '预计, 待结算, 可提现, 已提现',
    answer: Wallet,
    handle: (platform, { actor }) => showWallet(platform, (actor as PersonActor).personId),
  }),
  route({
    method: 'GET',
    path: '/v1/curator/wallet/entries',
    audience: 'curator',
    who: aCurator,
    summary: 'Every line that earned her something, with where it stands',
    query: strict(PageQuery),
    answer: WalletEntries,
    handle: (platform, { actor, query }) => walletEntries(platform, (actor as PersonActor).personId, query),
  }),
  route({
    method: 'GET',
    path: '/v1/curator/wallet/statement',
    audience: 'curator',
    who: aCurator,
    summary: 'Every journal that moved her money, newest first, with what it did to each place',
    query: strict(PageQuery),
    answer: WalletStatement,
    handle: (platform, { actor, query }) => statementOf(platform, (actor as PersonActor).personId, query),
  }),
  ...adminRoutes,
]
