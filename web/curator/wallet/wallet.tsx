import { f, t } from '../kit.ts'
import { useLoad, usePages } from '../load.ts'
import { Chip, Exact, type Tone } from '../parts/basics.tsx'
import { Page, Section } from '../parts/page.tsx'
import { CardsSkeleton, Empty, More, RowsSkeleton, Shown } from '../parts/states.tsx'
import type { Wallet, WalletEntry } from '../shapes.ts'
import { PayoutList } from './payouts.tsx'
import { SettlementList } from './settlement-list.tsx'
import { Statement } from './statement.tsx'
import { Withdraw } from './withdraw.tsx'

const TONES: Record<WalletEntry['state'], Tone> = {
  estimated: '',
  pending: 'wheat',
  vested: 'leaf',
  taken_back: 'berry',
}

/** Her money, in each of its places with what that means; every movement, and every line that earned. */
export function WalletScreen() {
  const wallet = useLoad<Wallet>('/v1/curator/wallet')
  return (
    <Page title={t('tab_wallet')}>
      <div class="columns">
        <Shown of={wallet} skeleton={<CardsSkeleton count={4} />}>
          {(data) => (
            <div class="col">
              <Places of={data} />
              <Withdraw available={data.available} />
            </div>
          )}
        </Shown>
        <div class="list-column">
          <PayoutList />
          <SettlementList />
          <Statement />
          <Entries />
        </div>
      </div>
    </Page>
  )
}

const places = ['available', 'pending', 'estimated', 'withdrawing', 'withdrawn', 'debt'] as const
/** Shown only while there is something in them. */
const rare = new Set<(typeof places)[number]>(['withdrawing', 'debt'])

function Places({ of }: { of: Wallet }) {
  return (
    <dl class="card rows places">
      {places
        .filter((name) => !rare.has(name) || of[name].amount > 0)
        .map((name) => (
          <div key={name}>
            <dt>{t(`money_${name}`)}</dt>
            <dd class={name === 'available' ? 'right leaf s28 b' : 'right s20 b'}>
              <Exact of={of[name]} />
            </dd>
            <dd class="what muted s14">{t(`money_${name}_words`)}</dd>
          </div>
        ))}
    </dl>
  )
}

function Entries() {
  const entries = usePages<WalletEntry>('/v1/curator/wallet/entries')
  return (
    <Section isList title={t('entries')}>
      <Shown of={entries} skeleton={<RowsSkeleton />}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={t('entries_empty')}>
              <p class="muted s14">{t('entries_empty_next')}</p>
            </Empty>
          ) : (
            <>
              <ul class="card rows">
                {page.items.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} />
                ))}
              </ul>
              <More more={entries.more} />
            </>
          )
        }
      </Shown>
    </Section>
  )
}

function EntryRow({ entry }: { entry: WalletEntry }) {
  const rate = String(entry.rateBps / 100)
  return (
    <li class="row num">
      <span class="grow">
        {t('entry_goods')} <Exact of={entry.goods} /> × {rate}%
        {entry.refunded.amount > 0 && (
          <span class="muted s12 block">
            {t('entry_refunded')} <Exact of={entry.refunded} />
          </span>
        )}
        <span class="muted s12 block">
          {f.time(entry.createdAt)} · {t('entry_order', { id: entry.orderId.slice(-6).toUpperCase() })}
        </span>
      </span>
      <span class="right col tight end">
        <b>
          <Exact of={entry.earned} />
        </b>
        <Chip tone={TONES[entry.state]}>{t(`entry_${entry.state}`)}</Chip>
      </span>
    </li>
  )
}
