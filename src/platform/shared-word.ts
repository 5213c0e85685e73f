const words = new Map<string, string>()

/**
 * The one copy of a word that thousands of rows have in common: each row that is read brings a copy of its own. For columns
 * of few words, such as states and kinds.
 */
export function sharedWord<T extends string>(word: T): T {
  const known = words.get(word)
  if (known !== undefined) return known as T
  words.set(word, word)
  return word
}
