import type { ApiProblem } from '../shared/api.ts'
import { t } from './kit.ts'

/** The refusals of a form by field, in the person's words; fields of lists go by their first name (`skus.0.x` → `skus`). */
export function problemsOf(problem: ApiProblem | undefined): Readonly<Record<string, string | undefined>> {
  const found: Record<string, string> = {}
  for (const { field, problem: keyword } of problem?.fields ?? []) {
    const name = field.split('.')[0] as string
    const key = `problem_${keyword}`
    found[name] ??= t.has(key) ? t(key) : t('problem_other')
  }
  return found
}
