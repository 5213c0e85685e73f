import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { TrialBalance } from '../shapes.ts'

const FRESH_MS = 60_000

/** 账平: debits less credits over all books, in every corner of the console. */
export function BooksChip() {
  const mayRead = useMay('read_books')
  const { data } = useRead<TrialBalance>(mayRead ? '/v1/admin/ledger/trial-balance' : null, {}, FRESH_MS)
  if (!data) return null
  const isEven = data.difference.amount === 0
  return (
    <Link to="/ledger" className={isEven ? 'chip leaf books' : 'chip berry books'}>
      {isEven ? t('books_even') : t('books_off', { amount: f.exactText(data.difference) })}
    </Link>
  )
}
