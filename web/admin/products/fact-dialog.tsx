import { Button, Form, Input, Modal } from 'antd'
import { api, inMyLanguage, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Stamp } from '../parts/says.tsx'
import type { FactName, Product } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { productChanges } from './product-changes.ts'

interface FactProps {
  readonly of: Product
  readonly fact: FactName
  readonly close: () => void
}

interface Fields {
  readonly wordsZh: string
  readonly wordsEn?: string
}

/** Writes a fact down under one's own name; what stood there before stays as history. */
export function FactDialog({ of, fact, close }: FactProps) {
  const present = of.facts.find((one) => one.fact === fact)
  const record = useWrite(
    (input: Fields, intention) => api.post<Product>(`/v1/admin/products/${of.id}/facts`, { fact, ...input }, intention),
    { refreshes: productChanges, said: t('fact_recorded', { fact: t(`fact_${fact}`) }), onDone: close },
  )
  return (
    <FormDialog<Fields>
      isOpen
      title={t(`fact_${fact}`)}
      words={present ? t('fact_rewrite_words') : t(`fact_${fact}_hint`)}
      okText={t('fact_record')}
      initial={present ? { wordsZh: present.wordsZh, wordsEn: present.wordsEn } : {}}
      write={record}
      submit={({ wordsZh, wordsEn }) => record.run({ wordsZh: wordsZh.trim(), wordsEn: wordsEn?.trim() ?? '' })}
      close={close}
      width={560}
    >
      <Form.Item name="wordsZh" label={t('in_chinese')} rules={[needed()]}>
        <Input.TextArea rows={4} maxLength={500} showCount />
      </Form.Item>
      <Form.Item name="wordsEn" label={t('in_english')} extra={t('in_english_hint')}>
        <Input.TextArea rows={4} maxLength={800} lang="en" />
      </Form.Item>
    </FormDialog>
  )
}

/** What a fact said before, newest first. */
export function FactHistory({ of, fact, close }: FactProps) {
  const present = of.facts.find((one) => one.fact === fact)
  const entries = present ? [present, ...present.history] : []
  return (
    <Modal
      open
      title={t('fact_history', { fact: t(`fact_${fact}`) })}
      onCancel={close}
      width={560}
      footer={<Button onClick={close}>{t('close')}</Button>}
    >
      <ol className="versions">
        {entries.map((entry, index) => (
          <li key={entry.recordedAt} className={index === 0 ? undefined : 'muted'}>
            <p>{inMyLanguage(entry.wordsZh, entry.wordsEn)}</p>
            <p className="s12 muted">
              {entry.recordedBy} <Stamp at={entry.recordedAt} />
            </p>
          </li>
        ))}
      </ol>
    </Modal>
  )
}
