import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Drawing } from '../shared/icons.ts'
import * as icons from './icons.ts'
import { isSlow, t } from './kit.ts'
import { newBuild } from './new-build.ts'
import { Icon } from './parts/basics.tsx'
import { Link } from './router.tsx'
import { addressOf, isTabRoot, type Place, type Tab, tabOf } from './routes.ts'
import { useStore } from './store.ts'

const tabs: readonly { readonly tab: Tab; readonly icon: Drawing }[] = [
  { tab: 'today', icon: icons.today },
  { tab: 'sales', icon: icons.store },
  { tab: 'communities', icon: icons.users },
  { tab: 'wallet', icon: icons.wallet },
  { tab: 'me', icon: icons.user },
]

interface ShellProps {
  readonly screen: Place['screen']
  readonly isResting: boolean
  readonly children: ComponentChildren
}

/** The five places at the thumb; at the left on a wide screen. Deeper screens give the thumb to their own action. */
export function Shell({ screen, isResting, children }: ShellProps) {
  return (
    <div class={isTabRoot(screen) ? 'shell at-root' : 'shell'}>
      <nav class="tabs" aria-label={t('tabs')}>
        <p class="brand b">
          酵母 <span class="muted s12">Leaven</span>
        </p>
        {tabs.map(({ tab, icon }) => (
          <Link key={tab} href={addressOf(tab)} aria-current={tabOf(screen) === tab ? 'page' : undefined}>
            <Icon of={icon} />
            <span>{t(`tab_${tab}`)}</span>
          </Link>
        ))}
      </nav>
      <main class="main">
        {isResting && (
          <Link class="note wheat resting" href={addressOf('me')}>
            {t('resting_band')}
          </Link>
        )}
        {children}
      </main>
    </div>
  )
}

/** Says when the phone has no network, and when answers are slow. */
export function Network() {
  const [isOffline, setOffline] = useState(!navigator.onLine)
  const slow = useStore(isSlow)
  const [isReplaced, setReplaced] = useState(newBuild.isReplaced)
  useEffect(() => newBuild.subscribe(() => setReplaced(true)), [])
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return (
    <div role="status" class="network">
      {isReplaced && (
        <p class="band">
          {t('new_version')}{' '}
          <button class="btn small" type="button" onClick={() => location.reload()}>
            {t('reload')}
          </button>
        </p>
      )}
      {isOffline ? <p class="band">{t('offline')}</p> : slow && <p class="band">{t('slow')}</p>}
    </div>
  )
}

/** A demo installation says so on every page (the server writes its mode into it), and where its text messages are. */
export function DemoBand() {
  if (document.documentElement.dataset['mode'] !== 'demo') return null
  return (
    <aside>
      <p class="demo-band">
        {t('demo_band')} · <a href="/dev">{t('demo_codes')}</a>
      </p>
    </aside>
  )
}
