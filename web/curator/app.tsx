import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { CommunitiesScreen } from './communities/communities.tsx'
import { InvitationsScreen } from './communities/invitations.tsx'
import { MembersScreen } from './communities/members.tsx'
import { NewCommunityScreen } from './communities/new-community.tsx'
import { SettingsScreen } from './communities/settings.tsx'
import { signedOutBy, t } from './kit.ts'
import { MeScreen } from './me/me.tsx'
import { ProfileScreen } from './me/profile.tsx'
import { Page } from './parts/page.tsx'
import { Empty, Failed } from './parts/states.tsx'
import { Toast } from './parts/toast.tsx'
import { Link, place } from './router.tsx'
import { addressOf, type Place } from './routes.ts'
import { BringScreen } from './sales/bring.tsx'
import { HandoverScreen } from './sales/handover.tsx'
import { NewSaleScreen } from './sales/new-sale.tsx'
import { PickupScreen } from './sales/pickup.tsx'
import { SaleScreen } from './sales/sale.tsx'
import { SalesScreen } from './sales/sales.tsx'
import { Apply } from './session/apply.tsx'
import { curator, endSession, person, readSession, sessionProblem } from './session/session.ts'
import { SignIn } from './session/sign-in.tsx'
import { Waiting } from './session/waiting.tsx'
import { DemoBand, Network, Shell } from './shell.tsx'
import { useStore } from './store.ts'
import { TodayScreen } from './today/today.tsx'
import { CheckUpScreen } from './trust/check-up.tsx'
import { WalletScreen } from './wallet/wallet.tsx'

const screens: Record<Place['screen'], (props: { id: string }) => JSX.Element | null> = {
  today: TodayScreen,
  sales: SalesScreen,
  newSale: NewSaleScreen,
  sale: SaleScreen,
  bring: BringScreen,
  handover: HandoverScreen,
  communities: CommunitiesScreen,
  newCommunity: NewCommunityScreen,
  members: MembersScreen,
  community: MembersScreen,
  invitations: InvitationsScreen,
  settings: SettingsScreen,
  checkUp: CheckUpScreen,
  pickup: PickupScreen,
  wallet: WalletScreen,
  me: MeScreen,
  profile: ProfileScreen,
  nowhere: Nowhere,
}

/** The door, then the workbench. */
export function App() {
  return (
    <>
      <DemoBand />
      <Network />
      <Gate />
      <Toast />
    </>
  )
}

function Gate() {
  const who = useStore(person)
  const profile = useStore(curator)
  const problem = useStore(sessionProblem)
  const gone = useStore(signedOutBy)
  useEffect(() => void readSession(), [])
  useEffect(() => {
    // The session ended on the server: what is filled in stays on this phone, the address stays too.
    if (gone > 0) endSession()
  }, [gone])
  if (problem && who === undefined) {
    return (
      <main class="door">
        <Failed problem={problem} retry={readSession} />
      </main>
    )
  }
  if (who === undefined) return <Opening />
  if (who === null) return <SignIn />
  if (!profile) return <Apply />
  if (profile.state !== 'active' && profile.state !== 'resting') return <Waiting profile={profile} />
  return <Bench isResting={profile.state === 'resting'} />
}

function Bench({ isResting }: { isResting: boolean }) {
  const { screen, id } = useStore(place)
  const Screen = screens[screen]
  return (
    <Shell screen={screen} isResting={isResting}>
      <Screen key={`${screen}·${id}`} id={id} />
    </Shell>
  )
}

/** Nothing is shown for the first moment: most answers come before an eye could read a word. */
function Opening() {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 400)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main class="door" aria-busy="true">
      {isLong && <p class="muted">{t('loading')}</p>}
    </main>
  )
}

function Nowhere() {
  return (
    <Page title={t('nowhere')}>
      <Empty title={t('nowhere_words')}>
        <Link class="btn small" href={addressOf('today')}>
          {t('nowhere_home')}
        </Link>
      </Empty>
    </Page>
  )
}
