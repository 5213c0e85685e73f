import type { StaffRole } from '../platform/actor.ts'

/**
 * Who may read what was done to a record: whoever may read the record itself. What is not here (colleagues, keys, and
 * everything at once) is the administrators'.
 */
const readers = new Map<string, readonly StaffRole[]>([
  ['ord', ['operator', 'service', 'finance']],
  ['per', ['operator', 'service']],
  ['com', ['operator', 'service']],
  ['sal', ['operator', 'service', 'finance']],
  ['prd', ['scout', 'operator', 'service', 'finance']],
  ['lot', ['scout', 'operator', 'service', 'finance']],
  ['sup', ['scout', 'operator', 'service', 'finance']],
  ['frt', ['scout', 'operator', 'service', 'finance']],
  ['whs', ['scout', 'operator', 'service', 'finance']],
  ['rul', ['operator', 'finance']],
  ['pay', ['operator', 'finance', 'service']],
  ['rfd', ['operator', 'finance', 'service']],
])

/** May somebody with these roles read the activity of this subject (an id in its text form), or of all? */
export function mayReadActivity(roles: readonly StaffRole[], subject: string | undefined): boolean {
  if (roles.includes('admin')) return true
  const allowed = readers.get(subject?.split('_')[0] ?? '') ?? []
  return roles.some((role) => allowed.includes(role))
}
