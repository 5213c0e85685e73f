import type { ReactNode } from 'react'

interface ChecksProps<V extends string> {
  readonly legend: string
  readonly choices: readonly { readonly value: V; readonly words: ReactNode }[]
  /** Given by the form around it. */
  readonly id?: string
  readonly value?: readonly V[]
  readonly onChange?: (value: readonly V[]) => void
  readonly 'aria-describedby'?: string
}

/** Several of a few. antd's own group claims to be required in a way that its role does not allow. */
export function Checks<V extends string>({ legend, choices, id, value = [], onChange, ...aria }: ChecksProps<V>) {
  const toggle = (one: V, isOn: boolean) =>
    onChange?.(choices.map((choice) => choice.value).filter((each) => (each === one ? isOn : value.includes(each))))
  return (
    <fieldset id={id} className="checks" aria-describedby={aria['aria-describedby']}>
      <legend className="unseen">{legend}</legend>
      {choices.map(({ value: one, words }) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={value.includes(one)}
            onChange={(event) => toggle(one, event.target.checked)}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}
