import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { refresh } from '../load.ts'
import { TextField } from '../parts/field.tsx'
import { Sheet, SheetActions } from '../parts/sheet.tsx'
import { Refused } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { showFirstProblem } from '../problems.ts'
import type { Member } from '../shapes.ts'
import { communityPath, membersPath } from './paths.ts'

const giveable = ['curator', 'manager', 'editor', 'merchant_rep'] as const

interface SheetProps {
  readonly communityId: string
  readonly member: Member
  readonly onClose: () => void
}

/** One member: the roles that she has here, and the way out. */
export function MemberSheet(props: SheetProps) {
  const [isBanning, setBanning] = useState(false)
  const { member, onClose } = props
  const title = isBanning ? t('ban_title', { name: member.nickname }) : member.nickname
  return (
    <Sheet title={title} onClose={onClose}>
      {member.state === 'banned' && <LiftBan {...props} />}
      {member.state === 'active' && member.roles.includes('owner') && <p class="muted">{t('owner_words')}</p>}
      {member.state === 'active' && !member.roles.includes('owner') && !isBanning && (
        <Roles {...props} onBan={() => setBanning(true)} />
      )}
      {isBanning && <Ban {...props} />}
      {member.state !== 'active' && member.state !== 'banned' && <p class="muted">{t('member_gone')}</p>}
    </Sheet>
  )
}

function Roles({ communityId, member, onClose, onBan }: SheetProps & { onBan: () => void }) {
  const [roles, setRoles] = useState<readonly string[]>(member.roles)
  const save = useAction(async (intention) => {
    await api.post(`${membersPath(communityId)}/${member.id}/roles`, { roles }, intention)
    changed(communityId)
    say(t('saved'))
    onClose()
  })
  const toggle = (role: string, isHers: boolean) =>
    setRoles(isHers ? [...roles, role] : roles.filter((other) => other !== role))
  return (
    <>
      <fieldset class="col tight">
        <legend class="label s14 b">{t('roles')}</legend>
        {giveable.map((role) => (
          <label class="pick flat" key={role}>
            <input
              type="checkbox"
              class="tick"
              checked={roles.includes(role)}
              onChange={(event) => toggle(role, event.currentTarget.checked)}
            />
            <span class="grow">
              {t(`role_${role}`)}
              <span class="muted s12 block">{t(`role_${role}_words`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Refused problem={save.problem} />
      <SheetActions>
        <button class="btn danger" type="button" onClick={onBan}>
          {t('ban')}
        </button>
        <button class="btn go grow" type="button" disabled={save.isBusy} onClick={() => void save.run()}>
          {t('save')}
        </button>
      </SheetActions>
    </>
  )
}

function Ban({ communityId, member, onClose }: SheetProps) {
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const ban = useAction(async (intention) => {
    await api.post(`${membersPath(communityId)}/${member.id}/ban`, { reason: reason.trim() }, intention)
    changed(communityId)
    say(t('banned_done', { name: member.nickname }))
    onClose()
  })
  const run = () => {
    setTried(true)
    if (reason.trim()) void ban.run()
    else showFirstProblem()
  }
  return (
    <>
      <p class="muted s14">{t('ban_words')}</p>
      <TextField
        label={t('ban_reason')}
        maxLength={200}
        rows={2}
        value={reason}
        onValue={setReason}
        problem={isTried && !reason.trim() ? t('ban_reason_needed') : undefined}
      />
      <Refused problem={ban.problem} />
      <SheetActions>
        <button class="btn grow" type="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button class="btn danger grow" type="button" disabled={ban.isBusy} onClick={run}>
          {t('ban')}
        </button>
      </SheetActions>
    </>
  )
}

function LiftBan({ communityId, member, onClose }: SheetProps) {
  const lift = useAction(async (intention) => {
    await api.post(`${membersPath(communityId)}/${member.id}/lift-ban`, {}, intention)
    changed(communityId)
    say(t('saved'))
    onClose()
  })
  return (
    <>
      <p>{t('banned_for', { why: member.banReason ?? '' })}</p>
      <p class="muted s14">{t('lift_ban_words')}</p>
      <Refused problem={lift.problem} />
      <SheetActions>
        <button class="btn grow" type="button" disabled={lift.isBusy} onClick={() => void lift.run()}>
          {t('lift_ban')}
        </button>
      </SheetActions>
    </>
  )
}

function changed(communityId: string): void {
  refresh(membersPath(communityId))
  refresh(communityPath(communityId))
}
