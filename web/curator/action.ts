import { useRef, useState } from 'preact/hooks'
import { type ApiProblem, type Intention, newIntention } from '../shared/api.ts'
import { asProblem } from './load.ts'

export interface Action<A extends unknown[]> {
  /** Answers true when it was done. Does nothing while the first tap is still under way. */
  run(...input: A): Promise<boolean>
  readonly isBusy: boolean
  readonly problem: ApiProblem | undefined
  clear(): void
}

/**
 * One thing that a person does with a tap. Its key stays while the outcome is unknown (no network, no answer), so that
 * a second tap cannot do it twice; a clear refusal or a success ends the intention.
 */
export function useAction<A extends unknown[]>(
  work: (intention: Intention, ...input: A) => Promise<unknown>,
): Action<A> {
  const intention = useRef<Intention | undefined>(undefined)
  const underWay = useRef(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem>()
  const run = async (...input: A): Promise<boolean> => {
    if (underWay.current) return false
    underWay.current = true
    intention.current ??= newIntention()
    setBusy(true)
    setProblem(undefined)
    try {
      await work(intention.current, ...input)
      intention.current = undefined
      return true
    } catch (error) {
      const found = asProblem(error)
      if (!isUnknown(found)) intention.current = undefined
      setProblem(found)
      return false
    } finally {
      underWay.current = false
      setBusy(false)
    }
  }
  return { run, isBusy, problem, clear: () => setProblem(undefined) }
}

/** It may have happened: the same key must be used again, also when the words were changed meanwhile. */
export const isUnknown = (problem: ApiProblem): boolean =>
  problem.status === 0 ||
  problem.status >= 500 ||
  problem.code === 'in_progress' ||
  problem.code === 'idempotency_key_reused'
