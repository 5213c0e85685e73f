import { t } from '../kit.ts'
import { Choices, Field, TextField } from '../parts/field.tsx'
import type { CarrierKind, Community } from '../shapes.ts'

/** Groups are where most curators live; the others follow. */
const kinds: readonly CarrierKind[] = [
  'wechat_group',
  'wecom_group',
  'qq_group',
  'douyin_group',
  'moments',
  'official_account',
  'whatsapp',
  'telegram',
  'discord',
  'in_app',
]

export interface CommunityValues {
  readonly name: string
  readonly purpose: string
  readonly rules: string
  readonly door: Community['door']
  readonly carrierKind: CarrierKind
  readonly carrierName: string
}

export const emptyValues: CommunityValues = {
  name: '',
  purpose: '',
  rules: '',
  door: 'by_approval',
  carrierKind: 'wechat_group',
  carrierName: '',
}

export const valuesOf = (community: Community): CommunityValues => ({
  name: community.name,
  purpose: community.purpose,
  rules: community.rules,
  door: community.door,
  carrierKind: community.carriers[0]?.kind ?? 'in_app',
  carrierName: community.carriers[0]?.name ?? '',
})

interface FormProps {
  readonly values: CommunityValues
  readonly set: (next: CommunityValues) => void
  readonly problems: Readonly<Record<string, string | undefined>>
}

/** What a place is called, what it is for, who gets in, and where it lives. */
export function CommunityFields({ values, set, problems }: FormProps) {
  const put = (part: Partial<CommunityValues>) => set({ ...values, ...part })
  return (
    <div class="col wide-gap">
      <TextField
        label={t('community_name')}
        placeholder={t('community_name_example')}
        maxLength={40}
        value={values.name}
        onValue={(name) => put({ name })}
        problem={problems['name']}
      />
      <TextField
        label={t('community_purpose')}
        hint={t('community_purpose_hint')}
        placeholder={t('community_purpose_example')}
        maxLength={300}
        rows={2}
        value={values.purpose}
        onValue={(purpose) => put({ purpose })}
        problem={problems['purpose']}
      />
      <CarrierFields values={values} set={set} problems={problems} />
      <Choices
        label={t('door')}
        asRows
        choices={[
          { value: 'by_approval', label: t('door_by_approval'), under: t('door_by_approval_words') },
          { value: 'open_by_link', label: t('door_open_by_link'), under: t('door_open_by_link_words') },
        ]}
        value={values.door}
        onValue={(door) => put({ door })}
        problem={problems['door']}
      />
      <TextField
        label={t('rules')}
        hint={t('rules_hint')}
        placeholder={t('rules_example')}
        maxLength={2000}
        rows={5}
        value={values.rules}
        onValue={(rules) => put({ rules })}
        problem={problems['rules']}
      />
    </div>
  )
}

function CarrierFields({ values, set, problems }: FormProps) {
  return (
    <div class="col">
      <Field label={t('carrier')} hint={t('carrier_hint')} problem={problems['carrier']}>
        {(wiring) => (
          <select
            {...wiring}
            value={values.carrierKind}
            onChange={(event) => set({ ...values, carrierKind: event.currentTarget.value as CarrierKind })}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`carrier_${kind}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        label={t('carrier_name')}
        placeholder={t('carrier_name_example')}
        maxLength={60}
        value={values.carrierName}
        onValue={(carrierName) => set({ ...values, carrierName })}
      />
    </div>
  )
}
