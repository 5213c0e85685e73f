import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, t } from '../kit.ts'
import { type Loaded, refresh, remember, useLoad } from '../load.ts'
import { Field } from '../parts/field.tsx'
import { CardsSkeleton, Refused, Shown } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { problemsOf } from '../problems.ts'
import type { Community } from '../shapes.ts'
import { CommunityFields, type CommunityValues, valuesOf } from './community-form.tsx'
import { CommunityPage } from './community-page.tsx'
import { communitiesPath, communityPath } from './paths.ts'

const MOST_DAYS = 90
const MOST_JOINS = 200_000

/** The house rules of one place. */
export function SettingsScreen({ id }: { id: string }) {
  const community = useLoad<Community>(communityPath(id))
  if (community.data) return <Settings key={id} community={community.data} loaded={community} />
  return (
    <CommunityPage id={id} view="settings">
      <Shown of={community} skeleton={<CardsSkeleton />}>
        {() => null}
      </Shown>
    </CommunityPage>
  )
}

interface SettingsProps {
  readonly community: Community
  readonly loaded: Loaded<Community>
}

function Settings({ community, loaded }: SettingsProps) {
  const [values, set] = useState<CommunityValues>(() => valuesOf(community))
  const [linkDays, setLinkDays] = useState(String(community.saleLinkDays))
  const [linkJoins, setLinkJoins] = useState(String(community.saleLinkJoins))
  const save = useAction(async () => {
    const body = changeOf(community, values, Number(linkDays), Number(linkJoins))
    const changed = await api.patch<Community>(communityPath(community.id), body)
    remember(communityPath(community.id), changed)
    refresh(`${communitiesPath}`)
    say(t('saved'))
  })
  const isStale = save.problem?.code === 'version_changed'
  const readAgain = async () => {
    await loaded.reload()
    save.clear()
  }
  const problems = problemsOf(save.problem)
  const bar = (
    <button
      class="btn go grow"
      type="button"
      disabled={save.isBusy || !values.name.trim()}
      onClick={() => void save.run()}
    >
      {t('save')}
    </button>
  )
  return (
    <CommunityPage id={community.id} view="settings" bar={bar}>
      <CommunityFields
        values={values}
        set={set}
        problems={values.name.trim() ? problems : { ...problems, name: t('problem_required') }}
      />
      <WholeNumber
        label={t('sale_link_days')}
        hint={t('sale_link_days_hint')}
        value={linkDays}
        onValue={setLinkDays}
        max={MOST_DAYS}
        problem={problems['saleLinkDays']}
      />
      <WholeNumber
        label={t('sale_link_joins')}
        hint={t('sale_link_joins_hint')}
        value={linkJoins}
        onValue={setLinkJoins}
        max={MOST_JOINS}
        problem={problems['saleLinkJoins']}
      />
      <Refused problem={save.problem} />
      {isStale && (
        <button class="btn small" type="button" onClick={() => void readAgain()}>
          {t('version_keep_mine')}
        </button>
      )}
    </CommunityPage>
  )
}

/** Only what was changed is sent; the carrier moves only when it was chosen anew. */
function changeOf(was: Community, values: CommunityValues, saleLinkDays: number, saleLinkJoins: number) {
  const { name, purpose, rules, door, carrierKind, carrierName } = values
  const before = valuesOf(was)
  const moved = carrierKind !== before.carrierKind || carrierName.trim() !== before.carrierName
  return {
    name: name.trim(),
    purpose: purpose.trim(),
    rules: rules.trim(),
    door,
    saleLinkDays,
    saleLinkJoins,
    ...(moved ? { carrier: { kind: carrierKind, name: carrierName.trim() } } : {}),
    version: was.version,
  }
}

interface NumberProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly max: number
  readonly problem: string | undefined
}

function WholeNumber({ label, hint, value, onValue, max, problem }: NumberProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <input
          {...wiring}
          type="text"
          inputMode="numeric"
          maxLength={String(max).length}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value.replace(/\D/g, ''))}
        />
      )}
    </Field>
  )
}
