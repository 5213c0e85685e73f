import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Page } from '../shapes.ts'
import { type Count, type Listed, noCount } from './tasks.ts'

const MOST = 100

/** Counts what the overview does not, as far as one page goes. */
export function useListed(): Listed {
  const mayWrite = useMay('write_products')
  const mayRead = useMay('read_payments')
  const refunds = mayRead ? '/v1/admin/refunds' : null
  const drafts = useCount(mayWrite ? '/v1/admin/products' : null, 'draft')
  const refundsFailed = useCount(refunds, 'failed')
  const accepted = useCount(refunds, 'accepted')
  const submitted = useCount(refunds, 'submitted')
  const unknown = useCount(refunds, 'unknown')
  return { drafts, refundsFailed, refundsOpen: [accepted, submitted, unknown].reduce(together) }
}

function useCount(path: string | null, state: string): Count {
  const { data } = useRead<Page<unknown>>(path, { state, limit: MOST })
  return data ? { n: data.items.length, isAtLeast: data.nextCursor !== null } : noCount
}

const together = (a: Count, b: Count): Count => ({ n: a.n + b.n, isAtLeast: a.isAtLeast || b.isAtLeast })
