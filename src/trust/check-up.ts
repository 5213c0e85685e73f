import type { Locale } from '../platform/http.ts'
import type { Verdict, VerdictLabel } from './contract.ts'

/** The same words in both languages. */
export interface Said {
  readonly zh: string
  readonly en: string
}

export const said = (locale: Locale, words: Said): string => (locale === 'en' ? words.en : words.zh)

/** What the owner is told, in this order. Private to her, set against her own past only, never against others. */
export interface CheckUp {
  readonly label: Said
  /** What is strong comes first. */
  readonly reading: Said
  /** One thing that can be done this week. */
  readonly step: Said
  readonly coverage: Said | null
  /** Orders of a lot that was stopped and made good: neither her fault nor counted. */
  readonly struck: Said | null
  readonly promise: Said
}

/** Names and counts for the sentences; what is absent is left out, never invented. */
export interface CheckUpNames {
  /** Members whose word moved others most, most first. */
  readonly voices?: readonly string[]
  /** One voice of each circle, largest circle first. */
  readonly circleVoices?: readonly string[]
  /** Whom to ask next: the choice of seeds. */
  readonly nextVoice?: string
  readonly away?: { readonly days: number; readonly orders: number }
  /** Members who bought because another member had. */
  readonly followedMembers?: number
  readonly weeksOld?: number
  readonly worstProduct?: { readonly name: string; readonly claimShare: number }
  readonly struckOrders?: number
}

export const labelWords: Record<VerdictLabel, Said> = {
  mesh: { zh: '彼此信任', en: 'Trusting each other' },
  forming: { zh: '成形中', en: 'Taking shape' },
  islands: { zh: '小圈子', en: 'Small circles' },
  star: { zh: '主要靠一人带动', en: 'Carried mostly by one person' },
  no_trust_yet: { zh: '信任还没建立起来', en: 'Trust is not there yet' },
  young: { zh: '起步期', en: 'Just beginning' },
  too_early: { zh: '还看不出来', en: 'Too early to tell' },
}

/** Instead of a conclusion that somebody of the platform looked at and set aside. */
export const setAsideWords = {
  label: { zh: '先收起', en: 'Set aside' },
  reading: {
    zh: '同事看过你的申诉，这次的结论先收起，等往来有了变化再看。',
    en: 'A colleague looked at your appeal and set this conclusion aside until the data say something else.',
  },
  step: { zh: '这周：照你的节奏来。', en: 'This week: go on as you think best.' },
} satisfies Record<string, Said>

const promise: Said = {
  zh: '体检不影响佣金、阶段和流量。',
  en: 'A check-up changes nothing about commission, stage or traffic.',
}

/** Puts a verdict into words that claim no more than its numbers do. */
export function checkUp(verdict: Verdict, names: CheckUpNames = {}): CheckUp {
  const { coverage } = verdict
  const struck = names.struckOrders ?? 0
  return {
    label: labelWords[verdict.label],
    reading: readings[verdict.label](verdict, names),
    step: steps[verdict.label](names),
    coverage:
      coverage === null
        ? null
        : {
            zh: `本群 ${percent(coverage)} 的单看得出是谁带动的。`,
            en: `For ${percent(coverage)} of the orders we know whose word they came on, inside Leaven.`,
          },
    struck:
      struck > 0
        ? {
            zh: `这批货有 ${struck} 单售后，写的是你的名字，不是你的错：已停售、已赔、记在供应商名下。`,
            en: `${struck} orders of one lot went wrong. They carry your name, but it was not your fault: sales were stopped, buyers were paid, and it stands against the supplier.`,
          }
        : null,
    promise,
  }
}

const readings: Record<VerdictLabel, (verdict: Verdict, names: CheckUpNames) => Said> = {
  mesh: ({ reading }, { away }) =>
    away && away.orders > 0
      ? {
          zh: `你出差 ${away.days} 天，群里还是成了 ${away.orders} 单：群友已经彼此信任。`,
          en: `You were away for ${away.days} days and ${away.orders} orders still came in: members trust each other by now.`,
        }
      : {
          zh: `${percent(reading.together)} 的活跃群友，不经过你也连得起来：群友已经彼此信任。`,
          en: `${percent(reading.together)} of the active members hang together without you: they trust each other by now.`,
        },
  forming: ({ reading }) => ({
    zh: `已有 ${percent(reading.together)} 的活跃群友，不经过你也连得起来。数据还少，可能更高也可能更低。`,
    en: `${percent(reading.together)} of the active members already hang together without you. There is little data yet, so it may be more or less.`,
  }),
  islands: ({ reading }) => ({
    zh: `群里有 ${reading.circles.length} 个热闹的小圈子，还不太来往。`,
    en: `There are ${reading.circles.length} lively circles here that hardly meet yet.`,
  }),
  star: ({ reading }) => ({
    zh: `大家很信你，十单有${tenths(reading.ownerShare)}单冲你来：这是你的本钱。你休息时群就安静。`,
    en: `People trust you: about ${Math.round((reading.ownerShare ?? 0) * 10)} orders in 10 come on your word, and that is your capital. When you rest, the group is quiet.`,
  }),
  no_trust_yet: (_, { worstProduct }) =>
    worstProduct
      ? {
          zh: `最近来买的人少有回头，${worstProduct.name} ${percent(worstProduct.claimShare)} 有售后。先不谈裂变：货和赔付由平台处理。`,
          en: `Few of those who bought lately came back, and ${percent(worstProduct.claimShare)} of the orders for ${worstProduct.name} ended in a claim. Growing can wait: the platform sees to the goods and the compensation.`,
        }
      : {
          zh: '最近来买的人少有回头，售后也多。先不谈裂变：货和赔付由平台处理。',
          en: 'Few of those who bought lately came back, and many had a claim. Growing can wait: the platform sees to the goods and the compensation.',
        },
  young: (_, { weeksOld }) => ({
    zh: `${weeksOld === undefined ? '刚开群' : `开群 ${weeksOld} 周`}，以你为中心是正常的。现在看一件事：首批群友有没有开始互相答话。`,
    en: `${weeksOld === undefined ? 'The group has just opened' : `The group is ${weeksOld} weeks old`}, and it should turn round you now. One thing to watch: whether the first members begin to answer each other.`,
  }),
  too_early: (_, { followedMembers = 0 }) => ({
    zh: `单量还不够下结论。${followedMembers > 0 ? `这个月看得见的：${followedMembers} 位群友因为别人买过而买。` : ''}`,
    en: `There are too few orders to conclude anything.${followedMembers > 0 ? ` What can be seen this month: ${followedMembers} members bought because somebody else had.` : ''}`,
  }),
}

const steps: Record<VerdictLabel, (names: CheckUpNames) => Said> = {
  mesh: ({ voices = [] }) => {
    const thanked = voices.slice(0, 2)
    return {
      zh: `这周：谢谢${thanked.length > 0 ? thanked.join('和') : '带动过别人的群友'}。`,
      en: `This week: thank ${thanked.length > 0 ? thanked.join(' and ') : 'the members whose word moved others'}.`,
    }
  },
  forming: ({ nextVoice }) => ({
    zh: `这周：请${nextVoice ?? '一位买过两次以上的群友'}晒一次开箱。`,
    en: `This week: ask ${nextVoice ?? 'a member who has bought more than twice'} to show what was in the box.`,
  }),
  islands: ({ circleVoices = [] }) => {
    const [one, other] = circleVoices
    return one && other
      ? { zh: `这周：请${one}和${other}一起试吃。`, en: `This week: invite ${one} and ${other} to a tasting together.` }
      : {
          zh: '这周：请两个圈子各来一位，一起试吃。',
          en: 'This week: invite one person from each of two circles to a tasting together.',
        }
  },
  star: () => ({
    zh: '这周：请 3 位买过两次以上的群友讲讲怎么用。她们带出的单，佣金仍归你。',
    en: 'This week: ask 3 members who bought more than twice to tell how they use it. The commission on orders they bring stays yours.',
  }),
  no_trust_yet: () => ({
    zh: '这周：只发 1 条，讲一件你真在用的东西。',
    en: 'This week: post once only, about something that you really use.',
  }),
  young: () => ({
    zh: '这周：有人提问时，先等别的群友答。',
    en: 'This week: when somebody asks, let another member answer first.',
  }),
  too_early: () => ({
    zh: '这周：请一位收到货的群友晒一张照片。',
    en: 'This week: ask one member whose order has arrived for a photo.',
  }),
}

const percent = (share: number | null) => `${Math.round((share ?? 0) * 100)}%`

const tenths = (share: number | null) => '零一二三四五六七八九十'[Math.round((share ?? 0) * 10)]!
