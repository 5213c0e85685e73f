import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { plus, qrCode } from '../icons.ts'
import { api, f, t } from '../kit.ts'
import { refresh, useLoad } from '../load.ts'
import { Chip, Icon } from '../parts/basics.tsx'
import { Choices } from '../parts/field.tsx'
import { CopyButton, ShareButton } from '../parts/hand-out.tsx'
import { QrSheet } from '../parts/qr-sheet.tsx'
import { Sheet, SheetActions } from '../parts/sheet.tsx'
import { CardsSkeleton, Empty, Refused, Shown } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import type { Community, Invitation, Page } from '../shapes.ts'
import { CommunityPage } from './community-page.tsx'
import { communityPath, invitationsPath } from './paths.ts'

const uses = ['5', '20', '50', '200'] as const
const days = ['1', '7', '30'] as const

/** The ways in: signed links that end by themselves. */
export function InvitationsScreen({ id }: { id: string }) {
  const community = useLoad<Community>(communityPath(id)).data
  const invitations = useLoad<Page<Invitation>>(invitationsPath(id))
  const [isMaking, setMaking] = useState(false)
  const bar = (
    <button class="btn go grow" type="button" onClick={() => setMaking(true)}>
      <Icon of={plus} small />
      {t('invitation_new')}
    </button>
  )
  return (
    <CommunityPage id={id} view="invitations" bar={bar}>
      <Shown of={invitations} skeleton={<CardsSkeleton count={2} />}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={t('invitations_empty')}>
              <p class="muted s14">{t('invitations_empty_next')}</p>
            </Empty>
          ) : (
            <ul class="cards">
              {page.items.map((invitation) => (
                <InvitationCard key={invitation.id} invitation={invitation} community={community} communityId={id} />
              ))}
            </ul>
          )
        }
      </Shown>
      {isMaking && <NewInvitation communityId={id} onClose={() => setMaking(false)} />}
    </CommunityPage>
  )
}

interface CardProps {
  readonly invitation: Invitation
  readonly community: Community | undefined
  readonly communityId: string
}

function InvitationCard({ invitation, community, communityId }: CardProps) {
  const isOpen = invitation.state === 'open'
  return (
    <li class={isOpen ? 'card col tight' : 'card col tight gone'}>
      <div class="row between">
        <b class="num">{t('uses_of', { n: invitation.uses, max: invitation.maxUses })}</b>
        <Chip tone={isOpen ? 'leaf' : ''}>
          {isOpen ? t('valid_until', { time: f.time(invitation.expiresAt) }) : t(`invitation_${invitation.state}`)}
        </Chip>
      </div>
      <span class="muted s12">{t('invited_by', { name: invitation.inviter.nickname })}</span>
      {isOpen && <OpenInvitation invitation={invitation} community={community} communityId={communityId} />}
    </li>
  )
}

function OpenInvitation({ invitation, community, communityId }: CardProps) {
  const [showsQr, setShowsQr] = useState(false)
  const revoke = useAction(async (intention) => {
    await api.post(`${invitationsPath(communityId)}/${invitation.id}/revoke`, {}, intention)
    say(t('revoked'))
    refresh(invitationsPath(communityId))
  })
  const name = community?.name ?? ''
  return (
    <>
      <p class="quiet s14 as-written post-text">{invitation.text}</p>
      <div class="row tight wrap">
        <CopyButton text={invitation.text} label={t('link_copy')} />
        <button class="btn small grow" type="button" onClick={() => setShowsQr(true)}>
          <Icon of={qrCode} small />
          {t('link_qr')}
        </button>
        <ShareButton text={invitation.text} label={t('link_share')} />
        <button class="btn small danger" type="button" disabled={revoke.isBusy} onClick={() => void revoke.run()}>
          {t('revoke')}
        </button>
      </div>
      <Refused problem={revoke.problem} />
      {showsQr && (
        <QrSheet
          title={t('link_qr')}
          qr={invitation.qrUrl}
          card={{
            title: name,
            goods: [],
            lines: [community?.purpose ?? '', t('valid_until', { time: f.time(invitation.expiresAt) })].filter(Boolean),
            foot: t('card_invitation_foot', { name: invitation.inviter.nickname }),
          }}
          fileName={name}
          onClose={() => setShowsQr(false)}
        />
      )}
    </>
  )
}

function NewInvitation({ communityId, onClose }: { communityId: string; onClose: () => void }) {
  const [maxUses, setMaxUses] = useState<(typeof uses)[number]>('20')
  const [lasts, setLasts] = useState<(typeof days)[number]>('7')
  const make = useAction(async (intention) => {
    const body = { maxUses: Number(maxUses), days: Number(lasts) }
    await api.post(invitationsPath(communityId), body, intention)
    refresh(invitationsPath(communityId))
    say(t('invitation_made'))
    onClose()
  })
  return (
    <Sheet title={t('invitation_new')} onClose={onClose}>
      <Choices
        label={t('invitation_uses')}
        choices={uses.map((value) => ({ value, label: t('people_count', { n: Number(value) }) }))}
        value={maxUses}
        onValue={setMaxUses}
      />
      <Choices
        label={t('invitation_days')}
        choices={days.map((value) => ({ value, label: t('days_count', { n: Number(value) }) }))}
        value={lasts}
        onValue={setLasts}
      />
      <Refused problem={make.problem} />
      <SheetActions>
        <button class="btn go grow" type="button" disabled={make.isBusy} onClick={() => void make.run()}>
          {t('invitation_make')}
        </button>
      </SheetActions>
    </Sheet>
  )
}
