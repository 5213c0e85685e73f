import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Empty, Page } from '../parts/page.tsx'

/** An address that leads nowhere. */
export function Lost() {
  return (
    <Page title={t('lost')}>
      <div className="card">
        <Empty title={t('lost_title')} words={t('lost_words')}>
          <Link to="/" className="link">
            {t('room_today')}
          </Link>
        </Empty>
      </div>
    </Page>
  )
}
