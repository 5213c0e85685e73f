/** @jsxImportSource preact */
import { renderPage } from './document.tsx'
import type { PageContext } from './page-context.ts'
import { Section } from './parts.tsx'
import type { DemoLogin } from './read-demo-logins.ts'

/** Demo mode only: the text messages that were "sent", and whom a visitor may sign in as. */
export function renderDeveloperPage(context: PageContext, logins: readonly DemoLogin[]): string {
  const { words } = context
  return renderPage(context, {
    title: words('dev_title'),
    script: 'developer.ts',
    isPrivate: true,
    body: (
      <main class="page">
        <header>
          <h1 class="s20 b">{words('dev_title')}</h1>
          <p class="muted s14">{words('dev_lead')}</p>
        </header>
        <Section title={words('dev_messages')}>
          <p class="muted s14" data-no-messages>
            {words('dev_no_messages')}
          </p>
          <ol class="messages s14" data-messages aria-live="polite" />
        </Section>
        {logins.length > 0 && <People context={context} logins={logins} />}
        <Section title={words('dev_staff')}>
          <p class="muted s14">{words('dev_staff_hint')}</p>
          <div class="scroll-x">
            <table class="table s14">
              <thead>
                <tr>
                  <th scope="col">{words('dev_login')}</th>
                  <th scope="col">{words('dev_name')}</th>
                  <th scope="col">{words('dev_roles')}</th>
                  <th scope="col">{words('dev_totp')}</th>
                </tr>
              </thead>
              <tbody data-staff data-wait={words('dev_totp_wait', { n: '{n}' })} />
            </table>
          </div>
        </Section>
        <Section title={words('dev_doors')}>
          <ul class="steps s14">
            {(['/', '/curator', '/admin', '/docs'] as const).map((href, index) => (
              <li key={href}>
                <a href={href}>{words(['dev_shop', 'dev_curator', 'dev_admin', 'dev_docs'][index] as string)}</a>
              </li>
            ))}
          </ul>
        </Section>
      </main>
    ),
  })
}

function People({ context: { words }, logins }: { context: PageContext; logins: readonly DemoLogin[] }) {
  return (
    <Section title={words('dev_people')}>
      <p class="muted s14">{words('dev_people_hint')}</p>
      <div class="scroll-x">
        <table class="table s14">
          <thead>
            <tr>
              <th scope="col">{words('dev_phone')}</th>
              <th scope="col">{words('dev_name')}</th>
              <th scope="col">{words('dev_community')}</th>
              <th scope="col">{words('dev_next')}</th>
            </tr>
          </thead>
          <tbody>
            {logins.map((login) => (
              <tr key={login.phone}>
                <td class="b num">{login.phone}</td>
                <td>{login.nickname}</td>
                <td class="muted">{login.communities.join(words('dev_comma'))}</td>
                <td>
                  <a href={login.path}>{words(nextOf(login))}</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function nextOf({ isCurator, path }: DemoLogin): string {
  if (isCurator) return 'dev_curator'
  return path === '/' ? 'dev_shop' : 'dev_sale'
}
