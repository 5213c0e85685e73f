import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { minus, plus } from '../icons.ts'
import { t } from '../kit.ts'
import { Icon } from './basics.tsx'

interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** Why it was refused, beside the field. */
  readonly problem?: string | undefined
  readonly children: (wiring: Wiring) => ComponentChildren
}

/** What ties an input to its label, its hint and its refusal. */
interface Wiring {
  readonly id: string
  readonly class: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId()
  const notes = [problem && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      {children({ id, class: 'input', 'aria-describedby': notes || undefined, 'aria-invalid': Boolean(problem) })}
      {problem && (
        <span class="wrong" id={`${id}-wrong`} role="alert">
          {problem}
        </span>
      )}
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}

interface TextProps {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly maxLength: number
  readonly hint?: string | undefined
  readonly problem?: string | undefined
  readonly placeholder?: string
  readonly rows?: number
}

/** A line of text, or a paragraph where `rows` is said. */
export function TextField({ label, value, onValue, maxLength, hint, problem, placeholder, rows }: TextProps) {
  const read = (event: Event) => onValue((event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value)
  const common = { value, maxLength, placeholder, onInput: read }
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) =>
        rows ? <textarea rows={rows} {...wiring} {...common} /> : <input type="text" {...wiring} {...common} />
      }
    </Field>
  )
}

export interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  readonly under?: string
}

interface ChoicesProps<V extends string> {
  readonly label: string
  readonly choices: readonly Choice<V>[]
  readonly value: V | undefined
  readonly onValue: (value: V) => void
  readonly hint?: string | undefined
  readonly problem?: string | undefined
  /** Big rows with a line under each label, instead of pills. */
  readonly asRows?: boolean
  /** The label is heard, not seen: the place says it. */
  readonly hidesLabel?: boolean
}

/** One of a few, each a tap away. Real radio buttons, so that arrow keys and screen readers know them. */
export function Choices<V extends string>(props: ChoicesProps<V>) {
  const { label, choices, value, onValue, hint, problem, asRows, hidesLabel } = props
  const name = useId()
  return (
    <fieldset class="field" aria-describedby={problem ? `${name}-wrong` : undefined}>
      <legend class={hidesLabel ? 'unseen' : 'label'}>{label}</legend>
      <div class={asRows ? 'choices as-rows' : 'choices'}>
        {choices.map((choice) => (
          <label class="choice" key={choice.value}>
            <input
              type="radio"
              class="unseen"
              name={name}
              checked={choice.value === value}
              onChange={() => onValue(choice.value)}
            />
            <span class="pill">
              <span>{choice.label}</span>
              {choice.under && <span class="muted s12">{choice.under}</span>}
            </span>
          </label>
        ))}
      </div>
      {problem && (
        <span class="wrong" id={`${name}-wrong`} role="alert">
          {problem}
        </span>
      )}
      {hint && <span class="hint">{hint}</span>}
    </fieldset>
  )
}

interface StepperProps {
  readonly label: string
  /** null: no limit. */
  readonly value: number | null
  readonly max: number
  readonly onValue: (value: number | null) => void
}

/** A small number with − and +; below 1 it is no limit. */
export function Stepper({ label, value, max, onValue }: StepperProps) {
  const fewer = () => onValue(value === null || value <= 1 ? null : value - 1)
  const more = () => onValue(Math.min(max, (value ?? 0) + 1))
  return (
    <fieldset class="row between stepper">
      <legend class="unseen">{label}</legend>
      <span class="s14" aria-hidden="true">
        {label}
      </span>
      <span class="row tight">
        <button class="btn round" type="button" onClick={fewer} disabled={value === null} aria-label={t('fewer')}>
          <Icon of={minus} small />
        </button>
        <output class="num s14 amount">{value === null ? t('no_limit') : value}</output>
        <button class="btn round" type="button" onClick={more} disabled={value === max} aria-label={t('one_more')}>
          <Icon of={plus} small />
        </button>
      </span>
    </fieldset>
  )
}
