import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { plus } from '../icons.ts'
import { api, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Icon } from '../parts/basics.tsx'
import { Choices, TextField } from '../parts/field.tsx'
import { Refused, RowsSkeleton, Shown } from '../parts/states.tsx'
import { problemsOf, showFirstProblem } from '../problems.ts'
import type { Page, PickupPoint } from '../shapes.ts'
import type { Draft } from './draft.ts'
import { pointsPath } from './paths.ts'

interface ChoosePointProps {
  readonly draft: Draft
  readonly change: (next: Draft) => void
  readonly problem: string | undefined
}

/** Where people fetch it: one of the first group's points, or a new one made on the spot. */
export function ChoosePoint({ draft, change, problem }: ChoosePointProps) {
  const communityId = draft.communityIds[0] as string
  const points = useLoad<Page<PickupPoint>>(pointsPath(communityId))
  const [isAdding, setAdding] = useState(false)
  const choose = (pickupPointId: string) => change({ ...draft, pickupPointId })
  const added = (point: PickupPoint) => {
    points.put((was) => ({ ...was, items: [...was.items, point] }))
    choose(point.id)
    setAdding(false)
  }
  return (
    <Shown of={points} skeleton={<RowsSkeleton count={2} />}>
      {(page) => (
        <div class="col tight">
          {page.items.length > 0 && (
            <Choices
              label={t('point')}
              asRows
              choices={page.items.map(({ id, name, place, hours }) => ({
                value: id,
                label: name,
                under: [place, hours].filter(Boolean).join(' · '),
              }))}
              value={draft.pickupPointId}
              onValue={choose}
              problem={isAdding ? undefined : problem}
            />
          )}
          {isAdding || page.items.length === 0 ? (
            <NewPoint communityId={communityId} problem={problem} onAdded={added} />
          ) : (
            <button class="btn small" type="button" onClick={() => setAdding(true)}>
              <Icon of={plus} small />
              {t('point_new')}
            </button>
          )}
        </div>
      )}
    </Shown>
  )
}

interface NewPointProps {
  readonly communityId: string
  readonly problem: string | undefined
  readonly onAdded: (point: PickupPoint) => void
}

function NewPoint({ communityId, problem, onAdded }: NewPointProps) {
  const [name, setName] = useState('')
  const [where, setWhere] = useState('')
  const [hours, setHours] = useState('')
  const [isTried, setTried] = useState(false)
  const add = useAction(async (intention) => {
    const body = { name: name.trim(), place: where.trim(), ...(hours.trim() ? { hours: hours.trim() } : {}) }
    onAdded(await api.post<PickupPoint>(pointsPath(communityId), body, intention))
  })
  const refused = problemsOf(add.problem)
  const missing = (value: string) => (isTried && !value.trim() ? t('problem_required') : undefined)
  const save = () => {
    setTried(true)
    if (name.trim() && where.trim()) void add.run()
    else showFirstProblem()
  }
  return (
    <fieldset class="card col">
      <legend class="unseen">{t('point_new')}</legend>
      <p class="b s14" aria-hidden="true">
        {t('point_new')}
      </p>
      {problem && (
        <p class="wrong-line s14" role="alert">
          {problem}
        </p>
      )}
      <TextField
        label={t('point_name')}
        placeholder={t('point_name_example')}
        maxLength={40}
        value={name}
        onValue={setName}
        problem={missing(name) ?? refused['name']}
      />
      <TextField
        label={t('point_place')}
        maxLength={200}
        value={where}
        onValue={setWhere}
        problem={missing(where) ?? refused['place']}
      />
      <TextField
        label={t('point_hours')}
        placeholder={t('point_hours_example')}
        maxLength={60}
        value={hours}
        onValue={setHours}
        problem={refused['hours']}
      />
      <Refused problem={add.problem} />
      <button class="btn" type="button" disabled={add.isBusy} onClick={save}>
        {t('point_save')}
      </button>
    </fieldset>
  )
}
