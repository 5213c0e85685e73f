import { carrierKinds } from '../communities/contract.ts'
import {
  defineRefusals,
  idOf,
  LocalDate,
  Money,
  oneOf,
  orNull,
  type Static,
  Timestamp,
  Type,
} from '../platform/wire.ts'
import { CuratorSale, SaleRow, SaleSku, saleFields } from '../sales/contract.ts'

/** This room opens sales together with their links, so what goes in is theirs. */
export { SaleChange, SaleInput, SaleListQuery } from '../sales/contract.ts'

export const refusals = defineRefusals({
  link_forged: { status: 404, zh: '这个链接不是我们发出的。', en: 'This link is not one of ours.' },
  link_expired: {
    status: 410,
    zh: '链接过期了，请群里的朋友再发一个。已经在群里的，登录后还能打开。',
    en: 'This link has expired. Ask a friend for a new one; members may sign in and open it still.',
  },
  link_used_up: {
    status: 410,
    zh: '通过这个链接进群的名额用完了。',
    en: 'As many people as may have entered by this link.',
  },
  link_revoked: { status: 410, zh: '这个链接已经撤回了。', en: 'This link was withdrawn.' },
  not_a_buyer_yet: {
    status: 403,
    zh: '在这个群买过一单，就能把团转发给朋友。',
    en: 'Buy something in this community first, then you may pass its sales on.',
  },
  words_given_already: {
    status: 409,
    zh: '这一单已经答过了。',
    en: 'This order has been answered for already.',
  },
  no_words_given: {
    status: 409,
    zh: '这一单没有答过，没有可以收回的。',
    en: 'Nothing was answered for this order, so there is nothing to take back.',
  },
  not_asked_any_more: {
    status: 409,
    zh: '这一单已经不用答了。',
    en: 'There is nothing to answer for this order any more.',
  },
  no_word_of_ones_own: {
    status: 422,
    zh: '说说别人吧，自己不算。',
    en: 'Name somebody other than yourself.',
  },
  not_a_friend_here: {
    status: 422,
    zh: '请从这个群的群友里选。',
    en: 'Please choose among the members of this community.',
  },
})

/** A link to a sale in one community: to paste, to scan, and in the words of where it is posted. */
export const SaleLink = Type.Object({ url: Type.String(), qrUrl: Type.String(), text: Type.String() })
export type SaleLink = Static<typeof SaleLink>

/** A sale with the link of each of its communities. Totals are orders': GET /v1/curator/sales/{id}/totals. */
export const SaleWithLinks = Type.Object({
  ...CuratorSale.properties,
  communities: Type.Array(Type.Object({ id: idOf('com'), name: Type.String(), link: SaleLink })),
})
export const SaleRowsPage = Type.Object({
  items: Type.Array(SaleRow),
  nextCursor: orNull(Type.String()),
})

const { id: _id, ...publicFields } = saleFields

/** The page that a link opens. While the curator rests, `state` is `stopped` and `curatorRests` says why. */
export const SalePage = Type.Object({
  saleId: idOf('sal'),
  ...publicFields,
  curatorRests: Type.Boolean(),
  curator: Type.Object({ displayName: Type.String() }),
  /** Who passed it on; null when the curator posted it herself. */
  from: orNull(Type.Object({ nickname: Type.String() })),
  community: Type.Object({
    id: idOf('com'),
    name: Type.String(),
    carrier: orNull(Type.Object({ kind: oneOf(...carrierKinds), name: Type.String() })),
  }),
  skus: Type.Array(SaleSku),
  me: Type.Object({ membership: oneOf('none', 'waiting', 'active', 'banned') }),
})
export type SalePage = Static<typeof SalePage>

/** An open sale as its community's page lists it. */
export const SaleCard = Type.Object({
  id: idOf('sal'),
  token: Type.String(),
  title: Type.String(),
  word: Type.String(),
  cutsOffAt: Timestamp,
  arrivesOn: LocalDate,
  curator: Type.Object({ displayName: Type.String() }),
  picture: SaleSku.properties.picture,
  fromPrice: Money,
})
export type SaleCard = Static<typeof SaleCard>

/** What this room says; the subject is the link unless a line says otherwise. */
export const events = {
  'link.passed_on': Type.Object({ saleId: idOf('sal'), communityId: idOf('com'), fromPersonId: idOf('per') }),
  /** The subject is the order. */
  'words.given': Type.Object({
    orderId: idOf('ord'),
    communityId: idOf('com'),
    personIds: Type.Array(idOf('per'), { minItems: 1, maxItems: 3 }),
  }),
}
