import { describe, expect, test } from 'vitest'
import { capOf, carrierCaps, type Post, writePost } from './carrier.ts'
import { carrierKinds } from './contract.ts'

const post: Post = {
  title: '云岔脐橙 今晚开团',
  lines: ['自己家孩子吃的', '', '云岔脐橙 9斤装 ¥54.9/箱', '11月23日周一 22:00 截单'],
  call: '点这里下单',
  url: 'https://leaven.example/s/abc',
  asList: true,
}

test('caps are those of the carriers, and the roomiest counts', () => {
  expect([carrierCaps.wechat_group, carrierCaps.wecom_group, carrierCaps.qq_group]).toEqual([500, 500, 3000])
  expect(capOf(['wechat_group', 'qq_group'])).toBe(3000)
})

describe('a post', () => {
  test('carries title and link on every carrier, and no empty line of words', () => {
    for (const kind of carrierKinds)
      for (const locale of ['zh-CN', 'en'] as const) {
        const text = writePost(kind, post, locale)
        expect(text).toContain(post.title)
        expect(text).toContain(post.url)
        expect(text).not.toMatch(/\n\n\n/)
        expect(text).not.toMatch(/^\n/)
      }
  })

  test('is a 接龙 in a WeChat group, and its list grows under the link', () => {
    expect(writePost('wechat_group', post, 'zh-CN').split('\n')).toEqual([
      '#接龙',
      '云岔脐橙 今晚开团',
      '自己家孩子吃的',
      '云岔脐橙 9斤装 ¥54.9/箱',
      '11月23日周一 22:00 截单',
      '👉 点这里下单：https://leaven.example/s/abc',
      '下单后自动接龙：',
      '1. ',
    ])
  })

  test('fits the six lines that Moments show', () => {
    expect(writePost('moments', post, 'zh-CN').split('\n')).toEqual([
      '云岔脐橙 今晚开团 · 自己家孩子吃的',
      'https://leaven.example/s/abc',
    ])
  })

  test('differs from carrier to carrier', () => {
    const ofGroups = [
      'wechat_group',
      'wecom_group',
      'qq_group',
      'douyin_group',
      'moments',
      'official_account',
      'whatsapp',
    ]
    const texts = ofGroups.map((kind) => writePost(kind as (typeof carrierKinds)[number], post, 'zh-CN'))
    expect(new Set(texts).size).toBe(texts.length)
  })
})
