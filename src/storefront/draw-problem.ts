import type { DrawProblem } from '../platform/problem-answers.ts'
import { openPage } from './http.ts'
import { renderProblemPage } from './problem-page.tsx'

/** What somebody sees who opened a page that did not come: the same design, what is safe, what to do. */
export const drawProblem: DrawProblem = (platform, visit, problem) => {
  const { context, headers } = openPage(platform, { ...visit, isSignedIn: false })
  // The page's general words are better than the general refusals'; a room's own refusal says more than the page.
  const general = ['not_found', 'invalid_request', 'internal_error', 'unavailable', 'busy'].includes(problem.code)
  const html = renderProblemPage(context, {
    status: problem.code === 'invalid_request' ? 404 : problem.status,
    title: general ? undefined : problem.title,
    requestId: problem.requestId,
  })
  return { html, headers: { ...headers, 'cache-control': 'no-store' } }
}
