import type { Said } from './check-up.ts'
import type { Fermentation, Fission, Interval, Reason } from './contract.ts'
import { fermentationRules } from './fermentation.ts'

/** Numbers in words that claim no more than they hold: what was seen, inside Leaven, with what the data allow. */

const percent = (share: number) => `${Math.round(share * 100)}%`
const whole = (value: number) => Math.round(value)
const tenth = (value: number) => Math.round(value * 10) / 10

const between = (interval: Interval | null, say: (value: number) => string): Said =>
  // Both ends may read alike once they are rounded: then they say nothing.
  interval === null || say(interval.low) === say(interval.high)
    ? { zh: '', en: '' }
    : {
        zh: `（数据允许 ${say(interval.low)} 到 ${say(interval.high)}）`,
        en: ` (the data allow ${say(interval.low)} to ${say(interval.high)})`,
      }

/** Why a check-up says what it says, one sentence a reason. */
export function sayReason({ code, value, line, interval }: Reason): Said {
  const range = between(interval, percent)
  const sentences: Record<Reason['code'], Said> = {
    young: {
      zh: `开群 ${Math.floor(value / 7)} 周；满 ${line / 7} 周才下结论。`,
      en: `It is ${Math.floor(value / 7)} weeks old; nothing is concluded before ${line / 7}.`,
    },
    few_return: {
      zh: `买过的人里 ${percent(value)} 又回来买了，少于 ${percent(line)}。`,
      en: `${percent(value)} of the buyers came back, fewer than ${percent(line)}.`,
    },
    people_leave: {
      zh: `90 天里 ${percent(value)} 的人退了群，到了 ${percent(line)}。`,
      en: `${percent(value)} left within 90 days; the line is ${percent(line)}.`,
    },
    claims_high: {
      zh: `${percent(value)} 的单有售后，到了 ${percent(line)}。`,
      en: `${percent(value)} of the orders ended in a claim; the line is ${percent(line)}.`,
    },
    little_kept: {
      zh: `${percent(value)} 的活跃群友因为别人的话买过又留下了，少于 ${percent(line)}。`,
      en: `${percent(value)} of the active members kept something they bought on somebody’s word, fewer than ${percent(line)}.`,
    },
    few_members: {
      zh: `90 天里活跃的有 ${whole(value)} 位，满 ${line} 位才看得出。`,
      en: `${whole(value)} members were active in 90 days; it takes ${line} to tell.`,
    },
    few_events: {
      zh: `每位活跃群友平均 ${tenth(value)} 件事，满 ${line} 件才看得出。`,
      en: `${tenth(value)} events per active member on average; it takes ${line} to tell.`,
    },
    low_coverage: {
      zh: `看得出是谁带动的单只有 ${percent(value)}，满 ${percent(line)} 才下结论。`,
      en: `We know whose word moved the buyer for ${percent(value)} of the orders; it takes ${percent(line)}.`,
    },
    owner_carries: {
      zh: `信任往来里 ${percent(value)} 经过你${range.zh}。`,
      en: `${percent(value)} of the trust passes through you${range.en}.`,
    },
    owner_may_carry: {
      zh: `信任往来里 ${percent(value)} 经过你${range.zh}，还不能说没有你也行。`,
      en: `${percent(value)} of the trust passes through you${range.en}; that it would hold without you cannot be said yet.`,
    },
    hangs_together: {
      zh: `不经过你，${percent(value)} 的活跃群友连在一起${range.zh}。`,
      en: `Without you, ${percent(value)} of the active members hang together${range.en}.`,
    },
    may_hang_together: {
      zh: `不经过你，${percent(value)} 的活跃群友连在一起${range.zh}，满 ${percent(line)} 才算彼此信任。`,
      en: `Without you, ${percent(value)} of the active members hang together${range.en}; it takes ${percent(line)} to speak of a mesh.`,
    },
    separate_circles: {
      zh: `不经过你，最大的圈子是活跃群友的 ${percent(value)}${range.zh}。`,
      en: `Without you, the largest circle holds ${percent(value)} of the active members${range.en}.`,
    },
  }
  return sentences[code]
}

/** R as orders out of ten. Nothing is promised, and below thirty orders nothing is said. */
export function sayFermentation({ label, r, interval, orders }: Fermentation): Said {
  if (label === 'too_few' || r === null)
    return {
      zh: `每 10 单又带出几单：满 ${fermentationRules.orders} 单留下的订单才算得准，现在 ${orders} 单。`,
      en: `How many more orders ten bring: it takes ${fermentationRules.orders} kept orders to tell; there are ${orders}.`,
    }
  if (label === 'check_self_orders')
    return {
      zh: '带动得特别多，我们先核对数据，通常一天。',
      en: 'It looks unusually high, so we check the data first, usually within a day.',
    }
  const of10 = (value: number) => String(tenth(value * 10))
  const range = between(interval, of10)
  return {
    zh: `每 10 单又带出 ${of10(r)} 单${range.zh}。说的是看得见的带动，不等于没有它就不会买。`,
    en: `Every 10 orders bring ${of10(r)} more${range.en}. That is what can be seen; it does not say that they would not have come otherwise.`,
  }
}

/** k of the last whole cycle. */
export function sayFission({ k, interval, activeMembers, invitees }: Fission): Said {
  if (k === null) return { zh: '还没有满一个月的邀请可以算。', en: 'No invitation is old enough to be counted yet.' }
  const per10 = (value: number) => String(tenth(value * 10))
  const range = between(interval, per10)
  return {
    zh: `每 10 位活跃群友一个月带来 ${per10(k)} 位买过又留下的新人${range.zh}：${activeMembers} 位带来 ${invitees} 位。`,
    en: `Every 10 active members brought ${per10(k)} new buyers in a month${range.en}: ${activeMembers} brought ${invitees}.`,
  }
}
