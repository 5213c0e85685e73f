import { Form, Input } from 'antd'
import type { ComponentProps } from 'react'
import { t } from '../kit.ts'
import { needed } from './dialog.tsx'
import { parseYuan } from './yuan.ts'

type Typed = Readonly<Record<string, string | undefined>>
type Rule = NonNullable<ComponentProps<typeof Form.Item>['rules']>[number]

interface MoneyFieldProps {
  readonly name: string
  readonly label: string
  readonly isNeeded?: boolean
  readonly rules?: readonly Rule[]
  readonly dependencies?: string[]
}

/** Yuan as one types them; refused where they would have to be rounded. */
export function MoneyField({ name, label, isNeeded = false, rules = [], dependencies }: MoneyFieldProps) {
  return (
    <Form.Item
      name={name}
      label={label}
      className="grow"
      dependencies={dependencies}
      rules={[...(isNeeded ? [needed()] : []), moneyRule(() => true), ...rules]}
    >
      <Input prefix="¥" inputMode="decimal" className="num" autoComplete="off" />
    </Form.Item>
  )
}

/** `judge` answers true, or what is wrong with the amount beside the other fields. */
export const moneyRule =
  (judge: (fen: number, all: Typed) => true | string): Rule =>
  (form) => ({
    validator: async (_rule: unknown, typed: string | undefined) => {
      if (!typed) return
      const fen = parseYuan(typed)
      if (fen === undefined) throw new Error(t('money_wrong'))
      const verdict = judge(fen, form.getFieldsValue() as Typed)
      if (verdict !== true) throw new Error(verdict)
    },
  })
