import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../shared/api.ts'
import type { Amount } from '../shared/format.ts'
import { arrowLeft, type Drawing } from '../shared/icons.ts'
import { newBuild } from './new-build.ts'
import { pulse } from './pulse.ts'
import { Title } from './router.tsx'
import { shop } from './shop.ts'

export function Icon({ drawing, little }: { drawing: Drawing; little?: boolean }) {
  return (
    <svg
      class={little ? 'icon little' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant drawing
      dangerouslySetInnerHTML={{ __html: drawing }}
    />
  )
}

/** An amount of money in a sum: two digits, the sign one step smaller. */
export function Money({ money }: { money: Amount }) {
  const { sign, figures } = shop.say.exact(money)
  return (
    <>
      <span class="sign">{sign}</span>
      {figures}
    </>
  )
}

/** A page of the app: the way back, its title, what is wrong with the line, its content. */
export function Page({ title, back, children }: { title: string; back?: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · ${shop.t('site_name')}`
  }, [title])
  return (
    <>
      <header class="row page-head">
        {back && (
          <a class="back" href={back} aria-label={shop.t('back')}>
            <Icon drawing={arrowLeft} />
          </a>
        )}
        <Title>{title}</Title>
      </header>
      <LineState />
      {children}
    </>
  )
}

/** Says that the network is away or slow, and that nothing is lost. */
export function LineState() {
  const [state, setState] = useState(pulse.read)
  useEffect(() => pulse.watch(setState), [])
  return (
    <>
      <p role="status" class={state === 'well' ? 'unseen' : 'note wheat'}>
        {state !== 'well' && shop.t(state)}
      </p>
      <NewVersion />
    </>
  )
}

/** The house was built anew since this page was opened. */
function NewVersion() {
  const [isReplaced, setReplaced] = useState(newBuild.isReplaced)
  useEffect(() => newBuild.subscribe(() => setReplaced(true)), [])
  if (!isReplaced) return null
  return (
    <div role="status" class="note sky row">
      <span class="grow">{shop.t('new_version')}</span>
      <button type="button" class="btn small" onClick={() => location.reload()}>
        {shop.t('reload')}
      </button>
    </div>
  )
}

/** The layout to come, while it is fetched. */
export function Skeletons({ count = 2 }: { count?: number }) {
  return (
    <div class="col" aria-busy="true">
      <span class="unseen">{shop.t('loading')}</span>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <span key={index} class="skeleton sk-card" />
      ))}
    </div>
  )
}

/** What happened, what to do: for reads that failed. */
export function Failed({ problem, retry }: { problem: ApiProblem; retry?: () => void }) {
  return (
    <div class="card empty col" role="alert">
      <p>{problem.title}</p>
      {retry && problem.status !== 404 && (
        <p>
          <button type="button" class="btn" onClick={retry}>
            {shop.t('retry')}
          </button>
        </p>
      )}
      {problem.requestId && <p class="muted s12">{problem.requestId}</p>}
    </div>
  )
}

/** A write was refused: said beside the button, in the person's language. */
export function Refused({
  problem,
  words,
  children,
}: {
  problem: ApiProblem | null
  /** Better words than the problem's own, where the page knows more. */
  words?: string | null
  children?: ComponentChildren
}) {
  return (
    <div role="alert" class={problem ? 'note berry' : 'unseen'}>
      {problem && <p>{words || problem.title}</p>}
      {problem && children}
    </div>
  )
}
