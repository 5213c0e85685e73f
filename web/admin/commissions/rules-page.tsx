import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../kit.ts'
import { Empty, Page } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Stamp } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Rule } from '../shapes.ts'
import { whoWords } from '../staff/who.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { type KeptRule, keptRules, nextPosition } from './rule-history.ts'
import { appliesTo, earns } from './rule-words.tsx'
import { VersionsDialog } from './versions-dialog.tsx'

type Asked = { readonly what: 'new' } | { readonly what: 'change' | 'versions'; readonly kept: KeptRule } | undefined

/** The operator's ordered rules: the first that fits is the one that counts. */
export function RulesPage() {
  const { data, problem, again } = useRead<{ items: readonly Rule[] }>('/v1/admin/commission-rules')
  const mayWrite = useMay('write_rules')
  const [asked, ask] = useState<Asked>()
  const close = () => ask(undefined)
  const kept = data && keptRules(data.items)
  const columns = columnsFor({ ask, mayWrite })
  return (
    <Page
      title={t('room_rules')}
      under={t('rules_words')}
      actions={
        mayWrite && (
          <Button type="primary" onClick={() => ask({ what: 'new' })}>
            {t('rule_new')}
          </Button>
        )
      }
    >
      {!kept && problem && <Unread problem={problem} again={again} />}
      {!kept && !problem && <TableSkeleton caption={t('room_rules')} columns={columns} rows={4} />}
      {kept?.length === 0 && (
        <div className="card">
          <Empty title={t('rules_none_yet')} words={t('rules_none_yet_words')} />
        </div>
      )}
      {kept && kept.length > 0 && (
        <Table caption={t('room_rules')} columns={columns} rows={kept} rowKey={({ current }) => current.id} />
      )}
      {asked?.what === 'new' && (
        <RuleDialog position={nextPosition(kept?.map(({ current }) => current) ?? [])} close={close} />
      )}
      {asked?.what === 'change' && (
        <RuleDialog rule={asked.kept.current} position={asked.kept.current.position} close={close} />
      )}
      {asked?.what === 'versions' && <VersionsDialog of={asked.kept} close={close} />}
    </Page>
  )
}

interface ColumnOptions {
  readonly ask: (asked: Asked) => void
  readonly mayWrite: boolean
}

const columnsFor = ({ ask, mayWrite }: ColumnOptions): Column<KeptRule>[] => [
  { key: 'position', title: t('rule_position'), isNumber: true, about: 3, cell: ({ current }) => current.position },
  { key: 'name', title: t('rule_name'), about: 10, cell: ({ current }) => <b id={current.id}>{current.name}</b> },
  { key: 'applies', title: t('rule_applies_to'), isWide: true, about: 14, cell: ({ current }) => appliesTo(current) },
  {
    key: 'earns',
    title: t('rule_earns'),
    isWide: true,
    about: 14,
    cell: ({ current }) => <span className="num">{earns(current)}</span>,
  },
  { key: 'by', title: t('set_by'), about: 6, cell: ({ current }) => whoWords(current.setBy, current.setByName) },
  { key: 'since', title: t('since'), about: 14, cell: ({ current }) => <Stamp at={current.createdAt} /> },
  {
    key: 'versions',
    title: t('rule_versions'),
    about: 5,
    cell: (kept) => (
      <button type="button" className="link" onClick={() => ask({ what: 'versions', kept })}>
        {t('version_n', { version: kept.current.version })}
      </button>
    ),
  },
  {
    key: 'acts',
    title: <span className="unseen">{t('acts')}</span>,
    about: 4,
    cell: (kept) =>
      mayWrite && (
        <Button size="small" onClick={() => ask({ what: 'change', kept })}>
          {t('change')}
        </Button>
      ),
  },
]
