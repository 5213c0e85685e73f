import { Form, Input } from 'antd'
import { t } from '../kit.ts'
import { FormDialog } from '../parts/dialog.tsx'
import { useStore } from '../store.ts'
import { useWrite } from '../write.ts'
import { answerWhoIsThere, asked, proveAgain } from './session.ts'

/** Money, keys and colleagues ask for the one-time code again; what was about to be sent waits behind it. */
export function ProveAgain() {
  const isOpen = useStore(asked) === 'prove_again'
  const send = useWrite((totp: string) => proveAgain(totp), { refreshes: [] })
  return (
    <FormDialog<{ totp: string }>
      isOpen={isOpen}
      title={t('prove_again')}
      words={t('prove_again_words')}
      okText={t('go_on')}
      write={send}
      submit={({ totp }) => send.run(totp.replace(/\s/g, ''))}
      close={() => answerWhoIsThere(false)}
      width={400}
      isAbove
    >
      <TotpField />
    </FormDialog>
  )
}

/** Six digits, with or without the blank in the middle that authenticators show. */
export function TotpField({ hint }: { hint?: string }) {
  return (
    <Form.Item
      name="totp"
      label={t('totp')}
      extra={hint}
      rules={[{ pattern: /^\s*\d{3}\s?\d{3}\s*$/, required: true, message: t('totp_six') }]}
    >
      <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} className="code-input" />
    </Form.Item>
  )
}
