import { type FactName, factNames, type ReturnClass } from './contract.ts'

/** One entry of a dossier: who recorded what and when. Entries are never changed; a later one takes its place. */
export interface RecordedFact {
  readonly id: bigint
  readonly fact: FactName
  readonly wordsZh: string
  readonly wordsEn: string
  readonly recordedBy: string
  readonly recordedAt: Date
}

export interface FactWithHistory extends RecordedFact {
  /** Earlier entries for the same fact, newest first. */
  readonly history: readonly RecordedFact[]
}

/** What a product has when somebody asks to publish it. */
export interface DossierState {
  readonly returnClass: ReturnClass
  readonly facts: ReadonlySet<FactName>
  readonly pictures: number
  readonly skusWithOffer: number
}

const ALWAYS_NEEDED: readonly FactName[] = ['variety', 'origin', 'grower', 'how_to_eat']

/** The latest entry of each fact in the order of a page, each with what it replaced. Ids grow with time. */
export function latestFacts(recorded: readonly RecordedFact[]): FactWithHistory[] {
  const newestFirst = [...recorded].sort((a, b) => (a.id < b.id ? 1 : -1))
  return factNames.flatMap((name) => {
    const [latest, ...history] = newestFirst.filter((entry) => entry.fact === name)
    return latest ? [{ ...latest, history }] : []
  })
}

/**
 * What still stands between a product and its page: names of facts, `picture`, `sku_with_offer`. Fresh goods need the
 * day and way of picking; other goods may say instead out of how many they were chosen.
 */
export function missingForPublishing(state: DossierState): string[] {
  const missing: string[] = ALWAYS_NEEDED.filter((fact) => !state.facts.has(fact))
  const isFresh = state.returnClass === 'fresh_no_7d'
  if (!state.facts.has('picking') && (isFresh || !state.facts.has('chosen_from'))) missing.push('picking')
  if (state.pictures === 0) missing.push('picture')
  if (state.skusWithOffer === 0) missing.push('sku_with_offer')
  return missing
}
