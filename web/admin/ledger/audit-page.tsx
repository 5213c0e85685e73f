import { Button } from 'antd'
import { useState } from 'react'
import { f, t } from '../kit.ts'
import { Empty, Page } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Chip } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import type { AuditResult } from '../shapes.ts'
import { checkWords } from './checks.ts'

type Check = AuditResult['checks'][number]

/** The same result is good for as long as the page is open; running it again is a press. */
const FRESH_MS = 3_600_000

const columns: readonly Column<Check>[] = [
  {
    key: 'room',
    title: t('room'),
    about: 6,
    cell: ({ name }) => <span className="muted">{checkWords(name).room}</span>,
  },
  { key: 'name', title: t('check'), isWide: true, about: 36, cell: (check) => <What of={check} /> },
  {
    key: 'looked',
    title: t('rows_looked'),
    isNumber: true,
    about: 6,
    cell: ({ looked }) => looked.toLocaleString('en-US'),
  },
  {
    key: 'found',
    title: t('rows_wrong'),
    isNumber: true,
    about: 3,
    cell: ({ found }) => found.toLocaleString('en-US'),
  },
  { key: 'verdict', title: t('verdict'), about: 4, cell: (check) => <Verdict of={check} /> },
]

/** Every check of the books, the stock and the promises, over all rows, now. */
export function AuditPage() {
  const [isWanted, setWanted] = useState(false)
  const { data, problem, isLoading, again } = useRead<AuditResult>(isWanted ? '/v1/admin/audit' : null, {}, FRESH_MS)
  const run = () => (isWanted ? again() : setWanted(true))
  const looked = data?.checks.reduce((sum, check) => sum + check.looked, 0) ?? 0
  return (
    <Page
      title={t('room_audit')}
      under={t('audit_words')}
      beside={data && <Chip tone={data.ok ? 'leaf' : 'berry'}>{data.ok ? t('audit_ok') : t('audit_wrong')}</Chip>}
      actions={
        <Button type="primary" onClick={run} loading={isLoading}>
          {data ? t('audit_run_again') : t('audit_run')}
        </Button>
      }
    >
      {data && (
        <p className="muted s14 remark" role="status">
          {t('audit_sentence', {
            at: f.stamp(data.ranAt),
            checks: data.checks.length,
            rows: looked.toLocaleString('en-US'),
            found: data.checks.filter((check) => check.found > 0).length,
          })}
        </p>
      )}
      {problem && !isLoading && <Unread problem={problem} again={again} />}
      {!data && isLoading && <TableSkeleton caption={t('room_audit')} columns={columns} rows={12} />}
      {!data && !isLoading && !problem && (
        <div className="card">
          <Empty title={t('audit_not_run')} words={t('audit_not_run_words')} />
        </div>
      )}
      {data && (
        <Table
          caption={t('room_audit')}
          columns={columns}
          rows={[...data.checks].sort((a, b) => b.found - a.found)}
          rowKey={({ name }) => name}
          tone={({ found }) => (found > 0 ? 'berry' : undefined)}
        />
      )}
    </Page>
  )
}

/** What a check promises, and the first rows that broke it, as they stand in the database. */
function What({ of: { name, found, rows } }: { of: Check }) {
  return (
    <>
      {checkWords(name).words}
      {rows.length > 0 && (
        <details open>
          <summary className="s12 link">
            {rows.length < found ? t('wrong_rows_first', { n: rows.length }) : t('wrong_rows')}
          </summary>
          <ul className="wrong-rows">
            {rows.map((row) => (
              <li key={row} className="id wrap-any">
                {row}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** A check that looked at nothing has proved nothing, and says so. */
function Verdict({ of: { looked, found } }: { of: Check }) {
  if (found > 0) return <Chip tone="berry">{t('check_wrong')}</Chip>
  if (looked === 0) return <Chip>{t('check_empty')}</Chip>
  return <Chip tone="leaf">{t('check_ok')}</Chip>
}
