import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Page } from '../shapes.ts'
import { type Count, type Listed, noCount } from './tasks.ts'

const MOST = 100

/** Counts what the overview does not, as far as one page goes. */
export function useListed(): Listed {
  const mayWrite = useMay('write_products')
  const mayAnswer = useMay('read_trust')
  return {
    drafts: useCount(mayWrite ? '/v1/admin/products' : null, 'draft'),
    appeals: useCount(mayAnswer ? '/v1/admin/trust/appeals' : null, 'waiting'),
  }
}

function useCount(path: string | null, state: string): Count {
  const { data } = useRead<Page<unknown>>(path, { state, limit: MOST })
  return data ? { n: data.items.length, isAtLeast: data.nextCursor !== null } : noCount
}
