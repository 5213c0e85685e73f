import { Button, Form, Input, Modal } from 'antd'
import { useEffect, useRef } from 'react'
import { speak, t } from '../kit.ts'
import { ABOVE_DIALOGS, focusFirst } from '../parts/dialog.tsx'
import { Refused } from '../parts/problem.tsx'
import { useStore } from '../store.ts'
import { useWrite } from '../write.ts'
import { TotpField } from './prove-again.tsx'
import { asked, signIn } from './session.ts'

interface Fields {
  readonly login: string
  readonly password: string
  readonly totp: string
}

/** The door. */
export function SignIn() {
  useEffect(() => {
    document.title = `${t('sign_in')} · ${t('brand')}`
  }, [])
  return (
    <main className="door">
      <div className="door-card">
        <p className="brand">
          酵母 <span className="muted s12">Leaven</span>
        </p>
        <h1 className="s20 b">{t('sign_in_title')}</h1>
        <p className="muted s14">{t('sign_in_words')}</p>
        <SignInForm name="sign-in" />
        <button className="link other-language" type="button" onClick={() => speak(t('other_locale') as 'en')}>
          {t('other_language')}
        </button>
      </div>
    </main>
  )
}

/** Over the work when a session ends: what was filled in stays under it, and goes out once she is back. */
export function SignInAgain() {
  const isOpen = useStore(asked) === 'sign_in'
  const inside = useRef<HTMLDivElement>(null)
  return (
    <Modal
      open={isOpen}
      title={t('sign_in_again')}
      footer={null}
      closable={false}
      afterOpenChange={(opened) => opened && focusFirst(inside.current)}
      width={420}
      zIndex={ABOVE_DIALOGS}
      destroyOnHidden
    >
      <div ref={inside}>
        <p className="muted dialog-words">{t('sign_in_again_words')}</p>
        <SignInForm name="sign-in-again" />
      </div>
    </Modal>
  )
}

function SignInForm({ name }: { name: string }) {
  const [form] = Form.useForm<Fields>()
  const send = useWrite((fields: Fields) => signIn(fields), { refreshes: [] })
  const submit = async (fields: Fields) => {
    await send.run({ ...fields, login: fields.login.trim(), totp: fields.totp.replace(/\s/g, '') })
    // A code opens once, so a wrong try needs a new one.
    form.setFieldValue('totp', '')
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} name={name}>
      <Form.Item name="login" label={t('login')} rules={[{ required: true, message: t('required') }]}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={60} autoFocus />
      </Form.Item>
      <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('required') }]}>
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <TotpField hint={t('totp_hint')} />
      <Refused problem={send.problem} />
      <Button type="primary" htmlType="submit" block loading={send.isRunning} size="large">
        {t('sign_in')}
      </Button>
    </Form>
  )
}
