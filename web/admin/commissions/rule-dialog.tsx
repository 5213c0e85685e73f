import { Form, Input, InputNumber, Select } from 'antd'
import { api, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { MoneyField, moneyRule } from '../parts/money-field.tsx'
import { parsePercent, parseYuan, percentText, yuanText } from '../parts/yuan.ts'
import { categoryOptions } from '../products/categories.ts'
import type { Rule, Stage } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { SkuPicker } from './sku-picker.tsx'

interface Fields {
  readonly name: string
  readonly position: number
  readonly skuId?: string
  readonly category?: string
  readonly stage?: Stage
  readonly rate: string
  readonly floor?: string
  readonly cap?: string
}

const stages: readonly Stage[] = ['novice', 'skilled', 'professional']
/** The API takes rates up to a half. */
const MOST_BPS = 5000

interface RuleDialogProps {
  /** The rule to change; a new one when there is none. */
  readonly rule?: Rule
  readonly position: number
  readonly close: () => void
}

/** A change makes a new version from now on; what was sold keeps the old one. */
export function RuleDialog({ rule, position, close }: RuleDialogProps) {
  const save = useWrite(
    (input: object, intention) =>
      rule
        ? api.put<Rule>(`/v1/admin/commission-rules/${rule.id}`, input, intention)
        : api.post<Rule>('/v1/admin/commission-rules', input, intention),
    { refreshes: ['/v1/admin/commission-rules', '/v1/admin/activity'], said: t('rule_saved'), onDone: close },
  )
  return (
    <FormDialog<Fields>
      isOpen
      title={rule ? t('rule_change') : t('rule_new')}
      words={rule ? t('rule_change_words', { version: rule.version + 1 }) : t('rule_new_words')}
      okText={rule ? t('rule_save_version', { version: rule.version + 1 }) : t('rule_add')}
      initial={rule ? initialOf(rule) : { position }}
      write={save}
      submit={(fields) => save.run(inputOf(fields))}
      close={close}
      width={560}
    >
      <div className="field-row">
        <Form.Item name="name" label={t('rule_name')} rules={[needed()]} className="grow">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="position" label={t('rule_position')} rules={[{ required: true, message: t('required') }]}>
          <InputNumber min={1} max={10_000} precision={0} />
        </Form.Item>
      </div>
      <p className="b form-part">{t('rule_applies_to')}</p>
      <Form.Item name="skuId" label={t('rule_field_skuId')} extra={t('rule_sku_hint')}>
        <SkuPicker />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="category" label={t('rule_field_category')} className="grow">
          <Select allowClear placeholder={t('any')} options={categoryOptions(rule?.category)} />
        </Form.Item>
        <Form.Item name="stage" label={t('rule_field_stage')} className="grow">
          <Select
            allowClear
            placeholder={t('any')}
            options={stages.map((value) => ({ value, label: t(`stage_${value}`) }))}
          />
        </Form.Item>
      </div>
      <RateFields />
    </FormDialog>
  )
}

function RateFields() {
  return (
    <div className="field-row">
      <Form.Item
        className="grow"
        name="rate"
        label={t('rule_field_rateBps')}
        rules={[
          needed(),
          {
            validator: async (_rule, typed: string | undefined) => {
              const bps = parsePercent(typed ?? '')
              if (typed && (bps === undefined || bps > MOST_BPS)) throw new Error(t('rate_wrong'))
            },
          },
        ]}
      >
        <Input suffix="%" inputMode="decimal" className="num" />
      </Form.Item>
      <MoneyField name="floor" label={t('rule_field_floor')} />
      <MoneyField
        name="cap"
        label={t('rule_field_cap')}
        rules={[moneyRule((cap, all) => cap >= (parseYuan(all.floor ?? '') ?? 0) || t('cap_below_floor'))]}
        dependencies={['floor']}
      />
    </div>
  )
}

const initialOf = (rule: Rule): Partial<Fields> => ({
  name: rule.name,
  position: rule.position,
  ...(rule.skuId ? { skuId: rule.skuId } : {}),
  ...(rule.category ? { category: rule.category } : {}),
  ...(rule.stage ? { stage: rule.stage as Stage } : {}),
  rate: percentText(rule.rateBps),
  ...(rule.floor.amount > 0 ? { floor: yuanText(rule.floor.amount) } : {}),
  ...(rule.cap ? { cap: yuanText(rule.cap.amount) } : {}),
})

function inputOf({ rate, floor, cap, name, position, skuId, category, stage }: Fields) {
  const floorFen = parseYuan(floor ?? '')
  const capFen = parseYuan(cap ?? '')
  return {
    name: name.trim(),
    position,
    ...(skuId ? { skuId } : {}),
    ...(category ? { category } : {}),
    ...(stage ? { stage } : {}),
    rateBps: parsePercent(rate) ?? 0,
    ...(floorFen === undefined ? {} : { floorFen }),
    ...(capFen === undefined ? {} : { capFen }),
  }
}
