/** @jsxImportSource preact */
import { renderPage } from './document.tsx'
import type { PageContext } from './page-context.ts'

export interface PageProblem {
  readonly status: number
  /** The refusal's own words, when the business said no; else the page's general ones. */
  readonly title?: string | undefined
  readonly requestId: string
}

/** What happened, what is safe, what to do: in the same design as every other page. */
export function renderProblemPage(context: PageContext, problem: PageProblem): string {
  const { words } = context
  const kind = [404, 410, 503].includes(problem.status) ? String(problem.status) : 'other'
  const title = words(`problem_${kind}_title`)
  return renderPage(context, {
    title,
    isPrivate: true,
    body: (
      <main class="page problem">
        <p class="problem-sign muted num" aria-hidden="true">
          {problem.status}
        </p>
        <h1 class="s20 b">{problem.title ?? title}</h1>
        <p class="muted">{words(`problem_${kind}_words`)}</p>
        <p>
          <a class="btn go" href="/">
            {words('go_home')}
          </a>
        </p>
        <p class="muted s12">{problem.requestId}</p>
      </main>
    ),
  })
}
