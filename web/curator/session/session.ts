import type { ApiProblem } from '../../shared/api.ts'
import { api } from '../kit.ts'
import { asProblem, forgetAll } from '../load.ts'
import type { Curator, Me, Person } from '../shapes.ts'
import { createStore } from '../store.ts'

/** Who works here: the one signed in, and what she is to the platform. */

export const person = createStore<Person | null | undefined>(undefined)
/** undefined: not known yet; null: she has never applied. */
export const curator = createStore<Curator | null | undefined>(undefined)
export const sessionProblem = createStore<ApiProblem | undefined>(undefined)

/** Asks the server who is signed in; an answer replaces what was known. */
export async function readSession(): Promise<void> {
  sessionProblem.set(undefined)
  try {
    const me = await api.get<Me>('/v1/curator/me')
    if (me.person) curator.set((await api.get<{ profile: Curator | null }>('/v1/curator/profile')).profile)
    person.set(me.person)
  } catch (error) {
    sessionProblem.set(asProblem(error))
  }
}

export async function signOut(): Promise<void> {
  await api.post('/v1/curator/sign-out')
  endSession()
}

/** What was read belongs to the one who left. */
export function endSession(): void {
  forgetAll()
  curator.set(undefined)
  person.set(null)
}
