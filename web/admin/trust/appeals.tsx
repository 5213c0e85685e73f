import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { api, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Choices } from '../parts/filters.tsx'
import { Empty, Section } from '../parts/page.tsx'
import { Chip, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { AdminAppeal } from '../shapes.ts'
import { useWrite } from '../write.ts'

type State = 'waiting' | 'answered'

const columnsFor = (answer: (appeal: AdminAppeal) => void): Column<AdminAppeal>[] => [
  {
    key: 'community',
    title: t('community'),
    about: 12,
    cell: (row) => (
      <Link to="/communities/$id" params={{ id: row.community.id }} className="link">
        {row.community.name}
      </Link>
    ),
  },
  {
    key: 'person',
    title: t('appeal_by'),
    about: 8,
    cell: (row) => (
      <Link to="/people/$id" params={{ id: row.person.id }} className="link">
        {row.person.nickname || t('erased')}
      </Link>
    ),
  },
  { key: 'label', title: t('appeal_about'), about: 8, cell: (row) => <Chip>{row.labelWords}</Chip> },
  {
    key: 'words',
    title: t('appeal_words'),
    isWide: true,
    about: 30,
    cell: (row) => (
      <>
        <span className="as-written">{row.words}</span>
        {row.answer && (
          <span className="muted as-written appeal-answer">
            {t('appeal_answered_by', { name: row.answeredBy ?? '' })} {row.answer}
          </span>
        )}
      </>
    ),
  },
  { key: 'at', title: t('appeal_at'), about: 14, cell: (row) => <Stamp at={row.appealedAt} /> },
  {
    key: 'act',
    title: <span className="unseen">{t('acts')}</span>,
    about: 8,
    cell: (row) =>
      row.state === 'waiting' ? (
        <Button size="small" onClick={() => answer(row)}>
          {t('appeal_answer')}
        </Button>
      ) : (
        <Chip tone={row.state === 'set_aside' ? 'leaf' : 'plain'}>{t(`appeal_${row.state}`)}</Chip>
      ),
  },
]

/** Check-ups that curators contest: the longest waiting first, each answered once, on record. */
export function Appeals() {
  const [state, setState] = useState<State>('waiting')
  const [asked, ask] = useState<AdminAppeal>()
  const reading = usePages<AdminAppeal>('/v1/admin/trust/appeals', { state })
  return (
    <Section
      title={t('appeals')}
      beside={
        <Choices
          label={t('state')}
          choices={[
            { value: 'waiting', words: t('appeals_waiting') },
            { value: 'answered', words: t('appeals_answered') },
          ]}
          chosen={state}
          choose={(value) => setState(value ?? 'waiting')}
        />
      }
    >
      <List
        caption={t('appeals')}
        columns={columnsFor(ask)}
        reading={reading}
        rowKey={(row) => row.id}
        empty={<Empty title={t('appeals_none')} words={t('appeals_none_words')} />}
      />
      {asked && <AnswerDialog of={asked} close={() => ask(undefined)} />}
    </Section>
  )
}

interface Answer {
  readonly outcome: 'stands' | 'set_aside'
  readonly words: string
}

function AnswerDialog({ of, close }: { of: AdminAppeal; close: () => void }) {
  const write = useWrite(
    (answer: Answer, intention) => api.post<AdminAppeal>(`/v1/admin/trust/appeals/${of.id}/answer`, answer, intention),
    { refreshes: ['/v1/admin/trust', '/v1/admin/activity'], said: t('appeal_done'), onDone: close },
  )
  const outcomes = (['stands', 'set_aside'] as const).map((value) => ({ value, label: t(`appeal_${value}`) }))
  return (
    <FormDialog<Answer>
      isOpen
      title={t('appeal_title', { name: of.community.name })}
      words={
        <>
          <blockquote className="quiet as-written">{of.words}</blockquote>
          <p>
            {t('appeal_now')} {of.now.labelWords ?? <Nothing />} · {t('trust_active')} {of.now.activeMembers} ·{' '}
            {t('trust_owner_share')} {percent(of.now.ownerShare)} · {t('trust_together')} {percent(of.now.together)}
          </p>
          <p>{t('appeal_effect')}</p>
        </>
      }
      okText={t('appeal_answer')}
      initial={{ outcome: 'stands' }}
      write={write}
      submit={({ outcome, words }) => write.run({ outcome, words: words.trim() })}
      close={close}
      width={560}
    >
      <Form.Item name="outcome" label={t('appeal_outcome')}>
        <Radio.Group options={outcomes} />
      </Form.Item>
      <Form.Item
        name="words"
        label={t('appeal_reply')}
        extra={t('appeal_reply_hint')}
        rules={[needed(), { min: 2, message: t('reason_short') }]}
      >
        <Input.TextArea rows={4} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}

const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)}%`)
