import type { Locale } from '../platform/http.ts'
import type { CarrierKind } from './contract.ts'

/** How many people a carrier holds in one place. WeChat and WeCom groups end at 500, QQ groups at 3,000. */
export const carrierCaps: Readonly<Record<CarrierKind, number>> = {
  wechat_group: 500,
  wecom_group: 500,
  qq_group: 3_000,
  douyin_group: 500,
  moments: 10_000,
  official_account: 200_000,
  whatsapp: 1_024,
  telegram: 200_000,
  discord: 200_000,
  in_app: 200_000,
}

/** The most members that a community on these carriers may have: that of its roomiest carrier. */
export const capOf = (kinds: readonly CarrierKind[]): number => Math.max(...kinds.map((kind) => carrierCaps[kind]))

/** Something to post, before it takes the form of a carrier. */
export interface Post {
  readonly title: string
  readonly lines: readonly string[]
  /** What one does there: 去下单, 进群. */
  readonly call: string
  readonly url: string
  /** A list that grows with every order (接龙), where the carrier's people know it. */
  readonly asList?: boolean
}

const chain: Readonly<Record<Locale, { head: string; foot: string }>> = {
  'zh-CN': { head: '#接龙', foot: '下单后自动接龙：\n1. ' },
  en: { head: '#order list', foot: 'Orders join the list by themselves:\n1. ' },
}
const noLinks: Readonly<Record<Locale, string>> = {
  'zh-CN': '复制到浏览器打开',
  en: 'Copy into your browser',
}
const readOn: Readonly<Record<Locale, string>> = { 'zh-CN': '点「阅读原文」', en: 'Tap “Read more”' }

/** The text to paste on a carrier, in the way its people post. */
export function writePost(kind: CarrierKind, post: Post, locale: Locale): string {
  const body = post.lines.filter((line) => line !== '')
  switch (kind) {
    case 'wechat_group':
      return joined(...listHead(post, locale), post.title, ...body, callTo(post), ...listFoot(post, locale))
    case 'wecom_group':
      return joined(`【${post.title}】`, ...body, callTo(post))
    case 'qq_group':
      return joined(`【${post.title}】`, ...body.map((line) => `· ${line}`), callTo(post), ...listFoot(post, locale))
    case 'douyin_group':
      return joined(post.title, ...body.slice(0, 2), `${noLinks[locale]}：${post.url}`)
    // Moments fold a text after six lines, so there is room for one sentence and the link.
    case 'moments':
      return joined([post.title, ...body.slice(0, 1)].join(' · '), post.url)
    case 'official_account':
      return joined(post.title, '', ...body, '', `${readOn[locale]}：${post.url}`)
    case 'whatsapp':
      return joined(`*${post.title}*`, ...body, callTo(post))
    case 'telegram':
    case 'discord':
      return joined(`**${post.title}**`, ...body, callTo(post))
    case 'in_app':
      return joined(post.title, ...body, post.url)
  }
}

const callTo = (post: Post): string => `👉 ${post.call}：${post.url}`
const listHead = (post: Post, locale: Locale): string[] => (post.asList ? [chain[locale].head] : [])
const listFoot = (post: Post, locale: Locale): string[] => (post.asList ? [chain[locale].foot] : [])
const joined = (...lines: string[]): string => lines.join('\n')
