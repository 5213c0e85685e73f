import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, t } from '../kit.ts'
import { ActivityLine } from '../parts/activity-line.tsx'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Page, Particular, Particulars } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Chip, CopyId, Stamp } from '../parts/says.tsx'
import { CuratorStateChip } from '../parts/states.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Curator, Page as PageOf, PersonRow } from '../shapes.ts'
import { useWrite } from '../write.ts'

const route = getRouteApi('/people/$id')

/** One person, as little of her as the work needs. */
export function PersonPage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<PersonRow>(`/v1/admin/people/${id}`)
  const mayReadOrders = useMay('read_orders')
  const back = { to: '/people', words: t('room_people') }
  if (!data) {
    return (
      <Page title={t('person')} back={back}>
        {problem ? (
          <Unread problem={problem} again={again} />
        ) : (
          <span className="skeleton card" style={{ height: 140 }} />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={data.nickname || t('erased')}
      back={back}
      beside={data.erasedAt !== null && <Chip>{t('erased')}</Chip>}
      under={<CopyId id={data.id} />}
    >
      <div className="card">
        <Particulars>
          <Particular name={t('phone')}>
            <Phone of={data} />
          </Particular>
          <Particular name={t('joined_at')}>
            <Stamp at={data.createdAt} />
          </Particular>
          {data.erasedAt !== null && (
            <Particular name={t('erased_at')}>
              <Stamp at={data.erasedAt} />
            </Particular>
          )}
          <AsCurator personId={data.id} />
          {mayReadOrders && data.erasedAt === null && (
            <Particular name={t('room_orders')}>
              <Link to="/orders" search={{ buyerId: data.id }} className="link">
                {t('orders_of_it')}
              </Link>
            </Particular>
          )}
        </Particulars>
      </div>
      <ActivityLine subject={data.id} />
    </Page>
  )
}

/** Who is a curator too, or wants to be one, leads to that side of her. */
function AsCurator({ personId }: { personId: string }) {
  const mayRead = useMay('read_curators')
  const { data } = useRead<PageOf<Curator>>(mayRead ? '/v1/admin/curators' : null, { search: personId, limit: 1 })
  const curator = data?.items[0]
  if (!curator) return null
  return (
    <Particular name={t('curator')}>
      <Link to="/curators/$id" params={{ id: personId }} className="link">
        {curator.displayName}
      </Link>{' '}
      <CuratorStateChip state={curator.state} />
    </Particular>
  )
}

/** Masked; the whole number needs a reason, is on record, and is gone with the next page. */
function Phone({ of }: { of: PersonRow }) {
  const mayShow = useMay('show_phone')
  const [isAsking, setAsking] = useState(false)
  const [whole, setWhole] = useState<string>()
  const show = useWrite(
    (reason: string) => api.post<{ phone: string }>(`/v1/admin/people/${of.id}/show-phone`, { reason }),
    {
      refreshes: ['/v1/admin/activity'],
      onDone: ({ phone }) => {
        setWhole(phone)
        setAsking(false)
      },
    },
  )
  return (
    <span className="row wrap">
      <span className="num">{whole ?? of.phoneMasked}</span>
      {mayShow && whole === undefined && of.erasedAt === null && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('show_phone')}
        </Button>
      )}
      <FormDialog<{ reason: string }>
        isOpen={isAsking}
        title={t('show_phone')}
        words={t('show_phone_words')}
        okText={t('look_and_record')}
        write={show}
        submit={({ reason }) => show.run(reason.trim())}
        close={() => setAsking(false)}
      >
        <Form.Item name="reason" label={t('reason')} rules={[needed(), { min: 2, message: t('reason_short') }]}>
          <Input maxLength={200} />
        </Form.Item>
      </FormDialog>
    </span>
  )
}
