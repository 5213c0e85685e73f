import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Activity, Page } from '../shapes.ts'
import { Section } from './page.tsx'
import { shortId } from './says.tsx'
import { yuanText } from './yuan.ts'

const SHOWN = 8

/** Who did or looked at what, on this record: for everyone who may read the record. The whole list is the administrator's. */
export function ActivityLine({ subject }: { subject: string }) {
  const mayReadAll = useMay('read_activity')
  const { data } = useRead<Page<Activity>>('/v1/admin/activity', { subject, limit: SHOWN })
  if (!data) return null
  return (
    <Section
      title={t('activity')}
      beside={
        data.nextCursor === null || !mayReadAll ? undefined : (
          <Link to="/activity" search={{ subject }} className="link s12">
            {t('activity_all')}
          </Link>
        )
      }
    >
      {data.items.length === 0 ? (
        <p className="muted s14">{t('activity_none')}</p>
      ) : (
        <ol className="activity-line card">
          {data.items.map((one) => (
            <li key={one.id}>
              <time className="num muted" dateTime={one.happenedAt}>
                {f.ago(one.happenedAt)}
              </time>
              <span>
                <b>{one.actorName}</b> {actionWords(one.action)}
                {one.reason && <span className="muted">{t('activity_because', { reason: one.reason })}</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

/** `order.ship` is 发了货; an action without words stands as it is. */
export const actionWords = (action: string): string => {
  const key = `did_${action.replaceAll('.', '_')}`
  return t.has(key) ? t(key) : action
}

/** 运单号 SF1234, 群友价 54.90: one recorded detail; ids are shortened. */
export function detailWords(name: string, value: unknown): string {
  const key = `detail_${name}`
  const label = t.has(key) ? t(key) : name
  if (typeof value === 'string') return `${label} ${shortId(value)}`
  if (typeof value !== 'number') return `${label} ${JSON.stringify(value)}`
  return `${label} ${name.endsWith('Fen') ? yuanText(value) : value}`
}
