import { Curator } from '../curators/contract.ts'
import {
  amountFen,
  defineRefusals,
  idOf,
  Money,
  oneOf,
  orNull,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const refusals = defineRefusals({
  rule_position_taken: {
    status: 409,
    zh: '这个次序已经有一条规则了。',
    en: 'Another rule already stands at this position.',
  },
  rule_cap_below_floor: { status: 422, zh: '上限不能低于保底。', en: 'The cap may not be below the floor.' },
})

export const Rule = Type.Object({
  id: idOf('rul'),
  version: Type.Integer(),
  position: Type.Integer(),
  name: Type.String(),
  skuId: orNull(Type.String()),
  category: orNull(Type.String()),
  stage: orNull(Type.String()),
  rateBps: Type.Integer(),
  floor: Money,
  cap: orNull(Money),
  setBy: Type.String(),
  setByName: orNull(Type.String()),
  createdAt: Timestamp,
  supersededAt: orNull(Timestamp),
})
export type Rule = Static<typeof Rule>

/** Rates in basis points: 1000 is 10 %. The first rule in position order that fits a line is the one that counts. */
export const RuleInput = strict({
  name: text(60),
  position: Type.Integer({ minimum: 1, maximum: 10_000 }),
  skuId: Type.Optional(idOf('sku')),
  category: Type.Optional(Type.String({ pattern: '^[a-z]+(\\.[a-z]+)*$', maxLength: 60 })),
  stage: Type.Optional(oneOf('novice', 'skilled', 'professional')),
  rateBps: Type.Integer({ minimum: 0, maximum: 5_000 }),
  floorFen: Type.Optional(amountFen),
  capFen: Type.Optional(amountFen),
})
export type RuleInput = Static<typeof RuleInput>

/** 预计 · 待结算 · 可提现 · 已提现 */
export const Wallet = Type.Object({
  estimated: Money,
  pending: Money,
  available: Money,
  /** 提现中: asked for, and not there yet. */
  withdrawing: Money,
  withdrawn: Money,
  /** What a refund took back after she withdrew it; set off against what vests next. */
  debt: Money,
})

/** A curator as the staff see her, with the same four numbers that she sees. */
export const CuratorWithWallet = Type.Object({ curator: Curator, wallet: Wallet })

export const WalletEntry = Type.Object({
  id: idOf('acc'),
  orderId: idOf('ord'),
  lineNo: Type.Integer(),
  goods: Money,
  refunded: Money,
  rateBps: Type.Integer(),
  earned: Money,
  state: oneOf('estimated', 'pending', 'vested', 'taken_back'),
  createdAt: Timestamp,
})
export const WalletEntries = page(WalletEntry)

/** What one journal did to each place of her money. */
export const WalletMove = Type.Object({
  id: idOf('jrn'),
  kind: Type.String(),
  orderId: orNull(idOf('ord')),
  at: Timestamp,
  frozen: Money,
  available: Money,
  withdrawing: Money,
  debt: Money,
})
export const WalletStatement = page(WalletMove)
