import type { Draft } from './draft.ts'

/** What each question of a new sale is given. */
export interface StepProps {
  readonly draft: Draft
  readonly change: (next: Draft) => void
  /** Why she cannot go on, by field; empty until she tried. */
  readonly missing: Readonly<Record<string, string>>
}
