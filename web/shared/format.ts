import type { Locale } from './words.ts'

/** Money, dates and times as people say them, in the installation's zone. No DOM: server, browser, mini-program. */

export interface Amount {
  readonly amount: number
  readonly currency: string
}

export interface SaidMoney {
  /** The sign stands one step smaller than its figures: `<span class="sign">¥</span>54.9`. */
  readonly sign: string
  readonly figures: string
}

type When = string | number | Date

export interface Format {
  readonly locale: Locale
  readonly zone: string
  /** A price on a tag: `¥54.9`, `¥60`. */
  price(money: Amount): SaidMoney
  /** An amount in a sum or a table: always two digits, `¥109.80`. */
  exact(money: Amount): SaidMoney
  /** Either as one string, for text that cannot hold elements. */
  priceText(money: Amount): string
  exactText(money: Amount): string
  /** 今天 22:00 · 明天 09:00 · 周四 18:00 · 12月3日 18:00 */
  time(at: When, now?: When): string
  /** 今天 · 明天 · 周四 · 12月3日, for an instant or a local date (2026-11-26). */
  day(at: When, now?: When): string
  /** 11月13日, without regard to today. */
  date(at: When): string
  /** 刚刚 · 5 分钟前 · 3 小时前 · 昨天 18:00 */
  ago(at: When, now?: When): string
  /** 2 小时, 5 分钟, 3 天: how long is left; null when the moment has passed. */
  left(until: When, now?: When): string | null
  /** 11-20 20:14:07, for tables whose readers compare lines. */
  stamp(at: When): string
  /** 2026-11-22 in the installation's zone. */
  localDate(at: When): string
  /** 11月22日 22:00, for words that are read on another day than they were written. */
  dateTime(at: When): string
  /** 2 箱 · 2 boxes. The unit comes in the reader's language, in its singular. */
  count(n: number, unit: string): string
  /** The unit alone, as it stands after `n`. */
  unit(n: number, unit: string): string
}

const DAY_MS = 86_400_000
const SIGNS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', HKD: 'HK$', JPY: '¥' }
const WEEKDAYS = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const NEAR_DAYS = {
  'zh-CN': { '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' },
  en: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
} as Record<Locale, Record<string, string>>

export function createFormat(locale: Locale, zone = 'Asia/Shanghai'): Format {
  const clockOf = zoneClock(zone)
  const zh = locale === 'zh-CN'
  const partsOf = (at: When): Parts => (isLocalDate(at) ? datePartsOf(at) : clockOf(new Date(at)))

  const date = (at: When, now?: When): string => {
    const { year, month, day } = partsOf(at)
    const otherYear = now !== undefined && partsOf(now).year !== year
    if (zh) return `${otherYear ? `${year}年` : ''}${month}月${day}日`
    return `${day} ${MONTHS[month - 1]}${otherYear ? ` ${year}` : ''}`
  }
  const day = (at: When, now: When = Date.now()): string => {
    const away = partsOf(at).dayNo - partsOf(now).dayNo
    const near = NEAR_DAYS[locale][String(away)]
    if (near) return near
    return away > 0 && away < 7 ? (WEEKDAYS[locale][(partsOf(at).dayNo + 4) % 7] as string) : date(at, now)
  }
  const time = (at: When, now: When = Date.now()): string => {
    const { hour, minute } = partsOf(at)
    return `${day(at, now)} ${two(hour)}:${two(minute)}`
  }
  const ago = (at: When, now: When = Date.now()): string => {
    const minutes = Math.floor((new Date(now).getTime() - new Date(at).getTime()) / 60_000)
    if (minutes < 1) return zh ? '刚刚' : 'just now'
    if (minutes < 60) return zh ? `${minutes} 分钟前` : `${minutes} min ago`
    if (minutes < 12 * 60) return zh ? `${Math.floor(minutes / 60)} 小时前` : `${Math.floor(minutes / 60)} h ago`
    return time(at, now)
  }
  const left = (until: When, now: When = Date.now()): string | null =>
    spanLeft(new Date(until).getTime() - new Date(now).getTime(), zh)
  const stamp = (at: When): string => {
    const { month, day: dayOfMonth, hour, minute, second } = partsOf(at)
    return `${two(month)}-${two(dayOfMonth)} ${two(hour)}:${two(minute)}:${two(second)}`
  }
  const dateTime = (at: When): string => `${date(at)} ${two(partsOf(at).hour)}:${two(partsOf(at).minute)}`
  const unit = (n: number, one: string): string => (zh || n === 1 ? one : pluralOf(one))
  const count = (n: number, one: string): string => `${n} ${unit(n, one)}`
  const localDate = (at: When): string => {
    const { year, month, day: dayOfMonth } = partsOf(at)
    return `${year}-${two(month)}-${two(dayOfMonth)}`
  }
  return {
    locale,
    zone,
    price,
    exact,
    priceText: (m) => joined(price(m)),
    exactText: (m) => joined(exact(m)),
    time,
    day,
    date,
    ago,
    left,
    stamp,
    localDate,
    dateTime,
    count,
    unit,
  }
}

function price(money: Amount): SaidMoney {
  const said = exact(money)
  return { sign: said.sign, figures: said.figures.replace(/\.00$/, '').replace(/(\.\d)0$/, '$1') }
}

function exact({ amount, currency }: Amount): SaidMoney {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return {
    sign: `${amount < 0 ? '−' : ''}${SIGNS[currency] ?? `${currency} `}`,
    figures: `${whole}.${digits.slice(-2)}`,
  }
}

const joined = ({ sign, figures }: SaidMoney): string => sign + figures
const two = (value: number): string => String(value).padStart(2, '0')

/** Enough English for units of sale: box, pack, jar, bunch. A unit with blanks (6 x 300 g) stays as it is. */
function pluralOf(unit: string): string {
  if (!/^[a-z]+$/i.test(unit)) return unit
  return /(?:s|x|z|ch|sh)$/i.test(unit) ? `${unit}es` : `${unit}s`
}

function spanLeft(ms: number, zh: boolean): string | null {
  if (ms <= 0) return null
  const minutes = Math.ceil(ms / 60_000)
  if (minutes < 60) return zh ? `${minutes} 分钟` : `${minutes} min`
  const hours = Math.round(ms / 3_600_000)
  if (hours < 48) return zh ? `${hours} 小时` : `${hours} h`
  const days = Math.round(ms / DAY_MS)
  return zh ? `${days} 天` : `${days} days`
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Days since 1970-01-01 in the zone. */
  readonly dayNo: number
}

const isLocalDate = (at: When): at is string => typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at)

const datePartsOf = (text: string): Parts => partsFrom(new Date(`${text}T00:00:00Z`))

function partsFrom(shifted: Date): Parts {
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    dayNo: Math.floor(shifted.getTime() / DAY_MS),
  }
}

/** Reads a zone's clock. Intl costs 20 µs a call, so the offset of each quarter of an hour is asked once. */
function zoneClock(zone: string): (at: Date) => Parts {
  const intl = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsets = new Map<number, number>()
  const offsetOf = (at: Date): number => {
    const quarter = Math.floor(at.getTime() / 900_000)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      const p = Object.fromEntries(intl.formatToParts(at).map((part) => [part.type, Number(part.value)]))
      const local = Date.UTC(p.year as number, (p.month as number) - 1, p.day, p.hour, p.minute, p.second)
      offset = local - Math.floor(at.getTime() / 1000) * 1000
      if (offsets.size > 1000) offsets.clear()
      offsets.set(quarter, offset)
    }
    return offset
  }
  return (at) => partsFrom(new Date(at.getTime() + offsetOf(at)))
}
