import { Link } from '@tanstack/react-router'
import { chevronRight } from '../../shared/icons.ts'
import { Icon } from '../icons.tsx'
import { f, t } from '../kit.ts'
import { Empty, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { may } from '../permissions.ts'
import { useRead } from '../read.ts'
import { useMay, useMe } from '../session/session.ts'
import type { Today } from '../shapes.ts'
import { SevenDays } from './seven-days.tsx'
import { type Task, tasksOf } from './tasks.ts'
import { useListed } from './use-listed.ts'
import './today.css'

/** What waits for the team, most urgent first; the numbers under it. */
export function TodayPage() {
  const me = useMe()
  const { data, problem, again } = useRead<Today>('/v1/admin/today')
  const listed = useListed()
  return (
    <Page title={t('room_today')} under={f.date(Date.now())}>
      {problem && !data && <Unread problem={problem} again={again} />}
      {!problem && !data && <TodaySkeleton />}
      {data && (
        <>
          <Tasks tasks={tasksOf(data.counts, listed).filter((task) => may(me, task.needs))} />
          <LastAudit of={data.lastAudit} />
          <Section title={t('today_sold')}>
            <SevenDays days={data.sold} />
          </Section>
        </>
      )}
    </Page>
  )
}

function Tasks({ tasks }: { tasks: readonly Task[] }) {
  return (
    <Section title={t('today_waits')}>
      {tasks.length === 0 ? (
        <div className="card">
          <Empty title={t('today_nothing')} words={t('today_nothing_words')} />
        </div>
      ) : (
        <ul className="card rows tasks">
          {tasks.map((task) => (
            <li key={task.name}>
              <Link to={task.to as '/orders'} search={task.search} className="task">
                <span className={task.isUrgent ? 'task-count num b crust' : 'task-count num b'}>
                  {task.count.n}
                  {task.count.isAtLeast && '+'}
                </span>
                <span className="grow">
                  <span className="b">{t(`task_${task.name}`, { n: task.count.n })}</span>
                  <span className="muted s12 task-words">{t(`task_${task.name}_words`)}</span>
                </span>
                <Icon of={chevronRight} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Whether the books were right when they were looked at last. */
function LastAudit({ of }: { of: Today['lastAudit'] }) {
  const mayRead = useMay('read_books')
  if (!mayRead) return null
  const words =
    of === null ? t('audit_never') : t(of.ok ? 'audit_last_ok' : 'audit_last_wrong', { when: f.ago(of.ranAt) })
  return (
    <p className="s14 remark">
      <Link to="/audit" className={of?.ok === false ? 'link berry' : 'link'}>
        {words}
      </Link>
    </p>
  )
}

function TodaySkeleton() {
  return (
    <div aria-busy="true" className="col">
      <span className="unseen" role="status">
        {t('loading')}
      </span>
      <span className="skeleton card" style={{ height: 180 }} />
      <span className="skeleton card" style={{ height: 260 }} />
    </div>
  )
}
