/** @jsxImportSource preact */
import type { Invitation } from '../../web/storefront/shapes.ts'
import { renderPage } from './document.tsx'
import type { PageContext } from './page-context.ts'
import { Face, Section } from './parts.tsx'

/** A closed door, seen from outside: who invites, what for, and which rules one accepts on entering. */
export function renderInvitationPage(context: PageContext, token: string, invitation: Invitation): string {
  const { words, say, now } = context
  const { community, inviter } = invitation
  return renderPage(context, {
    title: words('invitation_og', { inviter: inviter.nickname, community: community.name }),
    description: community.purpose,
    script: 'main.tsx',
    isPrivate: true,
    hasBar: true,
    body: (
      <main class="page">
        <header class="col invitation">
          <Face id={inviter.nickname} nickname={inviter.nickname} />
          <p class="muted s14">{words('invitation_title', { name: inviter.nickname })}</p>
          <h1 class="s28 b">{community.name}</h1>
          <p class="row wrap center">
            {community.carrier && <span class="chip">{words(`carrier_${community.carrier.kind}`)}</span>}
            <span class="chip">
              {words('invitation_who', { n: community.memberCount })} · {words('invitation_cap', { n: community.cap })}
            </span>
            <span class="chip wheat">{words('invitation_until', { time: say.time(invitation.expiresAt, now) })}</span>
          </p>
        </header>
        {community.purpose && (
          <Section title={words('invitation_purpose')}>
            <p class="s14 lines">{community.purpose}</p>
          </Section>
        )}
        <Section title={words('invitation_rules')}>
          <p class="s14 lines">{community.rules || words('invitation_no_rules')}</p>
        </Section>
        <div id="app" data-token={token} data-community={community.name}>
          <p class="note wheat" hidden data-failed>
            {words('app_failed')}
          </p>
          <noscript>
            <p class="note">{words('invitation_script')}</p>
          </noscript>
        </div>
      </main>
    ),
  })
}
