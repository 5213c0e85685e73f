import { limits } from '../platform/wire.ts'
import { type Mistake, MOST_OPEN } from './contract-brought.ts'

/** What a list may name: the goods of its sale, by all the names that they go by. */
export interface NamedGoods {
  readonly skuId: string
  /** Full names in every language; their words are taken apart. */
  readonly names: readonly string[]
  readonly units: readonly string[]
}

/** One row as it was read. With a mistake it orders nothing until somebody has looked at it. */
export interface ReadRow {
  /** The row as it was pasted. */
  readonly text: string
  readonly nickname: string
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[]
  /** What stood in brackets, and words after the goods: for who packs. */
  readonly note: string
  readonly mistake: Mistake | null
}

export const MOST_ROWS = MOST_OPEN
export const MOST_TEXT = 8_000
export const NICKNAME_LENGTH = 30
const NOTE_LENGTH = 100

/**
 * Reads a 接龙 as it is copied out of a group: `1. 小王 2箱`, `2、李姐 橙子 1 苹果 2`, `3 阿伟 +1`. Where rows are numbered, what
 * stands above the first number is the heading. Each row is read by itself, so a mistake in one changes none. Guesses
 * nothing that decides about goods or quantity: what is not clear is a mistake. `more` says how many rows were left out.
 */
export function readPastedList(text: string, goods: readonly NamedGoods[]): { rows: ReadRow[]; more: number } {
  const rows = rowsOf(text.slice(0, MOST_TEXT))
  const words = vocabularyOf(goods)
  return {
    rows: rows.slice(0, MOST_ROWS).map((row) => readRow(row, words)),
    more: Math.max(0, rows.length - MOST_ROWS),
  }
}

const NUMBER = /^#?\d{1,3}\s*(?:[.、,:)。]\s*|\s+)(?=\D|$)/
const plain = (text: string): string => text.normalize('NFKC').trim()

function rowsOf(text: string): string[] {
  const written = text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((row) => row.trim())
    .filter((row) => plain(row) !== '')
  const first = written.findIndex((row) => NUMBER.test(plain(row)))
  return first >= 0 ? written.slice(first) : written.filter((row) => !plain(row).startsWith('#'))
}

const WITHDRAWN = /不要了|取消|退出|算了/
const BRACKETS = /[([【]([^()[\]【】]*)[)\]】]/g

function readRow(text: string, words: Vocabulary): ReadRow {
  const notes: string[] = []
  const bare = plain(text)
    .replace(NUMBER, '')
    .replace(BRACKETS, (_, inner: string) => {
      notes.push(inner.trim())
      return ' '
    })
    .trim()
  const { nickname, rest } = splitNickname(bare, words)
  const failed = (mistake: Mistake): ReadRow => ({ text, nickname, lines: [], note: noteOf(notes), mistake })
  if (nickname === '') return failed('nickname_missing')
  if (nickname.length > NICKNAME_LENGTH) return { ...failed('nickname_too_long'), nickname: '' }
  if (WITHDRAWN.test(rest)) return failed('row_withdrawn')
  const lines = pair(tokensOf(rest, words), words, notes)
  return typeof lines === 'string' ? failed(lines) : { text, nickname, lines, note: noteOf(notes), mistake: null }
}

const noteOf = (notes: readonly string[]): string => notes.filter(Boolean).join(' ').slice(0, NOTE_LENGTH)

const CUT = /[\s:,、;。]+/
const NUMERALS = '一二两三四五六七八九十'

/** The first word is the name; without a gap it ends where the number begins. */
function splitNickname(bare: string, { units }: Vocabulary): { nickname: string; rest: string } {
  const [first = ''] = bare.split(CUT)
  const glued = new RegExp(`^(.*?)\\s*(?:[+*x×]?\\d|[${NUMERALS}](?:${units.join('|')}))`, 'i').exec(first)
  const nickname = glued ? (glued[1] as string) : first
  return { nickname, rest: bare.slice(bare.indexOf(first) + nickname.length) }
}

interface Vocabulary {
  /** A word that somebody may write, and the goods that it may mean; the longest first. */
  readonly words: readonly (readonly [string, ReadonlySet<string>])[]
  readonly units: readonly string[]
  readonly names: ReadonlyMap<string, string>
  readonly all: ReadonlySet<string>
}

const UNITS = [...'箱盒份斤个袋包件瓶罐桶筐提套只枚条串'].concat('公斤', 'kg')

function vocabularyOf(goods: readonly NamedGoods[]): Vocabulary {
  const meant = new Map<string, Set<string>>()
  for (const { skuId, names } of goods)
    for (const name of names.map((one) => plain(one).toLowerCase()))
      for (const word of [name, ...name.split(/\s+/)])
        if (word.length >= 2 && !/^\d+$/.test(word)) meant.set(word, (meant.get(word) ?? new Set()).add(skuId))
  const units = [...new Set([...UNITS, ...goods.flatMap((one) => one.units.map((unit) => plain(unit).toLowerCase()))])]
  return {
    words: [...meant].sort(([a], [b]) => b.length - a.length),
    units: units
      .filter((unit) => unit !== '' && !/[\d\s]/.test(unit))
      .map((unit) => unit.replace(/[^\p{L}]/gu, '\\$&'))
      .sort((a, b) => b.length - a.length),
    names: new Map(goods.map(({ skuId, names }) => [skuId, names.map((one) => plain(one).toLowerCase()).join('\n')])),
    all: new Set(goods.map(({ skuId }) => skuId)),
  }
}

/** Goods are what they may mean; a word that means nothing keeps its text. */
type Token =
  | { readonly kind: 'goods'; readonly may: ReadonlySet<string> }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly text: string }

/** Names of goods are found first, the longest first, because some have numbers in them (9斤装). */
function tokensOf(rest: string, words: Vocabulary): Token[] {
  const text = rest.toLowerCase()
  for (const [word, may] of words.words) {
    const at = text.indexOf(word)
    // `2` before `5斤装` is a number of its own only where a gap stands between.
    if (at < 0 || (/^\d/.test(word) && /\d$/.test(text.slice(0, at)))) continue
    return [
      ...tokensOf(text.slice(0, at), words),
      { kind: 'goods', may },
      ...tokensOf(text.slice(at + word.length), words),
    ]
  }
  return text
    .split(/[\s,、;。:+&]+/)
    .filter(Boolean)
    .flatMap((chunk) => chunkTokens(chunk, words))
}

function chunkTokens(chunk: string, words: Vocabulary): Token[] {
  const unit = `(?:${words.units.join('|')})`
  const amount = new RegExp(`(\\d+)\\s*${unit}?|([${NUMERALS}])${unit}|^([${NUMERALS}])$|^${unit}$`, 'g')
  const tokens: Token[] = []
  let from = 0
  const sayWord = (text: string) => {
    const word = text.replace(/^[*x×要订来买和共的]+|[*x×要订来买和共的]+$/g, '')
    if (word !== '') tokens.push(wordToken(word, words))
  }
  for (const found of chunk.matchAll(amount)) {
    sayWord(chunk.slice(from, found.index))
    from = found.index + found[0].length
    const numeral = found[2] ?? found[3]
    // A unit that stands alone belongs to the number before it.
    if (found[1] !== undefined) tokens.push({ kind: 'number', value: Number(found[1]) })
    else if (numeral !== undefined) tokens.push({ kind: 'number', value: numeralValue(numeral) })
  }
  sayWord(chunk.slice(from))
  return tokens
}

const numeralValue = (numeral: string): number => (numeral === '两' ? 2 : '一二三四五六七八九十'.indexOf(numeral) + 1)

/** 橙子 means whatever has 橙 in its name; nothing shorter than what was written is guessed otherwise. */
function wordToken(text: string, { names }: Vocabulary): Token {
  for (const part of [text, text.replace(/子$/, '')]) {
    const may = new Set([...names].flatMap(([skuId, name]) => (part !== '' && name.includes(part) ? [skuId] : [])))
    if (may.size > 0) return { kind: 'goods', may }
  }
  return { kind: 'word', text }
}

/** Joins goods and numbers: `橙子 1 苹果 2`, `1箱橙子 2箱苹果`, or one number where the sale has one kind of goods. */
function pair(tokens: readonly Token[], { all }: Vocabulary, notes: string[]): ReadRow['lines'] | Mistake {
  const numbers = tokens.filter((token) => token.kind === 'number')
  if (numbers.length === 0) return 'quantity_missing'
  const numberFirst = tokens[0]?.kind === 'number'
  const lines = new Map<string, number>()
  let may: Set<string> | undefined
  let quantity: number | undefined
  let unknown: string[] = []
  const close = (): Mistake | undefined => {
    if (quantity === undefined) return may ? 'quantity_missing' : undefined
    if (unknown.length > 0 && !may && !(numberFirst && numbers.length === 1 && all.size === 1)) return 'goods_unknown'
    if (!may && numbers.length > 1) return 'quantity_unclear'
    const [skuId, ...others] = may ?? all
    if (skuId === undefined || others.length > 0) return 'goods_unclear'
    if (quantity < 1) return 'quantity_missing'
    lines.set(skuId, (lines.get(skuId) ?? 0) + quantity)
    notes.push(...unknown)
    may = undefined
    quantity = undefined
    unknown = []
    return undefined
  }
  for (const token of tokens) {
    const opensNext = numberFirst ? token.kind === 'number' : token.kind !== 'number' && quantity !== undefined
    if (opensNext || (token.kind === 'number' && quantity !== undefined)) {
      const mistake = close()
      if (mistake) return mistake
    }
    if (token.kind === 'number') quantity = token.value
    else if (token.kind === 'word') unknown.push(token.text)
    else may = may ? new Set([...may].filter((skuId) => token.may.has(skuId))) : new Set(token.may)
  }
  const mistake = close()
  if (mistake) return mistake
  notes.push(...unknown)
  if ([...lines.values()].some((one) => one > limits.quantity)) return 'quantity_too_large'
  return [...lines].map(([skuId, n]) => ({ skuId, quantity: n }))
}
