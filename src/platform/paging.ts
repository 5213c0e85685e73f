/** Before every id: where a list of newest first begins. */
export const NEWEST = 9223372036854775807n

/** One page of a list whose query asked for one more than the limit, so that a last page is known to be the last. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  cursorOf: (last: T) => string,
): { items: T[]; nextCursor: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null }
}
