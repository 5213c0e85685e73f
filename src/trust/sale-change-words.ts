import type { Said } from './check-up.ts'
import type { MeasureFacts } from './sale-change.ts'

/** A sale's before and after in sentences: what was seen inside Leaven, by name and count; never that it caused anything. */

export interface SaleFacts {
  readonly kept: number
  readonly waiting: number
  readonly returned: number
  readonly covered: number
  /** Who moved how many members, most first. */
  readonly voices: readonly { readonly nickname: string; readonly moved: number }[]
  readonly newPairs: number
  readonly isRunning: boolean
}

const VOICES_NAMED = 3

export function saySale(facts: SaleFacts): Said[] {
  const { kept, waiting, returned, covered, voices, newPairs, isRunning } = facts
  const orders = kept + waiting
  if (orders === 0) return [returned > 0 ? allReturned(returned) : nothingYet(isRunning)]
  return [
    covered === 0 ? uncovered(orders) : coveredBy(orders, covered, voices),
    ...(newPairs > 0 ? [newlyTied(newPairs)] : []),
    ...(waiting > 0 ? [stillWaiting(orders, waiting)] : []),
    ...(returned > 0 ? [someReturned(returned)] : []),
  ]
}

const nothingYet = (isRunning: boolean): Said =>
  isRunning
    ? { zh: '还没有人付款。', en: 'Nobody has paid yet.' }
    : { zh: '这一团没有成单。', en: 'No order came in this sale.' }

const allReturned = (returned: number): Said => ({
  zh: `${returned} 单都退了，不算。`,
  en:
    returned === 1
      ? 'The one order was given back; it does not count.'
      : `All ${returned} orders were given back; none counts.`,
})

const uncovered = (orders: number): Said => ({
  zh: `${orders} 单都看不出是谁带动的：没有人回答「谁让你动心的？」，也没有人从群友转发的链接买。`,
  en: `Nobody can tell on whose word ${ordersEn(orders)} came: no buyer named anybody, and none came by a link that a member passed on.`,
})

function coveredBy(orders: number, covered: number, voices: SaleFacts['voices']): Said {
  const named = voices.slice(0, VOICES_NAMED)
  const more = voices.length > named.length
  const zh = named.map(({ nickname, moved }) => `${nickname} 带动 ${moved} 位`).join('，')
  const en = named.map(({ nickname, moved }) => `${nickname} moved ${moved}`).join(', ')
  return {
    zh: `${orders} 单里 ${covered} 单看得出是谁带动的${zh ? `：${zh}${more ? '等' : ''}` : ''}。`,
    en: `For ${covered} of ${ordersEn(orders)} we know on whose word they came${en ? `: ${en}${more ? ', and others' : ''}` : ''}.`,
  }
}

const newlyTied = (pairs: number): Said => ({
  zh: `${pairs} 对人以前没有因为对方买过，这一团是第一次。`,
  en:
    pairs === 1
      ? 'One pair had never acted on each other’s word before.'
      : `${pairs} pairs had never acted on each other’s word before.`,
})

const stillWaiting = (orders: number, waiting: number): Said => ({
  zh: waiting === orders ? '都还没过退货期，先不算。' : `其中 ${waiting} 单还没过退货期，先不算。`,
  en:
    waiting === orders
      ? 'All of them may still go back, so nothing counts yet.'
      : `${waiting} of them may still go back and do not count yet.`,
})

const someReturned = (returned: number): Said => ({
  zh: `另有 ${returned} 单退了，不算。`,
  en: `${returned} more ${returned === 1 ? 'was' : 'were'} given back and ${returned === 1 ? 'does' : 'do'} not count.`,
})

const ordersEn = (orders: number) => (orders === 1 ? '1 order' : `${orders} orders`)

/** The two measures side by side, and whether chance alone could have made the difference. */
export function sayMeasures(together: MeasureFacts, ownerShare: MeasureFacts): Said {
  const isClear = together.isClear || ownerShare.isClear
  return {
    zh: `不经过你连在一起的活跃群友，${fromTo(together).zh}；经过你的信任往来，${fromTo(ownerShare).zh}。${
      isClear ? '差别比偶然的大；这段时间里别的事也算在内。' : '差别不大，也可能只是偶然。'
    }`,
    en: `Active members who hang together without you: ${fromTo(together).en}. Trust that passes through you: ${fromTo(ownerShare).en}. ${
      isClear
        ? 'That is more than chance would do; whatever else happened meanwhile is in it too.'
        : 'The difference is small and may be chance.'
    }`,
  }
}

const percent = (share: number) => `${Math.round(share * 100)}%`
const fromTo = ({ before, after }: MeasureFacts): Said => ({
  zh: `从 ${percent(before)} 到 ${percent(after)}`,
  en: `from ${percent(before)} to ${percent(after)}`,
})
