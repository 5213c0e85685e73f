import { communityPath } from '../communities/paths.ts'
import { f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Chip } from '../parts/basics.tsx'
import { Section } from '../parts/page.tsx'
import { RowsSkeleton, Shown } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Sale, SaleChange, SaleChanges } from '../shapes.ts'

/** On a sale’s page: what it left in the mesh of each community that it ran in. */
export function ChangesOfSale({ sale }: { sale: Sale }) {
  if (sale.state === 'planned') return null
  return (
    <>
      {sale.communities.map(({ id, name }) => (
        <Section key={id} title={sale.communities.length > 1 ? t('change_in', { name }) : t('change')}>
          <OneChange communityId={id} saleId={sale.id} />
        </Section>
      ))}
    </>
  )
}

function OneChange({ communityId, saleId }: { communityId: string; saleId: string }) {
  const change = useLoad<SaleChange>(`${communityPath(communityId)}/sales/${saleId}/change`)
  return (
    <Shown of={change} skeleton={<RowsSkeleton count={3} />}>
      {(read) => (
        <div class="card col tight">
          {read.words.map((sentence) => (
            <p key={sentence} class="s14">
              {sentence}
            </p>
          ))}
          {read.orders.kept + read.orders.waiting > 0 && <Details read={read} />}
          <p class="muted s12">{t('change_only_inside')}</p>
          <Link class="btn small" href={addressOf('checkUp', communityId)}>
            {t('change_check_up')}
          </Link>
        </div>
      )}
    </Shown>
  )
}

function Details({ read }: { read: SaleChange }) {
  return (
    <>
      <Sides read={read} />
      {read.measures && <p class="s14">{read.measures.words}</p>}
      <p class="muted s14">{read.fermentation.words}</p>
      {read.pairs.length > 0 && <Pairs read={read} />}
    </>
  )
}

function Sides({ read: { before, after, isRunning } }: { read: SaleChange }) {
  const share = (side: SaleChange['before']) =>
    side.keptOrders === 0 ? t('change_none') : t('change_of', { n: side.coveredOrders, of: side.keptOrders })
  const rows = [
    [t('change_covered'), share(before), share(after)],
    [t('change_pairs'), before.pairs, after.pairs],
    [t('change_people'), before.people, after.people],
  ] as const
  return (
    <table class="totals num sides">
      <thead>
        <tr class="s12 muted">
          <td />
          <th scope="col">{t('change_before')}</th>
          <th scope="col">{isRunning ? t('change_now') : t('change_after')}</th>
        </tr>
      </thead>
      <tbody class="s14">
        {rows.map(([name, was, is]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{was}</td>
            <td class="b">{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Pairs({ read }: { read: SaleChange }) {
  return (
    <details class="mesh-list">
      <summary class="s14">{t('change_who', { n: read.pairs.length })}</summary>
      <ul class="rows s14">
        {read.pairs.map(({ from, to, isNew, counts, because }) => (
          <li key={`${from.memberId}${to.memberId}`} class={counts ? '' : 'muted'}>
            <div class="row between">
              <span class="grow">{t('arc_between', { from: from.nickname, to: to.nickname })}</span>
              {isNew && <Chip tone="leaf">{t('change_new')}</Chip>}
            </div>
            {because.map((sentence) => (
              <span key={sentence} class="muted s12 block">
                {sentence}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {read.morePairs > 0 && <p class="muted s12">{t('change_more', { n: read.morePairs })}</p>}
    </details>
  )
}

/** In the check-up: the last sales, each with what it left; the rest stands on the sale’s own page. */
export function PastSales({ communityId }: { communityId: string }) {
  const changes = useLoad<SaleChanges>(`${communityPath(communityId)}/sale-changes`)
  const items = changes.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('changes')}>
      <ul class="card rows">
        {items.map(({ saleId, title, opensAt, words, newPairs }) => (
          <li key={saleId}>
            <Link class="row between sale-line" href={addressOf('sale', saleId)}>
              <span class="grow">
                {title}
                <span class="muted s12 block">{words[0]}</span>
              </span>
              <span class="right muted s12 num">
                {f.date(opensAt)}
                {newPairs > 0 && <span class="block leaf">{t('change_new_pairs', { n: newPairs })}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
