import { expect, test } from 'vitest'
import { diagnoseOnThreads } from './diagnose-on-threads.ts'
import type { DiagnoseTask } from './diagnosis.ts'

const empty: DiagnoseTask = {
  rows: [],
  standing: { owners: [1n], ageDays: 100, members: 1, left: 0 },
  now: 0,
  platformDelays: null,
}

test('answers come in the order of the questions, and one that fails takes no other with it', async () => {
  const broken = { ...empty, standing: null } as unknown as DiagnoseTask
  const older = { ...empty, standing: { ...empty.standing, ageDays: 7 } }
  const answers = await diagnoseOnThreads([empty, broken, older, empty])
  const said = answers.map((answer) => ('diagnosis' in answer ? answer.diagnosis.verdict.label : 'failed'))
  expect(said).toEqual(['too_early', 'failed', 'young', 'too_early'])
})
