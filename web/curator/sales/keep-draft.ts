import { useState } from 'preact/hooks'
import type { Draft } from './draft.ts'

const KEY = 'lv_sale_draft'
const KEPT_MS = 24 * 3_600_000

/** The draft of this person on this phone: a lost network, a call or a closed page costs nothing. */
export function useDraft(start: () => Draft): [Draft, (next: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => readDraft() ?? start())
  const keep = (next: Draft) => {
    setDraft(next)
    writeDraft(next)
  }
  return [draft, keep]
}

export function writeDraft(draft: Draft): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ draft, at: Date.now() }))
  } catch {
    // Private windows keep nothing; the draft then lives as long as the page.
  }
}

export function dropDraft(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept.
  }
}

function readDraft(): Draft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as { draft: Draft; at: number } | null
    return kept && Date.now() - kept.at < KEPT_MS ? kept.draft : undefined
  } catch {
    return undefined
  }
}
