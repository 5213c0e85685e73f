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

/** Brings the first field that was refused before the eye and under the fingers, once it has been drawn. */
export function showFirstProblem(): void {
  setTimeout(() => {
    const first = document.querySelector<HTMLElement>('[aria-invalid="true"], .wrong, .wrong-line')
    first?.scrollIntoView({ block: 'center' })
    if (first?.matches('input, textarea, select')) first.focus({ preventScroll: true })
  }, 50)
}
