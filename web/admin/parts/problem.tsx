import { Button } from 'antd'
import type { ApiProblem } from '../../shared/api.ts'
import { cross } from '../../shared/icons.ts'
import { Icon } from '../icons.tsx'
import { t } from '../kit.ts'

/** Why the server said no, beside what was tried. Nothing is lost: the form stays as it is. */
export function Refused({ problem }: { problem: ApiProblem | undefined }) {
  if (!problem) return null
  return (
    <div className="note berry refused" role="alert">
      <Icon of={cross} />
      <div>
        <div>{problem.title}</div>
        <Fields problem={problem} />
      </div>
    </div>
  )
}

/** A screen that could not be read: what happened, that nothing was changed, and the way on. */
export function Unread({ problem, again }: { problem: ApiProblem; again: () => void }) {
  const isGone = problem.status === 404
  return (
    <div className="card unread" role="alert">
      <p className="b">{isGone ? t('problem_gone') : problem.title}</p>
      <p className="muted s14">{isGone ? t('problem_gone_words') : wordsFor(problem)}</p>
      {!isGone && problem.status !== 403 && <Button onClick={again}>{t('retry')}</Button>}
      {problem.requestId !== '' && <p className="muted s12">{t('problem_request', { id: problem.requestId })}</p>}
    </div>
  )
}

function Fields({ problem }: { problem: ApiProblem }) {
  if (problem.fields.length === 0) return null
  return (
    <ul className="s12">
      {problem.fields.map(({ field, problem: what }) => (
        <li key={field}>
          {t('problem_field', { field: nameOf(field), what: t.has(`wrong_${what}`) ? t(`wrong_${what}`) : what })}
        </li>
      ))}
    </ul>
  )
}

function wordsFor(problem: ApiProblem): string {
  if (problem.status === 403) return t('problem_forbidden')
  return t('problem_nothing_changed')
}

/** `items.3.trackingNo` is said as the label of trackingNo. */
function nameOf(field: string): string {
  const last = field.split('.').at(-1) ?? field
  return t.has(`field_${last}`) ? t(`field_${last}`) : field
}
