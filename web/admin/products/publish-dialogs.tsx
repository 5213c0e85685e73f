import { Form, Input } from 'antd'
import { api, inMyLanguage, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import type { Product } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { productChanges } from './product-changes.ts'

interface PublishProps {
  readonly of: Product
  readonly close: () => void
}

export function PublishDialog({ of, close }: PublishProps) {
  const publish = useWrite(
    (_: undefined, intention) => api.post<Product>(`/v1/admin/products/${of.id}/publish`, {}, intention),
    { refreshes: productChanges, said: t('published_done'), onDone: close },
  )
  return (
    <FormDialog
      isOpen
      title={t('publish_title', { name: inMyLanguage(of.nameZh, of.nameEn) })}
      words={t('publish_words')}
      okText={t('publish')}
      write={publish}
      submit={() => publish.run(undefined)}
      close={close}
    />
  )
}

export function WithdrawDialog({ of, close }: PublishProps) {
  const withdraw = useWrite(
    (reason: string, intention) => api.post<Product>(`/v1/admin/products/${of.id}/withdraw`, { reason }, intention),
    { refreshes: productChanges, said: t('withdrawn_done'), onDone: close },
  )
  return (
    <FormDialog<{ reason: string }>
      isOpen
      title={t('withdraw_title', { name: inMyLanguage(of.nameZh, of.nameEn) })}
      words={t('withdraw_words')}
      okText={t('withdraw')}
      isDangerous
      write={withdraw}
      submit={({ reason }) => withdraw.run(reason.trim())}
      close={close}
    >
      <Form.Item name="reason" label={t('reason')} rules={[needed()]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
