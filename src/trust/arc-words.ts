import { dateIn } from '../platform/clock.ts'
import type { Piece } from './arcs.ts'
import type { Said } from './check-up.ts'

/** Who is in the sentence. */
export interface ArcNames {
  /** On whose word. */
  readonly from: string
  /** Who acted. */
  readonly to: string
  /** What was bought; undefined where the evidence is no order. */
  readonly product?: string | undefined
}

/** One reason of an arc as a sentence. It says what happened inside Leaven, and when it does not count, why. */
export function sayPiece(piece: Piece, names: ArcNames, timeZone: string): Said {
  const { zh, en } = happened(piece, names)
  const day = dayOf(dateIn(timeZone, new Date(piece.at)))
  const silence = piece.silent === null ? tired(piece) : silences[piece.silent]
  return { zh: `${day.zh}，${zh}${silence.zh}。`, en: `${day.en}: ${en}${silence.en}.` }
}

/** The same to the one who acted: as her own page tells it. `from` is null for who is not a member any more. */
export function sayMyPiece(
  piece: Piece,
  { from, product }: { readonly from: string | null; readonly product: string | undefined },
  timeZone: string,
): Said {
  const { zh, en } = whatIDid(
    piece,
    { zh: from ?? '一位已经不在群里的群友', en: from ?? 'somebody who has left' },
    product,
  )
  const day = dayOf(dateIn(timeZone, new Date(piece.at)))
  const silence = piece.silent === null ? tired(piece) : silences[piece.silent]
  return { zh: `${day.zh}，${zh}${silence.zh}。`, en: `${day.en}: ${en}${silence.en}.` }
}

function whatIDid({ kind, known, share }: Piece, from: Said, product: string | undefined): Said {
  const goods = { zh: product ?? '一样东西', en: product ?? 'something' }
  const others = oneOfSeveral(share)
  if (kind === 'invitation')
    return { zh: `你接受了 ${from.zh} 的邀请`, en: `you accepted an invitation from ${from.en}` }
  if (kind === 'group_join') return { zh: `你参加了 ${from.zh} 的拼团`, en: `you joined a group buy of ${from.en}` }
  if (kind === 'response') return { zh: `你回应了 ${from.zh}`, en: `you answered ${from.en}` }
  if (known === 'named')
    return {
      zh: `你买了${goods.zh}，说是 ${from.zh} 让你动心的${others.zh}`,
      en: `you bought ${goods.en} and named ${from.en}${others.en}`,
    }
  return {
    zh: `你从 ${from.zh} 转发的链接买了${goods.zh}`,
    en: `you bought ${goods.en} by a link that ${from.en} passed on`,
  }
}

function happened({ kind, known, share }: Piece, { from, to, product }: ArcNames): Said {
  const goods = { zh: product ?? '一样东西', en: product ?? 'something' }
  const others = oneOfSeveral(share)
  if (kind === 'invitation')
    return { zh: `${to} 接受了 ${from} 的邀请`, en: `${to} accepted an invitation from ${from}` }
  if (kind === 'group_join') return { zh: `${to} 参加了 ${from} 的拼团`, en: `${to} joined a group buy of ${from}` }
  if (kind === 'response') return { zh: `${to} 回应了 ${from}`, en: `${to} answered ${from}` }
  if (known === 'named')
    return {
      zh: `${to} 买了${goods.zh}，说是 ${from} 让 TA 动心的${others.zh}`,
      en: `${to} bought ${goods.en} and named ${from}${others.en}`,
    }
  return {
    zh: `${to} 从 ${from} 转发的链接买了${goods.zh}`,
    en: `${to} bought ${goods.en} by a link that ${from} passed on`,
  }
}

const none: Said = { zh: '', en: '' }

const oneOfSeveral = (share: number): Said =>
  share < 1 ? { zh: `（一共说了 ${Math.round(1 / share)} 位）`, en: ` (one of ${Math.round(1 / share)})` } : none

const silences: Record<NonNullable<Piece['silent']>, Said> = {
  not_kept_yet: { zh: '；还没过退货期，先不算', en: '; it may still go back, so it does not count yet' },
  returned: { zh: '；后来退了，不算', en: '; it was given back, so it does not count' },
  own_word: { zh: '；自己对自己，不算', en: '; it is one and the same person, so it does not count' },
  second_invitation: { zh: '；邀请只算一次', en: '; an invitation counts once' },
  second_response_that_day: { zh: '；同一天只算一次', en: '; it counts once a day' },
}

const tired = ({ fatigue }: Piece): Said =>
  fatigue < 1
    ? { zh: '；30 天里已有三次，算一半', en: '; the fourth time in 30 days or later, so it counts half' }
    : none

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-11-03` as people say it. */
function dayOf(date: string): Said {
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))]
  return { zh: `${month}月${day}日`, en: `${day} ${months[month - 1]}` }
}
