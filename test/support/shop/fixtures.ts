import type { Invitation, Product, ProductCard, Sale, SaleCard } from '../../../web/storefront/shapes.ts'

/** Data for the shop's pages, as the rooms answer it. `said` stands wherever people write: names, words, facts, rules. */

const yuan = (amount: number) => ({ amount, currency: 'CNY' })
const picture = (alt: string) => ({
  url: '/media/a.webp',
  smallUrl: '/media/a-480.webp',
  alt,
  width: 1200,
  height: 900,
})

export const token = 'AQFbW8p3k2QAAZ0m4q7yT1uVwXc1'

export function aProduct(said = '云岔脐橙'): Product {
  return {
    id: 'prd_01hqzk3v5x8ab',
    name: said,
    word: said,
    category: 'fruit.citrus',
    categoryName: said,
    scout: { name: said },
    supplier: { name: said, place: said, kind: 'grower' },
    pictures: [picture(said)],
    promise: said,
    returnClass: 'fresh_no_7d',
    facts: [
      { fact: 'variety', label: '品种', words: said, recordedAt: '2026-11-13T00:00:00.000Z' },
      { fact: 'how_to_eat', label: '怎么吃', words: said, recordedAt: '2026-11-13T00:00:00.000Z' },
    ],
    skus: [
      {
        id: 'sku_01hqzk3v5x8ab',
        name: said,
        unit: said.slice(0, 6),
        directPrice: yuan(6990),
        communityPrice: yuan(5490),
        passPrice: yuan(4990),
        left: 37,
        offerId: 'off_01hqzk3v5x8ab',
      },
    ],
    lot: { code: said, pickedOn: '2026-11-13', origin: said },
    version: 1,
  }
}

export function aSale(said = '周四到家的橙子', change: Partial<Sale> = {}): Sale {
  return {
    saleId: 'sal_01hqzk3v5x8ab',
    kind: 'ordinary',
    title: said,
    word: said,
    state: 'open',
    opensAt: '2026-11-22T04:00:00.000Z',
    cutsOffAt: '2026-11-22T14:00:00.000Z',
    arrivesOn: '2026-11-26',
    delivery: 'pickup',
    pickupPoint: { id: 'pkp_01hqzk3v5x8ab', name: said, place: said, hours: said },
    curatorRests: false,
    curator: { displayName: said },
    from: { nickname: `${said}2` },
    community: { id: 'com_01hqzk3v5x8ab', name: said, carrier: null },
    skus: [
      {
        skuId: 'sku_01hqzk3v5x8ab',
        productId: 'prd_01hqzk3v5x8ab',
        name: said,
        skuName: said,
        unit: said.slice(0, 6),
        word: said,
        picture: picture(said),
        communityPrice: yuan(5490),
        directPrice: yuan(6990),
        left: 37,
        perPerson: 5,
      },
    ],
    me: { membership: 'none' },
    ...change,
  }
}

export function anInvitation(said = '桂雨里邻居鲜果群'): Invitation {
  return {
    community: {
      name: said,
      purpose: said,
      rules: said,
      memberCount: 286,
      cap: 500,
      door: 'by_approval',
      carrier: { kind: 'wechat_group', name: said },
    },
    inviter: { nickname: said },
    expiresAt: '2026-11-29T14:00:00.000Z',
    state: 'open',
  }
}

export function aCard(said = '云岔脐橙'): ProductCard {
  return {
    id: 'prd_01hqzk3v5x8ab',
    name: said,
    word: said,
    category: 'fruit.citrus',
    categoryName: said,
    picture: picture(said),
    directPrice: yuan(6990),
    communityPrice: yuan(5490),
    left: 37,
    unit: said.slice(0, 6),
  }
}

export function aSaleCard(said = '周四到家的橙子'): SaleCard {
  return {
    id: 'sal_01hqzk3v5x8ab',
    token,
    title: said,
    word: said,
    cutsOffAt: '2026-11-22T14:00:00.000Z',
    arrivesOn: '2026-11-26',
    curator: { displayName: said },
    picture: picture(said),
    fromPrice: yuan(5490),
  }
}
