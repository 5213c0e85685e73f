import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { more } from '../icons.ts'
import { api, f, t } from '../kit.ts'
import { type LoadedPages, refresh, usePages } from '../load.ts'
import { Chip, Face, Icon } from '../parts/basics.tsx'
import { Choices } from '../parts/field.tsx'
import { Section } from '../parts/page.tsx'
import { Empty, More, Refused, RowsSkeleton, Shown } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { Link, place } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Member } from '../shapes.ts'
import { useStore } from '../store.ts'
import { CommunityPage } from './community-page.tsx'
import { MemberSheet } from './member-sheet.tsx'
import { communityPath, membersPath } from './paths.ts'

const filters = ['active', 'banned', 'left'] as const
type Filter = (typeof filters)[number]

/** Who stands at the door first, then who is in. */
export function MembersScreen({ id }: { id: string }) {
  const asked = useStore(place).query['state']
  const [filter, setFilter] = useState<Filter>(filters.find((value) => value === asked) ?? 'active')
  const [opened, open] = useState<Member>()
  const waiting = usePages<Member>(membersPath(id), { state: 'waiting' })
  const members = usePages<Member>(membersPath(id), { state: filter })
  return (
    <CommunityPage id={id} view="members">
      {waiting.data && waiting.data.items.length > 0 && (
        <Section title={t('members_waiting', { n: waiting.data.items.length })}>
          <ul class="card rows">
            {waiting.data.items.map((member) => (
              <AtTheDoor key={member.id} communityId={id} member={member} />
            ))}
          </ul>
          <More more={waiting.more} />
        </Section>
      )}
      <Choices
        label={t('members_filter')}
        hidesLabel
        choices={filters.map((value) => ({ value, label: t(`members_${value}`) }))}
        value={filter}
        onValue={setFilter}
      />
      <MemberList id={id} filter={filter} members={members} open={open} />
      {opened && <MemberSheet communityId={id} member={opened} onClose={() => open(undefined)} />}
    </CommunityPage>
  )
}

interface MemberListProps {
  readonly id: string
  readonly filter: Filter
  readonly members: LoadedPages<Member>
  readonly open: (member: Member) => void
}

function MemberList({ id, filter, members, open }: MemberListProps) {
  return (
    <Shown of={members} skeleton={<RowsSkeleton />}>
      {(page) =>
        page.items.length === 0 ? (
          <NoMembers id={id} filter={filter} />
        ) : (
          <>
            <ul class="card rows people">
              {page.items.map((member) => (
                <MemberRow key={member.id} member={member} onOpen={() => open(member)} />
              ))}
            </ul>
            <More more={members.more} />
          </>
        )
      }
    </Shown>
  )
}

function NoMembers({ id, filter }: { id: string; filter: Filter }) {
  return (
    <Empty title={t(`members_${filter}_empty`)}>
      {filter === 'active' && (
        <>
          <p class="muted s14">{t('members_empty_next')}</p>
          <Link class="btn go small" href={addressOf('invitations', id)}>
            {t('invitation_new')}
          </Link>
        </>
      )}
    </Empty>
  )
}

function AtTheDoor({ communityId, member }: { communityId: string; member: Member }) {
  const decide = useAction(async (intention, verdict: 'approve' | 'decline') => {
    await api.post(`${membersPath(communityId)}/${member.id}/${verdict}`, {}, intention)
    say(t(verdict === 'approve' ? 'member_approved' : 'member_declined', { name: member.nickname }))
    refresh(membersPath(communityId))
    refresh(communityPath(communityId))
    refresh('/v1/curator/today')
  })
  return (
    <li class="door-row">
      <div class="row">
        <Face id={member.id} nickname={member.nickname} />
        <span class="grow">
          {member.nickname}
          <span class="muted s12 block">
            {member.invitedBy ? t('invited_by', { name: member.invitedBy.nickname }) : t('came_alone')}
          </span>
        </span>
        <span class="row verdict">
          <button class="btn small" type="button" disabled={decide.isBusy} onClick={() => void decide.run('decline')}>
            {t('decline')}
          </button>
          <button
            class="btn go small"
            type="button"
            disabled={decide.isBusy}
            onClick={() => void decide.run('approve')}
          >
            {t('approve')}
          </button>
        </span>
      </div>
      <Refused problem={decide.problem} />
    </li>
  )
}

function MemberRow({ member, onOpen }: { member: Member; onOpen: () => void }) {
  const roles = member.roles.map((role) => t(`role_${role}`))
  return (
    <li>
      <button class="row person" type="button" onClick={onOpen}>
        <Face id={member.id} nickname={member.nickname} />
        <span class="grow">
          {member.nickname}
          <span class="muted s12 block">{underName(member)}</span>
        </span>
        {roles.length > 0 && <Chip tone="crust">{roles.join(' · ')}</Chip>}
        <Icon of={more} small />
      </button>
    </li>
  )
}

function underName(member: Member): string {
  if (member.state === 'banned') return t('banned_for', { why: member.banReason ?? '' })
  const joined = member.joinedAt ? t('joined', { day: f.day(member.joinedAt) }) : ''
  return [joined, member.invitedBy && t('invited_by', { name: member.invitedBy.nickname })].filter(Boolean).join(' · ')
}
