import { useEffect, useRef, useState } from 'preact/hooks'
import { f, t } from '../kit.ts'
import { refresh, useLoad } from '../load.ts'
import { Exact, Face } from '../parts/basics.tsx'
import { Choices } from '../parts/field.tsx'
import { Page, Section } from '../parts/page.tsx'
import { CardsSkeleton, Shown } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import { LivingListCard, useLivingList } from '../sales/living-list.tsx'
import { curator } from '../session/session.ts'
import type { Page as PageOf, SaleRow, Today, Wallet } from '../shapes.ts'
import { useStore } from '../store.ts'
import { dayAndWeekday } from '../times.ts'
import { useHasSold } from './first-steps.tsx'
import { Tasks } from './tasks.tsx'

const TODAY = '/v1/curator/today'
const OPEN_SALES = '/v1/curator/sales?state=open'
const STILL_MS = 5000

/** The home of the workbench: what to do, the list that is filling up, and only then the numbers. */
export function TodayScreen() {
  const today = useLoad<Today>(TODAY)
  const open = useLoad<PageOf<SaleRow>>(OPEN_SALES)
  const profile = useStore(curator)
  useFreshOnSight()
  const isFirstTime = useHasSold() === false
  const face = profile && (
    <Link class="corner" href={addressOf('me')} aria-label={t('tab_me')}>
      <Face id={profile.displayName} nickname={profile.displayName} />
    </Link>
  )
  return (
    <Page title={t('tab_today')} under={<Under sales={open.data?.items} />} corner={face}>
      <div class="columns">
        <div class="col">
          <Shown of={today} skeleton={<CardsSkeleton />}>
            {(data) => <Tasks tasks={data.tasks} isFirstTime={isFirstTime} />}
          </Shown>
        </div>
        {(today.data || !today.problem) && (
          <Shown of={open} skeleton={<CardsSkeleton count={1} />}>
            {(page) => <CurrentSales sales={page.items} />}
          </Shown>
        )}
        {today.data && <Numbers of={today.data.numbers} />}
      </div>
    </Page>
  )
}

function Under({ sales }: { sales: readonly SaleRow[] | undefined }) {
  const names = new Set(sales?.flatMap((sale) => sale.communities).map(({ name }) => name))
  const [only] = names
  const day = dayAndWeekday(f, Date.now())
  return <>{names.size === 1 && only ? `${only} · ${day}` : day}</>
}

/** The sale that cuts off first; with several open, a choice of which to watch. */
function CurrentSales({ sales }: { sales: readonly SaleRow[] }) {
  const sorted = [...sales].sort((a, b) => a.cutsOffAt.localeCompare(b.cutsOffAt))
  const [chosen, choose] = useState<string>()
  const sale = sorted.find((candidate) => candidate.id === chosen) ?? sorted[0]
  const list = useLivingList(sale?.id ?? null, sale !== undefined)
  const totals = list.loaded.data?.totals
  useTasksAfter(`${totals?.orders}/${totals?.paidOrders}`)
  if (!sale) return null
  const summary = totals && (
    <>
      {t('totals_paid', { n: totals.paidOrders })} <Exact of={totals.goods} /> · {t('earn_estimated')}{' '}
      <Exact of={totals.estimatedEarn} />
      {totals.unpaidOrders > 0 && ` · ${t('totals_unpaid', { n: totals.unpaidOrders })}`}
    </>
  )
  return (
    <Section isList title={t('today_list', { title: sale.title })} beside={summary}>
      {sorted.length > 1 && (
        <Choices
          label={t('today_which')}
          hidesLabel
          choices={sorted.map(({ id, title }) => ({ value: id, label: title }))}
          value={sale.id}
          onValue={choose}
        />
      )}
      <LivingListCard list={list} isOpen namesGoods={sale.skuNames.length > 1} shown={8} />
      <Link class="btn small wide" href={addressOf('sale', sale.id)}>
        {t('today_open_sale')}
      </Link>
    </Section>
  )
}

/** The tasks count unpaid orders: they are read again once the list has been still for a while. */
function useTasksAfter(change: string): void {
  const first = useRef(change)
  useEffect(() => {
    if (change === first.current) return undefined
    const timer = setTimeout(() => refresh(TODAY), STILL_MS)
    return () => clearTimeout(timer)
  }, [change])
}

/** A phone that comes out of the pocket shows the day as it is now. */
function useFreshOnSight(): void {
  useEffect(() => {
    const onSight = () => {
      if (document.visibilityState !== 'visible') return
      refresh(TODAY)
      refresh(OPEN_SALES)
    }
    document.addEventListener('visibilitychange', onSight)
    return () => document.removeEventListener('visibilitychange', onSight)
  }, [])
}

/** Three amounts in one card; a tap leads to every line behind them. */
function Numbers({ of }: { of: Wallet }) {
  return (
    <Link class="card numbers" href={addressOf('wallet')}>
      <span>
        <span class="s12 muted">{t('money_pending')}</span>
        <b>
          <Exact of={of.pending} />
        </b>
      </span>
      <span>
        <span class="s12 muted">{t('money_available')}</span>
        <b class="leaf">
          <Exact of={of.available} />
        </b>
      </span>
      <span>
        <span class="s12 muted">{t('money_withdrawn')}</span>
        <b>
          <Exact of={of.withdrawn} />
        </b>
      </span>
    </Link>
  )
}
