import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type ApiProblem, isAway } from '../../shared/api.ts'
import { t } from '../kit.ts'
import type { Loaded } from '../load.ts'

interface ShownProps<T> {
  readonly of: Loaded<T>
  readonly skeleton: ComponentChildren
  readonly children: (data: T) => ComponentChildren
}

/** What was read, or its skeleton, or what went wrong. A failed refresh keeps the old data and says so above it. */
export function Shown<T>({ of, skeleton, children }: ShownProps<T>) {
  if (of.data !== undefined) {
    return (
      <>
        {of.problem && <Stale problem={of.problem} retry={of.reload} />}
        {children(of.data)}
      </>
    )
  }
  if (of.problem) return <Failed problem={of.problem} retry={of.reload} />
  return (
    <div role="status" aria-busy="true">
      <span class="unseen">{t('loading')}</span>
      {skeleton}
    </div>
  )
}

const isCutOff = (problem: ApiProblem): boolean => isAway(problem)

/** Nothing could be read: what happened, what is safe, what to do. */
export function Failed({ problem, retry }: { problem: ApiProblem; retry: () => Promise<unknown> }) {
  return (
    <div class="card empty" role="alert">
      <h2 class="b">{problem.title}</h2>
      <p class="muted s14">{isCutOff(problem) ? t('failed_away') : t('failed_safe')}</p>
      <button class="btn small" type="button" onClick={() => void retry()}>
        {t('retry')}
      </button>
      {problem.requestId && <p class="muted s12 num">{t('failed_number', { id: problem.requestId })}</p>}
    </div>
  )
}

function Stale({ problem, retry }: { problem: ApiProblem; retry: () => Promise<unknown> }) {
  return (
    <div class="note wheat stale" role="status">
      <span class="grow">{isCutOff(problem) ? t('stale_away') : t('stale', { why: problem.title })}</span>
      <button class="btn small plain" type="button" onClick={() => void retry()}>
        {t('retry')}
      </button>
    </div>
  )
}

/** Nothing here yet, and the one next step. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="card empty">
      <h2 class="b">{title}</h2>
      {children}
    </div>
  )
}

/** Why a tap led to nothing; read out at once. */
export function Refused({ problem }: { problem: ApiProblem | undefined }) {
  const note = useRef<HTMLParagraphElement>(null)
  // The button that was tapped is at the thumb; the reason may stand far above or below it.
  useEffect(() => {
    if (problem) note.current?.scrollIntoView({ block: 'center' })
  }, [problem])
  if (!problem) return null
  const words = problem.code === 'idempotency_key_reused' ? t('refused_done_before') : problem.title
  return (
    <p class="note berry" role="alert" ref={note}>
      {words}
    </p>
  )
}

/** Grey lines where a list of cards will stand. */
export function CardsSkeleton({ count = 3 }: { count?: number }) {
  return (
    <div class="col tight" aria-hidden="true">
      {Array.from('abcdefgh'.slice(0, count), (name) => (
        <div class="card" key={name}>
          <span class="skeleton w60" />
          <span class="skeleton w40 low" />
        </div>
      ))}
    </div>
  )
}

/** Grey lines where rows in one card will stand. */
export function RowsSkeleton({ count = 5 }: { count?: number }) {
  return (
    <div class="card rows" aria-hidden="true">
      {Array.from('abcdefgh'.slice(0, count), (name) => (
        <div class="row" key={name}>
          <span class="skeleton grow" />
          <span class="skeleton w20" />
        </div>
      ))}
    </div>
  )
}

/** The button under a list that goes on. */
export function More({ more }: { more: (() => Promise<void>) | undefined }) {
  if (!more) return null
  return (
    <button class="btn small wide" type="button" onClick={() => void more()}>
      {t('more')}
    </button>
  )
}
