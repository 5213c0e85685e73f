import { Form, Input, Radio } from 'antd'
import { api, t } from '../kit.ts'
import { FormDialog } from '../parts/dialog.tsx'
import type { Curator, Stage } from '../shapes.ts'
import { useWrite } from '../write.ts'

const stages: readonly Stage[] = ['novice', 'skilled', 'professional']
const curatorChanges = ['/v1/admin/curators', '/v1/admin/today', '/v1/admin/activity']

interface DecideProps {
  readonly of: Curator
  readonly decision: 'approve' | 'decline'
  readonly close: () => void
}

/** Yes or no to an application, with words that she will read. */
export function DecideDialog({ of, decision, close }: DecideProps) {
  const decide = useWrite(
    (note: string, intention) =>
      api.post<Curator>(`/v1/admin/curators/${of.personId}/decide`, { decision, ...(note ? { note } : {}) }, intention),
    { refreshes: curatorChanges, said: t(`${decision}_done`, { name: of.displayName }), onDone: close },
  )
  return (
    <FormDialog<{ note?: string }>
      isOpen
      title={t(`${decision}_title`, { name: of.displayName })}
      words={
        <>
          <p>{t(`${decision}_words`)}</p>
          {of.introduction && <blockquote className="quiet">{of.introduction}</blockquote>}
        </>
      }
      okText={t(decision)}
      isDangerous={decision === 'decline'}
      write={decide}
      submit={({ note }) => decide.run(note?.trim() ?? '')}
      close={close}
    >
      <Form.Item name="note" label={t('decision_note')} extra={t('decision_note_hint')}>
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
    </FormDialog>
  )
}

export function StageDialog({ of, close }: { of: Curator; close: () => void }) {
  const set = useWrite(
    (stage: Stage, intention) => api.post<Curator>(`/v1/admin/curators/${of.personId}/stage`, { stage }, intention),
    { refreshes: curatorChanges, said: t('stage_done', { name: of.displayName }), onDone: close },
  )
  return (
    <FormDialog<{ stage: Stage }>
      isOpen
      title={t('stage_title', { name: of.displayName })}
      words={t('stage_words')}
      okText={t('save')}
      initial={{ stage: of.stage }}
      write={set}
      submit={({ stage }) => set.run(stage)}
      close={close}
    >
      <Form.Item name="stage" label={t('stage')}>
        <Radio.Group options={stages.map((stage) => ({ value: stage, label: t(`stage_${stage}`) }))} />
      </Form.Item>
    </FormDialog>
  )
}
