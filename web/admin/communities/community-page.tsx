import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { ActivityLine } from '../parts/activity-line.tsx'
import { Empty, Figures, Page, Particular, Particulars, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Chip, CopyId, Nothing, Stamp } from '../parts/says.tsx'
import { List } from '../parts/table.tsx'
import { usePages, useRead } from '../read.ts'
import { saleColumns, saleTone } from '../sales/sale-columns.tsx'
import { useMay } from '../session/session.ts'
import type { Community, SaleRow } from '../shapes.ts'
import { Members } from './members.tsx'

const route = getRouteApi('/communities/$id')

/** One community as its owner set it up. */
export function CommunityPage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<Community>(`/v1/admin/communities/${id}`)
  const mayReadOrders = useMay('read_orders')
  const back = { to: '/communities', words: t('room_communities') }
  if (!data) {
    return (
      <Page title={t('community')} back={back}>
        {problem ? (
          <Unread problem={problem} again={again} />
        ) : (
          <span className="skeleton card" style={{ height: 240 }} />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={data.name}
      back={back}
      beside={<Chip tone={data.state === 'open' ? 'leaf' : 'plain'}>{t(`community_${data.state}`)}</Chip>}
      under={<CopyId id={data.id} />}
      actions={
        mayReadOrders && (
          <Link to="/orders" search={{ communityId: data.id }} className="button">
            {t('orders_of_it')}
          </Link>
        )
      }
    >
      <Figures items={figuresOf(data)} />
      <div className="two-columns">
        <Section title={t('about_it')}>
          <div className="card">
            <About of={data} />
          </div>
        </Section>
        <Section title={t('rules_of_group')}>
          <div className="card pre-line">{data.rules || <span className="muted">{t('rules_none')}</span>}</div>
        </Section>
      </div>
      <SalesHere communityId={data.id} />
      <Members communityId={data.id} />
      <ActivityLine subject={data.id} />
    </Page>
  )
}

const figuresOf = (of: Community) => [
  { name: t('members'), value: of.memberCount, under: t('members_cap', { n: of.memberCap }) },
  { name: t('door'), value: t(`door_${of.door}`), under: t(`door_${of.door}_words`) },
  {
    name: t('sale_links'),
    value: t('n_days', { n: of.saleLinkDays }),
    under: t('sale_link_joins', { n: of.saleLinkJoins }),
  },
]

function SalesHere({ communityId }: { communityId: string }) {
  const reading = usePages<SaleRow>('/v1/admin/sales', { communityId, limit: 10 })
  return (
    <Section title={t('room_sales')}>
      <List
        caption={t('room_sales')}
        columns={saleColumns}
        reading={reading}
        rowKey={(row) => row.id}
        tone={saleTone}
        empty={<Empty title={t('sales_none')} words={t('sales_none_here')} />}
      />
    </Section>
  )
}

function About({ of }: { of: Community }) {
  return (
    <Particulars>
      <Particular name={t('owner')}>
        <Link to="/people/$id" params={{ id: of.owner.personId }} className="link">
          {of.owner.nickname}
        </Link>
      </Particular>
      <Particular name={t('purpose')}>{of.purpose || <Nothing />}</Particular>
      <Particular name={t('city')}>{of.city || <Nothing />}</Particular>
      <Particular name={t('carrier')}>{of.carriers.map(carrierWords).join(t('list_comma')) || <Nothing />}</Particular>
      <Particular name={t('may_sell')}>{of.maySell ? t('yes') : t('no')}</Particular>
      <Particular name={t('opened_at')}>
        <Stamp at={of.createdAt} />
      </Particular>
    </Particulars>
  )
}

const carrierWords = ({ kind, name }: Community['carriers'][number]): string =>
  name === '' ? t(`carrier_${kind}`) : `${t(`carrier_${kind}`)} · ${name}`
