import type { Said } from './check-up.ts'
import type { Trouble } from './persona-risk.ts'

/** To staff, about what may deserve a look: what was counted, and what else it may be. */

const percent = (share: number) => `${Math.round(share * 100)}%`
const shareOf = ({ wrong, orders }: Trouble) => (orders === 0 ? '0%' : percent(wrong / orders))

export function sayPersona(recent: Trouble, earlier: Trouble, ownerShare: number | null): Said {
  const share = percent(ownerShare ?? 0)
  return {
    zh: `信任往来里 ${share} 在一个人身上。近 4 周 ${recent.orders} 单里 ${recent.wrong} 单出了问题（${shareOf(recent)}），之前 9 周是 ${earlier.orders} 单里 ${earlier.wrong} 单（${shareOf(earlier)}）。值得看看是不是货的问题。`,
    en: `${share} of the trust is on one person. Of ${recent.orders} orders in the last 4 weeks ${recent.wrong} went wrong (${shareOf(recent)}); in the 9 weeks before, ${earlier.wrong} of ${earlier.orders} (${shareOf(earlier)}). It is worth a look whether it is the goods.`,
  }
}

export function sayReach({ reach, moved, circle }: { reach: number; moved: number; circle: number }): Said {
  const one = moved === 1
  return reach === 0
    ? {
        zh: `${moved} 位因为 TA 的话买过。TA 所在的 ${circle} 人，和我们认识的人之间没有往来。没有人提过甄选师的群，看起来也是这样。`,
        en: `${moved} ${one ? 'person' : 'people'} bought on this word. Between the ${circle} people around it and anybody we know there is no act. A group whose members never name their curator looks like this, too.`,
      }
    : {
        zh: `${moved} 位因为 TA 的话买过，但从我们认识的人走到 TA 的信任，只有圈里平均的 ${percent(reach)}。新来的一小群人，看起来也是这样。`,
        en: `${moved} ${one ? 'person' : 'people'} bought on this word, yet only ${percent(reach)} of what would be even reaches it from people we know. A new corner of an honest group looks like this, too.`,
      }
}
