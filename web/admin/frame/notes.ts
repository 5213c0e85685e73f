import { createStore } from '../store.ts'

export interface Note {
  readonly id: number
  readonly words: string
}

const SHOWN_MS = 4_000
let last = 0

/** What was done, said in a corner for a few seconds. */
export const notes = createStore<readonly Note[]>([])

export function say(words: string): void {
  const note = { id: ++last, words }
  notes.set([...notes.value.slice(-2), note])
  setTimeout(() => notes.set(notes.value.filter((one) => one !== note)), SHOWN_MS)
}
