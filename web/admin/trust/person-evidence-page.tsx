import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Refused } from '../parts/problem.tsx'
import { CopyId } from '../parts/says.tsx'
import { useRead } from '../read.ts'
import type { PersonEvidence, PersonRow, WorthALook } from '../shapes.ts'
import { useWrite } from '../write.ts'

const route = getRouteApi('/trust/people/$id')

/** What one person's trust rests on. Asked for with a reason, which she can read; gone with the next page. */
export function PersonEvidencePage() {
  const { id } = route.useParams()
  const person = useRead<PersonRow>(`/v1/admin/people/${id}`)
  const [evidence, show] = useState<PersonEvidence>()
  const [isClosing, close] = useState(false)
  const look = useWrite(
    (reason: string) => api.post<PersonEvidence>(`/v1/admin/trust/people/${id}/evidence`, { reason }),
    { refreshes: ['/v1/admin/activity'], onDone: show },
  )
  return (
    <Page
      title={t('evidence_of', { name: person.data?.nickname ?? '' })}
      back={{ to: '/trust', words: t('room_trust') }}
      under={<CopyId id={id} />}
      actions={evidence && <Button onClick={() => close(true)}>{t('evidence_in_order')}</Button>}
    >
      {evidence ? (
        <Told evidence={evidence} />
      ) : (
        <div className="card evidence-ask">
          <p>{t('evidence_ask')}</p>
          <Form<{ reason: string }> layout="vertical" onFinish={({ reason }) => look.run(reason.trim())}>
            <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 2, message: t('reason_short') }]}>
              <Input maxLength={200} />
            </Form.Item>
            <Refused problem={look.problem} />
            <Button type="primary" htmlType="submit" loading={look.isRunning}>
              {t('look_and_record')}
            </Button>
          </Form>
        </div>
      )}
      {isClosing && <InOrderDialog id={id} close={() => close(false)} />}
    </Page>
  )
}

function Told({ evidence: { communities } }: { evidence: PersonEvidence }) {
  if (communities.length === 0) return <p className="muted">{t('evidence_none')}</p>
  return communities.map(({ community, acted, moved, mutual }) => (
    <Section
      key={community.id}
      title={community.name}
      beside={
        <Link to="/communities/$id" params={{ id: community.id }} className="link s12">
          {t('evidence_community')}
        </Link>
      }
    >
      <div className="card evidence-told">
        {mutual > 0 && <p>{t('evidence_mutual', { n: mutual })}</p>}
        <Sentences title={t('evidence_moved')} items={moved} />
        <Sentences title={t('evidence_acted')} items={acted} />
      </div>
    </Section>
  ))
}

function Sentences({ title, items }: { title: string; items: PersonEvidence['communities'][number]['acted'] }) {
  return (
    <>
      <h3 className="s14 b">{title}</h3>
      {items.length === 0 && <p className="muted s14">{t('evidence_nothing')}</p>}
      <ul className="s14">
        {items.map(({ words, at, counts }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two acts of one moment may read alike
          <li key={`${at}${index}`} className={counts ? undefined : 'muted'}>
            {words}
          </li>
        ))}
      </ul>
    </>
  )
}

function InOrderDialog({ id, close }: { id: string; close: () => void }) {
  const navigate = route.useNavigate()
  const write = useWrite(
    (words: string, intention) => api.post<WorthALook>(`/v1/admin/trust/people/${id}/look-over`, { words }, intention),
    {
      refreshes: ['/v1/admin/trust', '/v1/admin/activity'],
      said: t('evidence_in_order_done'),
      onDone: () => void navigate({ to: '/trust' }),
    },
  )
  return (
    <FormDialog<{ words: string }>
      isOpen
      title={t('evidence_in_order')}
      words={t('evidence_in_order_words')}
      okText={t('evidence_in_order')}
      write={write}
      submit={({ words }) => write.run(words.trim())}
      close={close}
    >
      <Form.Item name="words" label={t('reason')} rules={[needed(), { min: 2, message: t('reason_short') }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
