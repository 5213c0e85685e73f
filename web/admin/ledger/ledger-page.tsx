import { getRouteApi, Link } from '@tanstack/react-router'
import { pageSays, t } from '../kit.ts'
import { SearchField } from '../parts/filters.tsx'
import { Empty, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { List } from '../parts/table.tsx'
import { usePages, useRead } from '../read.ts'
import type { Journal, TrialBalance } from '../shapes.ts'
import { rowsOf } from './books.ts'
import { joined, journalColumns } from './journals.tsx'
import { TrialBalanceTable, TrialSkeleton } from './trial-balance.tsx'

const route = getRouteApi('/ledger')
const REFERENCE = /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{13}$/

/** The books: all accounts on one page, and every journal, newest first, or those about one thing or one account's owner. */
export function LedgerPage() {
  const { reference } = route.useSearch()
  const navigate = route.useNavigate()
  const trial = useRead<TrialBalance>('/v1/admin/ledger/trial-balance')
  const currency = trial.data?.difference.currency ?? pageSays('leaven-currency')
  return (
    <Page
      title={t('room_ledger')}
      under={t('ledger_words')}
      actions={
        <>
          <Link to="/ledger/days" className="button">
            {t('ledger_days')}
          </Link>
          <Link to="/audit" className="button">
            {t('room_audit')}
          </Link>
        </>
      }
    >
      <Section
        title={t('journals')}
        beside={
          <SearchField
            label={t('journals_search')}
            value={reference}
            search={(value) => void navigate({ search: value ? { reference: value } : {}, replace: true })}
          />
        }
      >
        {reference !== undefined && !REFERENCE.test(reference) ? (
          <div className="card">
            <Empty title={t('reference_wrong')} words={t('reference_wrong_words')} />
          </div>
        ) : (
          <JournalList reference={reference} currency={currency} />
        )}
      </Section>
      <Section title={t('trial_balance')}>
        {trial.data && <TrialBalanceTable of={trial.data} />}
        {!trial.data && trial.problem && <Unread problem={trial.problem} again={trial.again} />}
        {!trial.data && !trial.problem && <TrialSkeleton />}
      </Section>
    </Page>
  )
}

function JournalList({ reference, currency }: { reference: string | undefined; currency: string }) {
  const reading = usePages<Journal>('/v1/admin/ledger/journals', { reference, limit: 20 })
  return (
    <List
      caption={t('journals')}
      columns={journalColumns({ currency })}
      reading={{ ...reading, items: reading.items && rowsOf(reading.items) }}
      rowKey={({ journal, position }) => `${journal.id}/${position}`}
      tone={joined}
      empty={
        reference ? (
          <Empty title={t('nothing_found')} words={t('journals_none_for')} />
        ) : (
          <Empty title={t('journals_none')} words={t('journals_none_words')} />
        )
      }
    />
  )
}
