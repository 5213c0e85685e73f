import { useEffect, useId, useRef } from 'preact/hooks'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly hint?: string | undefined
  readonly wrong?: string | undefined
  /** The one question of a step: ready to type as soon as it appears. */
  readonly isFirst?: boolean
  readonly type?: 'text' | 'tel'
  readonly inputMode?: 'numeric' | 'tel'
  readonly autoComplete?: string
  readonly maxLength?: number
  readonly pattern?: string
  readonly required?: boolean
}

/** A labelled line; what is wrong with it stands beside it. */
export function Field({ label, value, onValue, hint, wrong, isFirst, ...input }: FieldProps) {
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  const note = wrong ?? hint
  useEffect(() => {
    if (isFirst) box.current?.focus()
  }, [isFirst])
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        {...(input as object)}
        ref={box}
        id={id}
        class="input"
        value={value}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {note && (
        <span id={`${id}-note`} class={wrong ? 'wrong' : 'hint'}>
          {note}
        </span>
      )}
    </div>
  )
}

export function Check({
  label,
  checked,
  onChecked,
}: {
  label: string
  checked: boolean
  onChecked: (checked: boolean) => void
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChecked(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  )
}
