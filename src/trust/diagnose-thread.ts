import { parentPort } from 'node:worker_threads'
import { type Diagnosed, type DiagnoseTask, diagnose } from './diagnosis.ts'

/** The thread's whole program: communities come one at a time, in order, and are answered in that order. */
parentPort?.on('message', (task: DiagnoseTask) => parentPort?.postMessage(diagnosed(task)))

function diagnosed({ rows, standing, now, platformDelays }: DiagnoseTask): Diagnosed {
  try {
    return { diagnosis: diagnose(rows, standing, now, platformDelays) }
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
