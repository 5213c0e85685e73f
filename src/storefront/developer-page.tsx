/** @jsxImportSource preact */
import { renderPage } from './document.tsx'
import type { PageContext } from './page-context.ts'
import { Section } from './parts.tsx'

/** Demo mode only: the text messages that were "sent", and who may sign in to the console. */
export function renderDeveloperPage(context: PageContext): string {
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
