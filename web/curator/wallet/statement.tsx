import { f, t } from '../kit.ts'
import { usePages } from '../load.ts'
import { Exact } from '../parts/basics.tsx'
import { Section } from '../parts/page.tsx'
import { More, RowsSkeleton, Shown } from '../parts/states.tsx'
import type { WalletMove } from '../shapes.ts'

const places = ['frozen', 'available', 'withdrawing', 'debt'] as const

/** Every movement of her money, newest first, with what it did to each place. */
export function Statement() {
  const moves = usePages<WalletMove>('/v1/curator/wallet/statement')
  return (
    <Section title={t('moves')}>
      <Shown of={moves} skeleton={<RowsSkeleton />}>
        {(page) =>
          page.items.length === 0 ? (
            <p class="card muted s14">{t('moves_empty')}</p>
          ) : (
            <>
              <ul class="card rows">
                {page.items.map((move) => (
                  <Move key={move.id} of={move} />
                ))}
              </ul>
              <More more={moves.more} />
            </>
          )
        }
      </Shown>
    </Section>
  )
}

function Move({ of: move }: { of: WalletMove }) {
  const words = `move_${move.kind}`
  return (
    <li class="row num">
      <span class="grow">
        {t.has(words) ? t(words) : move.kind}
        <span class="muted s12 block">
          {f.time(move.at)}
          {move.orderId !== null && <> · {t('entry_order', { id: move.orderId.slice(-6).toUpperCase() })}</>}
        </span>
      </span>
      <span class="right col tight end">
        {places
          .filter((place) => move[place].amount !== 0)
          .map((place) => (
            <span class="nowrap" key={place}>
              <span class="muted s12">{t(`place_${place}`)}</span> {move[place].amount > 0 && '+'}
              <Exact of={move[place]} />
            </span>
          ))}
      </span>
    </li>
  )
}
