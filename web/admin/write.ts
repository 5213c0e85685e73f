import { useRef, useState } from 'react'
import { ApiProblem, type Intention, newIntention } from '../shared/api.ts'
import { say } from './frame/notes.ts'
import { refresh } from './read.ts'

export interface Write<In, Out> {
  /** Sends; answers undefined when it was refused (then `problem` says why). */
  run(input: In): Promise<Out | undefined>
  readonly problem: ApiProblem | undefined
  readonly isRunning: boolean
  forget(): void
}

interface WriteOptions<Out> {
  /** Paths whose lists and pages this changes. */
  readonly refreshes: readonly string[]
  /** Said in a corner when it is done. */
  readonly said?: string | undefined
  readonly onDone?: (out: Out) => void
}

/**
 * One thing that a colleague means to do. The key stays the same while the same input is tried again, so that a lost
 * answer does not make it happen twice; another input is another intention.
 */
export function useWrite<In, Out>(
  send: (input: In, intention: Intention) => Promise<Out>,
  options: WriteOptions<Out>,
): Write<In, Out> {
  const meant = useRef<{ input: string; intention: Intention } | undefined>(undefined)
  const [problem, setProblem] = useState<ApiProblem>()
  const [isRunning, setRunning] = useState(false)
  const run = async (input: In): Promise<Out | undefined> => {
    if (isRunning) return undefined
    const written = JSON.stringify(input) ?? ''
    if (meant.current?.input !== written) meant.current = { input: written, intention: newIntention() }
    setRunning(true)
    setProblem(undefined)
    try {
      const out = await send(input, meant.current.intention)
      meant.current = undefined
      refresh(...options.refreshes)
      if (options.said) say(options.said)
      options.onDone?.(out)
      return out
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      // She was asked to prove again and chose not to: nothing was sent, nothing needs to be said.
      if (error.status !== 401) setProblem(error)
      return undefined
    } finally {
      setRunning(false)
    }
  }
  return { run, problem, isRunning, forget: () => setProblem(undefined) }
}
