import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, f, t } from '../kit.ts'
import { refresh, useLoad } from '../load.ts'
import { Choices, TextField } from '../parts/field.tsx'
import { CopyButton } from '../parts/hand-out.tsx'
import { Page, Section } from '../parts/page.tsx'
import { CardsSkeleton, Refused, Shown } from '../parts/states.tsx'
import { addressOf } from '../routes.ts'
import type { BroughtList, BroughtOrder, Page as PageOf, ReadList, ReadRow, Sale } from '../shapes.ts'
import { amountOf } from './living-list.tsx'
import { broughtPath, listPath, readingPath, salePath } from './paths.ts'

const MOST_TEXT = 8_000
/** The row's own number: ours stands beside it. */
const OWN_NUMBER = /^#?\d{1,3}\s*[.、．)）:：,，]?\s*/

/** A 接龙 comes in as it was written in the group; orders with pay links go out. */
export function BringScreen({ id }: { id: string }) {
  const sale = useLoad<Sale>(salePath(id))
  const [brought, setBrought] = useState<BroughtList>()
  const waiting = useLoad<PageOf<BroughtOrder>>(broughtPath(id))
  const placed = (list: BroughtList) => {
    setBrought(list)
    refresh(salePath(id))
  }
  return (
    <Page isNarrow title={t('bring')} under={sale.data?.title} back={addressOf('sale', id)}>
      <Shown of={sale} skeleton={<CardsSkeleton count={2} />}>
        {(data) =>
          brought ? (
            <Outcome list={brought} again={() => setBrought(undefined)} />
          ) : (
            <PasteAndPlace sale={data} onPlaced={placed} />
          )
        }
      </Shown>
      {!brought && <Waiting items={waiting.data?.items ?? []} />}
    </Page>
  )
}

function PasteAndPlace({ sale, onPlaced }: { sale: Sale; onPlaced: (list: BroughtList) => void }) {
  const [text, setText] = useState('')
  const [communityId, setCommunityId] = useState(sale.communities[0]?.id ?? '')
  const [reading, setReading] = useState<ReadList>()
  const read = useAction(async () => {
    setReading(await api.post<ReadList>(readingPath(sale.id), { text }))
  })
  const place = useAction(async (intention, rows: readonly ReadRow[]) => {
    const orders = rows.map(({ nickname, lines, note }) => ({
      nickname,
      lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
      ...(note ? { note } : {}),
    }))
    onPlaced(await api.post<BroughtList>(listPath(sale.id), { communityId, orders }, intention))
  })
  const good = reading?.items.filter((row) => row.mistake === null) ?? []
  return (
    <form
      class="col"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) void read.run()
      }}
    >
      <p class="muted s14">{t('bring_words')}</p>
      {sale.communities.length > 1 && (
        <Choices
          label={t('bring_where')}
          choices={sale.communities.map(({ id, name }) => ({ value: id, label: name }))}
          value={communityId}
          onValue={setCommunityId}
        />
      )}
      <TextField
        label={t('bring_list')}
        value={text}
        onValue={(value) => {
          setText(value)
          setReading(undefined)
        }}
        maxLength={MOST_TEXT}
        rows={8}
        placeholder={t('bring_example')}
      />
      <Refused problem={read.problem ?? place.problem} />
      {reading && <Preview reading={reading} />}
      {good.length > 0 ? (
        <button class="btn go wide" type="button" disabled={place.isBusy} onClick={() => void place.run(good)}>
          {t('bring_place', { n: good.length })}
        </button>
      ) : (
        <button class="btn go wide" type="submit" disabled={read.isBusy || !text.trim()}>
          {t('bring_read')}
        </button>
      )}
    </form>
  )
}

/** Each row as it was read; what was not understood is marked where it stands. */
function Preview({ reading }: { reading: ReadList }) {
  const wrong = reading.items.filter((row) => row.mistake !== null).length
  return (
    <Section title={t('bring_preview')} beside={t('bring_rows', { n: reading.items.length })}>
      <ol class="card rows" aria-live="polite">
        {reading.items.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
          <li class="row num" key={index}>
            <span class="no muted">{index + 1}.</span>
            {row.mistake ? (
              <span class="grow">
                <span class="as-written">{row.text.replace(OWN_NUMBER, '')}</span>
                <span class="wrong-line block s14">{row.mistake.title}</span>
              </span>
            ) : (
              <span class="grow">
                {row.nickname} {row.note && <span class="muted s12">{row.note}</span>}
                {row.lines.map((line) => (
                  <span class="s14 goods-line" key={line.skuId}>
                    <span class="muted">{line.name}</span> <b class="nowrap">{amountOf(line)}</b>
                  </span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
      {wrong > 0 && <p class="note wheat">{t('bring_wrong', { n: wrong })}</p>}
      {reading.more > 0 && <p class="note wheat">{t('bring_more', { n: reading.more })}</p>}
      {reading.items.length === 0 && <p class="note wheat">{t('bring_nothing')}</p>}
    </Section>
  )
}

function Outcome({ list, again }: { list: BroughtList; again: () => void }) {
  const placed = list.items.flatMap(({ order }) => order ?? [])
  const refused = list.items.flatMap(({ problem }, index) => (problem ? [{ index, title: problem.title }] : []))
  return (
    <>
      {placed.length > 0 && (
        <p class="note leaf" role="status">
          <b>{t('brought', { n: placed.length })}</b> {t('brought_next')}
        </p>
      )}
      {refused.length > 0 && (
        <ul class="note berry" role="alert">
          {refused.map(({ index, title }) => (
            <li key={index}>{t('brought_refused', { n: index + 1, why: title })}</li>
          ))}
        </ul>
      )}
      <PayLinks orders={placed} />
      <button class="btn wide" type="button" onClick={again}>
        {t('bring_again')}
      </button>
    </>
  )
}

function Waiting({ items }: { items: readonly BroughtOrder[] }) {
  if (items.length === 0) return null
  return (
    <Section title={t('brought_waiting')} beside={t('bring_rows', { n: items.length })}>
      <PayLinks orders={items} />
    </Section>
  )
}

/** One link each, and all of them as one message for the group. */
function PayLinks({ orders }: { orders: readonly BroughtOrder[] }) {
  if (orders.length === 0) return null
  return (
    <>
      <CopyButton text={orders.map(payWords).join('\n\n')} label={t('pay_links_copy')} look="btn go wide" />
      <ol class="card rows num">
        {orders.map((order) => (
          <li class="row" key={order.orderId}>
            <span class="grow">
              {order.nickname} <b class="nowrap">{f.exactText(order.total)}</b>
              <span class="muted s12 block">
                {order.lines.map((line) => `${line.name} ${amountOf(line)}`).join(t('list_comma'))} ·{' '}
                {t('pay_until', { time: f.time(order.expiresAt) })}
              </span>
            </span>
            <CopyButton text={payWords(order)} label={t('pay_link_copy')} look="btn small" />
          </li>
        ))}
      </ol>
    </>
  )
}

const payWords = (order: BroughtOrder): string =>
  t('pay_link_words', { name: order.nickname, total: f.exactText(order.total), url: order.payUrl })
