import { expect, test } from 'vitest'
import type { Community } from '../communities/index.ts'
import { type Posted, salePost } from './post-text.ts'

const community = { carriers: [{ kind: 'wechat_group' }] } as unknown as Community
const sale: Posted = {
  title: '今晚开团',
  word: '先发自己家孩子吃的照片',
  // 22:00 in Shanghai.
  cutsOffAt: new Date('2026-11-23T14:00:00.000Z'),
  arrivesOn: '2026-11-26',
  pickupPointName: '2 号门',
  skus: [
    { name: '云岔脐橙', unit: '箱', communityPrice: { amount: 5490, currency: 'CNY' } },
    { name: '红心柚', unit: '个', communityPrice: { amount: 10_000, currency: 'CNY' } },
    { name: '蜜薯', unit: '袋', communityPrice: { amount: 1205, currency: 'CNY' } },
  ],
}
const url = 'http://localhost:3000/s/abc'

test('the words of a sale say what, how much, until when and where, with dates that hold tomorrow too', () => {
  expect(salePost(community, sale, url, 'zh-CN', 'Asia/Shanghai').split('\n')).toEqual([
    '#接龙',
    '今晚开团',
    '先发自己家孩子吃的照片',
    '云岔脐橙 ¥54.9/箱',
    '红心柚 ¥100/个',
    '蜜薯 ¥12.05/袋',
    '11月23日周一 22:00 截单，11月26日周四到2 号门自提',
    `👉 点这里下单：${url}`,
    '下单后自动接龙：',
    '1. ',
  ])
})

test('in English too, and for parcels', () => {
  const parcel = { ...sale, pickupPointName: null }
  expect(salePost(community, parcel, url, 'en', 'Asia/Shanghai')).toContain(
    'Orders until Mon Nov 23 22:00, arrives Thu Nov 26',
  )
})

test('a community without a carrier still has words', () => {
  expect(salePost({ carriers: [] } as unknown as Community, sale, url, 'zh-CN', 'Asia/Shanghai')).toContain(url)
})
