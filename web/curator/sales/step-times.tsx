import { useState } from 'preact/hooks'
import { f, t } from '../kit.ts'
import { Choices, Field } from '../parts/field.tsx'
import { arrivalChoices, cutOffChoices, instantOfInput, localInput } from '../times.ts'
import type { Draft } from './draft.ts'
import { ChoosePoint } from './step-point.tsx'
import type { StepProps } from './step-props.ts'

const OTHER = 'other'

/** Until when, when it arrives, and how it gets to people. */
export function ChooseTimes({ draft, change, missing }: StepProps) {
  const cutOff = instantOfInput(draft.cutsOffAt, f.zone)
  const say = (field: string) => (missing[field] ? t(missing[field]) : undefined)
  return (
    <div class="col wide-gap">
      <Choices
        label={t('sale_kind')}
        hint={draft.isFlash ? t('flash_hint') : undefined}
        choices={[
          { value: 'ordinary', label: t('sale_kind_ordinary') },
          { value: 'flash', label: t('flash') },
        ]}
        value={draft.isFlash ? 'flash' : 'ordinary'}
        onValue={(kind) => change({ ...draft, isFlash: kind === 'flash' })}
      />
      <CutOff draft={draft} change={change} problem={say('cutsOffAt')} />
      {cutOff && <Arrival draft={draft} change={change} cutOff={cutOff} problem={say('arrivesOn')} />}
      <Choices
        label={t('delivery')}
        choices={[
          { value: 'parcel', label: t('delivery_parcel') },
          { value: 'pickup', label: t('delivery_pickup') },
        ]}
        value={draft.delivery}
        onValue={(delivery) => change({ ...draft, delivery })}
      />
      {draft.delivery === 'pickup' && <ChoosePoint draft={draft} change={change} problem={say('pickupPointId')} />}
      <Opening draft={draft} change={change} />
    </div>
  )
}

type PartProps = Pick<StepProps, 'draft' | 'change'> & { readonly problem?: string | undefined }

function CutOff({ draft, change, problem }: PartProps) {
  const quick = cutOffChoices(Date.now(), f.zone).map((at) => ({ value: localInput(at, f.zone), label: f.time(at) }))
  const [isOther, setOther] = useState(draft.cutsOffAt !== '' && !quick.some(({ value }) => value === draft.cutsOffAt))
  const choose = (value: string) => {
    setOther(value === OTHER)
    if (value !== OTHER) change(withCutOff(draft, value))
  }
  return (
    <div class="col tight">
      <Choices
        label={t('cut_off')}
        choices={[...quick, { value: OTHER, label: t('other_time') }]}
        value={isOther ? OTHER : draft.cutsOffAt}
        onValue={choose}
        problem={isOther ? undefined : problem}
      />
      {isOther && (
        <Field label={t('cut_off_other')} problem={problem}>
          {(wiring) => (
            <input
              {...wiring}
              type="datetime-local"
              value={draft.cutsOffAt}
              min={localInput(Date.now(), f.zone)}
              onInput={(event) => change(withCutOff(draft, event.currentTarget.value))}
            />
          )}
        </Field>
      )}
    </div>
  )
}

/** A later cut-off may pass the promised day; the promise is then asked again. */
function withCutOff(draft: Draft, cutsOffAt: string): Draft {
  const isKept = draft.arrivesOn >= cutsOffAt.slice(0, 10)
  return { ...draft, cutsOffAt, arrivesOn: isKept ? draft.arrivesOn : '' }
}

function Arrival({ draft, change, cutOff, problem }: PartProps & { readonly cutOff: Date }) {
  const quick = arrivalChoices(cutOff, f.zone).map((date) => ({ value: date, label: f.day(date) }))
  const [isOther, setOther] = useState(draft.arrivesOn !== '' && !quick.some(({ value }) => value === draft.arrivesOn))
  const choose = (value: string) => {
    setOther(value === OTHER)
    if (value !== OTHER) change({ ...draft, arrivesOn: value })
  }
  return (
    <div class="col tight">
      <Choices
        label={t('arrival')}
        hint={t('arrival_hint')}
        choices={[...quick, { value: OTHER, label: t('other_day') }]}
        value={isOther ? OTHER : draft.arrivesOn}
        onValue={choose}
        problem={isOther ? undefined : problem}
      />
      {isOther && (
        <Field label={t('arrival_other')} problem={problem}>
          {(wiring) => (
            <input
              {...wiring}
              type="date"
              value={draft.arrivesOn}
              min={localInput(cutOff, f.zone).slice(0, 10)}
              onInput={(event) => change({ ...draft, arrivesOn: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}

function Opening({ draft, change }: PartProps) {
  const [isLater, setLater] = useState(draft.opensAt !== '')
  const choose = (value: 'now' | 'later') => {
    setLater(value === 'later')
    if (value === 'now') change({ ...draft, opensAt: '' })
  }
  return (
    <div class="col tight">
      <Choices
        label={t('opening')}
        choices={[
          { value: 'now', label: t('opening_now') },
          { value: 'later', label: t('opening_later') },
        ]}
        value={isLater ? 'later' : 'now'}
        onValue={choose}
      />
      {isLater && (
        <Field label={t('opening_at')}>
          {(wiring) => (
            <input
              {...wiring}
              type="datetime-local"
              value={draft.opensAt}
              min={localInput(Date.now(), f.zone)}
              onInput={(event) => change({ ...draft, opensAt: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}
