/** Where one may be in the workbench, and the address of each place. Pure. */

export const BASE = '/curator'

const patterns = {
  today: '/',
  sales: '/sales',
  newSale: '/sales/new',
  sale: '/sales/:id',
  bring: '/sales/:id/bring',
  handover: '/sales/:id/handover',
  communities: '/communities',
  newCommunity: '/communities/new',
  members: '/communities/:id/members',
  community: '/communities/:id',
  invitations: '/communities/:id/invitations',
  settings: '/communities/:id/settings',
  checkUp: '/communities/:id/check-up',
  pickup: '/pickup/:id',
  wallet: '/wallet',
  me: '/me',
  profile: '/me/profile',
} as const

export type Screen = keyof typeof patterns
export type Tab = 'today' | 'sales' | 'communities' | 'wallet' | 'me'

export interface Place {
  readonly screen: Screen | 'nowhere'
  /** The id (or, on `pickup`, the code) in the path; an empty string on screens without one. */
  readonly id: string
  readonly query: Readonly<Record<string, string>>
}

/** The place that an address means. An address outside the workbench or unknown in it is `nowhere`. */
export function placeOf(pathname: string, search = ''): Place {
  const query = Object.fromEntries(new URLSearchParams(search))
  const wanted = segments(pathname)
  if (`/${wanted[0]}` === BASE) {
    for (const [screen, pattern] of Object.entries(patterns)) {
      const id = match(segments(pattern), wanted.slice(1))
      if (id !== undefined) return { screen: screen as Screen, id, query }
    }
  }
  return { screen: 'nowhere', id: '', query }
}

/** The address of a screen; `query` values that are undefined or empty are left out. */
export function addressOf(screen: Screen, id = '', query: Readonly<Record<string, string | undefined>> = {}): string {
  const path = patterns[screen].replace(':id', encodeURIComponent(id)).replace(/\/$/, '')
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const search = new URLSearchParams(pairs).toString()
  return `${BASE}${path}${search ? `?${search}` : ''}`
}

/** Which tab a screen belongs to; `nowhere` belongs to none. */
export function tabOf(screen: Place['screen']): Tab | undefined {
  if (screen === 'nowhere') return undefined
  const first = segments(patterns[screen])[0] ?? 'today'
  return (first === 'pickup' ? 'sales' : first) as Tab
}

/** True for the five screens that stand in the tab bar themselves. */
export const isTabRoot = (screen: Place['screen']): boolean => screen !== 'nowhere' && tabOf(screen) === screen

const segments = (path: string): string[] => path.split('/').filter(Boolean)

/** The id when the pattern fits, an empty string when it fits without one, undefined when it does not. */
function match(pattern: readonly string[], path: readonly string[]): string | undefined {
  if (pattern.length !== path.length) return undefined
  let id = ''
  for (const [index, part] of pattern.entries()) {
    const given = path[index] as string
    if (part === ':id') id = decode(given)
    else if (part !== given) return undefined
  }
  return id
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
