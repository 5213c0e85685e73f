import { Link } from '@tanstack/react-router'
import { Button, Input, type InputRef } from 'antd'
import { type FormEvent, useId, useRef, useState } from 'react'
import { api, t } from '../kit.ts'
import { Page, Section } from '../parts/page.tsx'
import { Refused } from '../parts/problem.tsx'
import { Amount, Id, Stamp } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import type { Order } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { orderChanges } from './changes.ts'
import { GoodsWords } from './goods-words.tsx'

const columns: readonly Column<Order>[] = [
  { key: 'at', title: t('handed_over_at'), cell: (order) => <Stamp at={order.receivedAt} /> },
  {
    key: 'id',
    title: t('order'),
    cell: (order) => (
      <Link to="/orders/$id" params={{ id: order.id }} className="link">
        <Id id={order.id} />
      </Link>
    ),
  },
  { key: 'goods', title: t('goods'), isWide: true, cell: (order) => <GoodsWords lines={order.lines} /> },
  { key: 'point', title: t('pickup_point'), cell: (order) => order.pickupPoint?.name },
  { key: 'total', title: t('total_yuan'), isNumber: true, cell: (order) => <Amount of={order.total} bare /> },
]

/** One code after the other: a scanner types it and presses Enter, the field is ready for the next. */
export function HandOverPage() {
  const id = useId()
  const field = useRef<InputRef>(null)
  const [code, setCode] = useState('')
  const [done, setDone] = useState<readonly Order[]>([])
  const handOver = useWrite(
    (pickupCode: string, intention) => api.post<Order>('/v1/admin/handovers', { pickupCode }, intention),
    {
      refreshes: orderChanges,
      onDone: (order) => {
        setDone((was) => [order, ...was])
        setCode('')
      },
    },
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '') await handOver.run(code.trim())
    field.current?.focus({ cursor: 'all' })
  }
  return (
    <Page title={t('hand_over_by_code')} under={t('hand_over_words')} back={{ to: '/orders', words: t('room_orders') }}>
      <form className="card paste" onSubmit={submit}>
        <label htmlFor={id} className="b s14">
          {t('pickup_code')}
        </label>
        <div className="row wrap">
          <Input
            id={id}
            ref={field}
            className="code-input code-wide"
            value={code}
            maxLength={40}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setCode(event.target.value)
              handOver.forget()
            }}
          />
          <Button type="primary" htmlType="submit" loading={handOver.isRunning} disabled={code.trim().length < 8}>
            {t('hand_over')}
          </Button>
        </div>
        <Refused problem={handOver.problem} />
      </form>
      {done.length > 0 && (
        <Section title={t('handed_over_n', { n: done.length })}>
          <Table caption={t('hand_over_by_code')} columns={columns} rows={done} rowKey={(order) => order.id} />
        </Section>
      )}
    </Page>
  )
}
