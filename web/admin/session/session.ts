import type { ApiProblem } from '../../shared/api.ts'
import { api } from '../kit.ts'
import { type Act, may } from '../permissions.ts'
import { queries } from '../read.ts'
import type { Staff } from '../shapes.ts'
import { createStore, useStore } from '../store.ts'

/** Who is signed in: undefined until the server was asked, null for nobody. */
export const me = createStore<Staff | null | undefined>(undefined)
/** What stands over the screen: nothing, the sign-in (the session ended), or the one-time code (money, keys, colleagues). */
export const asked = createStore<'nothing' | 'sign_in' | 'prove_again'>('nothing')

let waiting: ((isThere: boolean) => void)[] = []

export async function readMe(): Promise<void> {
  me.set((await api.get<{ staff: Staff | null }>('/v1/admin/me')).staff)
}

/** The API's question who is there. Requests of the moment wait for one answer together; true sends them out again. */
export function whoIsThere(problem: ApiProblem): Promise<boolean> {
  asked.set(problem.facts.again === true ? 'prove_again' : 'sign_in')
  return new Promise((answer) => waiting.push(answer))
}

/** Somebody answered at the keyboard, or closed the question. */
export function answerWhoIsThere(isThere: boolean): void {
  const waited = waiting
  waiting = []
  asked.set('nothing')
  for (const answer of waited) answer(isThere)
}

export async function signIn(input: { login: string; password: string; totp: string }): Promise<void> {
  const { staff } = await api.post<{ staff: Staff }>('/v1/admin/sign-in', input)
  const isSomebodyElse = me.value && me.value.id !== staff.id
  if (isSomebodyElse) queries.clear()
  me.set(staff)
  answerWhoIsThere(true)
}

export async function proveAgain(totp: string): Promise<void> {
  await api.post('/v1/admin/prove-again', { totp })
  answerWhoIsThere(true)
}

export async function signOut(): Promise<void> {
  await api.post('/v1/admin/sign-out')
  queries.clear()
  answerWhoIsThere(false)
  me.set(null)
}

/** The colleague who is signed in; only under the shell, which is drawn for nobody else. */
export function useMe(): Staff {
  const staff = useStore(me)
  if (!staff) throw new Error('nobody is signed in')
  return staff
}

export function useMay(act: Act): boolean {
  return may(useMe(), act)
}
