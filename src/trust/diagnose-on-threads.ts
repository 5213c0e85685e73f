import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Diagnosed, DiagnoseTask } from './diagnosis.ts'

/** More threads than cores make each other slow, and the orders need theirs. */
const MOST_THREADS = 2

interface Thread {
  readonly worker: Worker
  /** Answers come in the order of the questions. */
  readonly waiting: { resolve: (answer: Diagnosed) => void; reject: (error: Error) => void }[]
}

let threads: Thread[] | null = null

/**
 * Diagnoses many communities beside the main thread, so that deliveries and expiries do not wait for them: two threads
 * that are started at the first reading and kept. A community that cannot be read is a failure of its own.
 */
export function diagnoseOnThreads(tasks: readonly DiagnoseTask[]): Promise<Diagnosed[]> {
  threads ??= Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) }, startThread)
  const pool = threads
  return Promise.all(tasks.map((task, at) => ask(pool[at % pool.length]!, task)))
}

function ask({ worker, waiting }: Thread, task: DiagnoseTask): Promise<Diagnosed> {
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject })
    worker.postMessage(task)
    // Only a thread that has something to do holds the process.
    worker.ref()
  })
}

function startThread(): Thread {
  const thread: Thread = { worker: openThread(), waiting: [] }
  thread.worker.on('message', (answer: Diagnosed) => {
    thread.waiting.shift()?.resolve(answer)
    if (thread.waiting.length === 0) thread.worker.unref()
  })
  const fail = (error: Error) => {
    // All threads are given up together and started anew by the next reading.
    threads = null
    for (const { reject } of thread.waiting.splice(0)) reject(error)
  }
  thread.worker.on('error', fail)
  thread.worker.on('exit', (code) => fail(new Error(`a thread that reads communities ended with ${code}`)))
  thread.worker.unref()
  return thread
}

/** The built server has the thread's program beside it; in the sources it is TypeScript and needs a loader. */
function openThread(): Worker {
  const built = fileURLToPath(new URL('./trust-thread.js', import.meta.url))
  if (existsSync(built)) return new Worker(built)
  const source = new URL('./diagnose-thread.ts', import.meta.url)
  const program = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source.href)}) })`
  return new Worker(program, { eval: true })
}
