export type Locale = 'zh-CN' | 'en'

/** Key → words with `{name}` places. English keys that count end in `_one` and `_other`; Chinese needs one form. */
export type Catalogue = Readonly<Record<string, string>>

type Plain = string | number

export interface Words {
  readonly locale: Locale
  /** The words of a key; `n` also chooses the plural. A key without words comes back as itself, so that it is seen. */
  (key: string, values?: Readonly<Record<string, Plain>>): string
  /** The same in pieces, for values that are elements: `t.rich('bought_by', { name: <b>…</b> })`. */
  rich<N>(key: string, values: Readonly<Record<string, N | Plain>>): (string | N | Plain)[]
  has(key: string): boolean
}

/** A small reader over one or more catalogues of one language; later ones win. */
export function createWords(locale: Locale, ...catalogues: readonly Catalogue[]): Words {
  const all: Catalogue = Object.assign({}, ...catalogues)
  const plural = new Intl.PluralRules(locale)
  const find = (key: string, count: unknown): string => {
    const form = typeof count === 'number' ? `${key}_${plural.select(count)}` : key
    return all[form] ?? all[`${key}_other`] ?? all[key] ?? key
  }
  const t = (key: string, values: Readonly<Record<string, Plain>> = {}): string =>
    find(key, values.n).replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
  const rich = <N>(key: string, values: Readonly<Record<string, N | Plain>>): (string | N | Plain)[] =>
    find(key, values.n)
      .split(/\{(\w+)\}/)
      .map((piece, index): string | N | Plain => (index % 2 === 1 ? (values[piece] ?? `{${piece}}`) : piece))
      .filter((piece) => piece !== '')
  const has = (key: string): boolean => key in all || `${key}_other` in all
  return Object.assign(t, { locale, rich, has })
}

/** The language for a person: what she chose, else the first that she accepts, else Chinese. */
export function chooseLocale(chosen: string | null | undefined, accepted: readonly string[] = []): Locale {
  const asked = chosen || accepted[0] || ''
  return /^en\b/i.test(asked) ? 'en' : 'zh-CN'
}
