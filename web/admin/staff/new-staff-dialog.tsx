import { Form, Input } from 'antd'
import { api, t } from '../kit.ts'
import { Checks } from '../parts/checks.tsx'
import { FormDialog, needed } from '../parts/dialog.tsx'
import type { StaffMade, StaffRole } from '../shapes.ts'
import { useWrite } from '../write.ts'

interface Fields {
  readonly login: string
  readonly name: string
  readonly password: string
  readonly roles: readonly StaffRole[]
}

const roles: readonly StaffRole[] = ['operator', 'scout', 'finance', 'service', 'admin']

interface NewStaffProps {
  readonly isOpen: boolean
  readonly close: () => void
  readonly onMade: (made: StaffMade) => void
}

export function NewStaffDialog({ isOpen, close, onMade }: NewStaffProps) {
  const add = useWrite((fields: Fields, intention) => api.post<StaffMade>('/v1/admin/staff', fields, intention), {
    refreshes: ['/v1/admin/staff', '/v1/admin/activity'],
    onDone: onMade,
  })
  return (
    <FormDialog<Fields>
      isOpen={isOpen}
      title={t('staff_add')}
      words={t('staff_add_words')}
      okText={t('staff_add')}
      write={add}
      submit={(fields) => add.run({ ...fields, name: fields.name.trim() })}
      close={close}
    >
      <Form.Item name="name" label={t('full_name')} rules={[needed()]}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="login"
        label={t('login')}
        extra={t('login_hint')}
        rules={[{ required: true, pattern: /^[a-z0-9._-]{2,40}$/, message: t('login_wrong') }]}
      >
        <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('first_password')}
        extra={t('first_password_hint')}
        rules={[{ required: true, min: 12, message: t('password_short') }]}
      >
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="roles" label={t('roles')} rules={[{ required: true, message: t('roles_needed') }]}>
        <Checks legend={t('roles')} choices={roles.map((value) => ({ value, words: <RoleWords of={value} /> }))} />
      </Form.Item>
    </FormDialog>
  )
}

const RoleWords = ({ of }: { of: StaffRole }) => (
  <>
    {t(`role_${of}`)} <span className="muted s12">{t(`role_${of}_words`)}</span>
  </>
)
