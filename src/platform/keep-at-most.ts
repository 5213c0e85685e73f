/** Keeps a value in a memory that holds so many at most: where it is full, what came first makes room. */
export function keepAtMost<K, V>(most: number, kept: Map<K, V>, key: K, value: V): void {
  if (kept.size >= most && !kept.has(key)) kept.delete(kept.keys().next().value as K)
  kept.set(key, value)
}
