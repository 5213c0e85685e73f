import { type Intention, newIntention } from '../shared/api.ts'

/**
 * The intention behind a write whose answer may get lost: it stays the same for the same content, also over a reload of
 * the page, until it is known to be done. Pressing "pay" twice on a bad line is then one order.
 */
export function intentionFor(content: unknown): Intention {
  const name = nameOf(content)
  const kept = read(name)
  if (kept) return { key: kept }
  const made = newIntention()
  write(name, made.key)
  return made
}

export const isDone = (content: unknown): void => write(nameOf(content), null)

const nameOf = (content: unknown): string => `lv:${JSON.stringify(content)}`

/** Session storage may be closed (private windows, full disks); memory then does what it can. */
const memory = new Map<string, string>()

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name) ?? memory.get(name) ?? null
  } catch {
    return memory.get(name) ?? null
  }
}

function write(name: string, key: string | null): void {
  if (key === null) memory.delete(name)
  else memory.set(name, key)
  try {
    if (key === null) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, key)
  } catch {
    // Kept in memory above.
  }
}
