import { Form, Input, Modal } from 'antd'
import { t } from '../kit.ts'
import { Refused } from '../parts/problem.tsx'
import { useStore } from '../store.ts'
import { useWrite } from '../write.ts'
import { answerWhoIsThere, asked, proveAgain } from './session.ts'

/** Money, keys and colleagues ask for the one-time code again; what was about to be sent waits behind it. */
export function ProveAgain() {
  const isOpen = useStore(asked) === 'prove_again'
  const [form] = Form.useForm<{ totp: string }>()
  const send = useWrite((totp: string) => proveAgain(totp), { refreshes: [] })
  const submit = async ({ totp }: { totp: string }) => {
    await send.run(totp.replace(/\s/g, ''))
    form.resetFields()
  }
  return (
    <Modal
      open={isOpen}
      title={t('prove_again')}
      okText={t('go_on')}
      cancelText={t('cancel')}
      confirmLoading={send.isRunning}
      onOk={form.submit}
      onCancel={() => {
        send.forget()
        answerWhoIsThere(false)
      }}
      width={400}
      zIndex={2000}
      destroyOnHidden
    >
      <p className="muted">{t('prove_again_words')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} name="prove-again">
        <Form.Item
          name="totp"
          label={t('totp')}
          rules={[{ pattern: /^\s*\d{3}\s?\d{3}\s*$/, required: true, message: t('totp_six') }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} className="code-input" autoFocus />
        </Form.Item>
      </Form>
      <Refused problem={send.problem} />
    </Modal>
  )
}
