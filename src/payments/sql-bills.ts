import type { Queryable, Tx } from '../platform/db.ts'
import type { Direction, Movement } from './matching.ts'
import type { BillFile, BillKind, BillLineWhat } from './providers/port-bills.ts'

/** The provider's last day that is done, locked so that matching happens one at a time. */
export async function lockPosition(tx: Tx, provider: string): Promise<string | null> {
  await tx.query(
    'payments.openPosition',
    'insert into payments.bill_position (provider) values ($1) on conflict do nothing',
    [provider],
  )
  const [row] = await tx.query<{ last_day: string | null }>(
    'payments.lockPosition',
    'select last_day from payments.bill_position where provider = $1 for update',
    [provider],
  )
  return row?.last_day ?? null
}

export const movePosition = (tx: Tx, provider: string, day: string) =>
  tx.query('payments.movePosition', 'update payments.bill_position set last_day = $2 where provider = $1', [
    provider,
    day,
  ])

/** The day whose bill is the next: after the last, or that of the first payment; null while nothing was ever paid. */
export const nextBillDay = (q: Queryable, provider: string, zone: string) =>
  q.query<{ day: string | null }>(
    'payments.nextBillDay',
    `select coalesce((select last_day + 1 from payments.bill_position where provider = $1),
       (select (min(paid_at) at time zone $2)::date from payments.received)) as day`,
    [provider, zone],
  )

export const insertBill = (tx: Tx, provider: string, day: string, file: BillFile) => {
  const sum = (direction: Direction) =>
    file.lines.reduce((total, line) => total + (line.direction === direction ? line.amountFen : 0), 0)
  return tx.query(
    'payments.insertBill',
    `insert into payments.bill (provider, bill_day, kind, sha1, lines, in_fen, out_fen, fee_fen, closing_fen, fetched_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[provider, day, file.kind, file.sha1, file.lines.length, sum('in'), sum('out')],
      ...[file.lines.reduce((total, line) => total + line.feeFen, 0), file.closingFen, tx.at],
    ],
  )
}

const NO_COUNTERPART: readonly BillLineWhat[] = ['settled', 'told', 'internal']

export const insertLines = (tx: Tx, provider: string, day: string, { kind, lines }: BillFile) =>
  tx.query(
    'payments.insertBillLines',
    `insert into payments.bill_line (provider, bill_day, kind, line_no, what, direction, amount_fen, fee_fen, own_no, provider_no, words, happened_at, state)
     select $1, $2, $3, t.*, case when t.what = any($13::text[]) then 'noted' else 'waiting' end
     from unnest($4::int[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])
       as t (line_no, what, direction, amount_fen, fee_fen, own_no, provider_no, words, happened_at)`,
    [
      ...[provider, day, kind, lines.map((l) => l.lineNo), lines.map((l) => l.what), lines.map((l) => l.direction)],
      ...[lines.map((l) => l.amountFen), lines.map((l) => l.feeFen), lines.map((l) => l.ownNo?.slice(0, 64) ?? null)],
      ...[lines.map((l) => l.providerNo.slice(0, 64)), lines.map((l) => l.words.slice(0, 40))],
      ...[lines.map((l) => l.at), NO_COUNTERPART],
    ],
  )

export interface LineRow {
  readonly bill_day: string
  readonly kind: BillKind
  readonly line_no: number
  readonly what: BillLineWhat
  readonly direction: Direction
  readonly amount_fen: number
  readonly fee_fen: number
  readonly own_no: string | null
  readonly provider_no: string
  readonly words: string
  readonly happened_at: Date
  readonly state: 'waiting' | 'matched' | 'differs' | 'noted'
  readonly event: string | null
  readonly reference: bigint | null
  readonly ours_fen: number | null
}

export const LINE =
  'bill_day, kind, line_no, what, direction, amount_fen, fee_fen, own_no, provider_no, words, happened_at, state, event, reference, ours_fen'

/** Lines that still look for their counterpart: those that wait, and those that differ and nobody has settled. */
export const openLines = (tx: Tx, provider: string, limit: number) =>
  tx.query<LineRow>(
    'payments.openLines',
    `select ${LINE} from payments.bill_line l where provider = $1 and (state = 'waiting' or (state = 'differs' and exists (
       select from payments.difference d where d.provider = l.provider and d.bill_day = l.bill_day and d.bill_kind = l.kind and d.line_no = l.line_no
         and d.state in ('open', 'proposed')))) order by bill_day, kind, line_no limit $2`,
    [provider, limit],
  )

export const markLines = (
  tx: Tx,
  provider: string,
  rows: readonly {
    line: Pick<LineRow, 'bill_day' | 'kind' | 'line_no'>
    state: 'waiting' | 'matched' | 'differs'
    event: string | null
    reference: bigint | null
    oursFen: number | null
  }[],
) =>
  tx.query(
    'payments.markLines',
    `update payments.bill_line l set state = t.state, event = t.event, reference = t.reference, ours_fen = t.ours,
       matched_at = case when t.state = 'matched' then $9::timestamptz end
     from unnest($2::date[], $3::text[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::bigint[]) as t (day, kind, no, state, event, reference, ours)
     where l.provider = $1 and l.bill_day = t.day and l.kind = t.kind and l.line_no = t.no`,
    [
      ...[provider, rows.map((r) => r.line.bill_day), rows.map((r) => r.line.kind), rows.map((r) => r.line.line_no)],
      ...[rows.map((r) => r.state), rows.map((r) => r.event), rows.map((r) => r.reference), rows.map((r) => r.oursFen)],
      tx.at,
    ],
  )

export interface MovementRow {
  readonly what: Movement
  readonly event: string
  readonly own_no: string
  readonly provider_no: string | null
  readonly reference: bigint
  readonly direction: Direction
  readonly amount_fen: number
  readonly is_under_way: boolean
  readonly happened_at: Date | null
}

export interface Wanted {
  readonly provider: string
  /** The provider's numbers and our own, as the lines name them. */
  readonly providerNos: readonly string[]
  readonly payIds: readonly bigint[]
  readonly refundIds: readonly bigint[]
  /** Everything of ours in this span as well. */
  readonly from: Date
  readonly to: Date
}

/**
 * Payments and refunds of ours that lines name, or that fall into a span: in the books, or still under way. A second or
 * foreign success has no intent of its own; it is in the inbox.
 */
export const ownMovements = (q: Queryable, wanted: Wanted) =>
  q.query<MovementRow>(
    'payments.ownMovements',
    `select 'payment' as what, i.provider_txn as event, platform.id_text('pay', i.id) as own_no, i.provider_txn as provider_no, i.id as reference, 'in' as direction,
       v.paid_fen as amount_fen, false as is_under_way, v.paid_at as happened_at
     from payments.intent i join payments.received v on v.intent_id = i.id and v.cell_id = i.cell_id
     where i.provider = $1 and i.state = 'succeeded' and (i.provider_txn = any($2::text[]) or (v.paid_at >= $5 and v.paid_at < $6))
     union all
     select distinct on (facts ->> 'providerTxn') 'payment', facts ->> 'providerTxn', platform.id_text('pay', reference), facts ->> 'providerTxn', reference, 'in',
       (facts ->> 'amountFen')::bigint, false, (facts ->> 'paidAt')::timestamptz
     from payments.inbox where provider = $1 and outcome in ('second', 'foreign') and (facts ->> 'providerTxn' = any($2::text[])
       or ((facts ->> 'paidAt')::timestamptz >= $5 and (facts ->> 'paidAt')::timestamptz < $6))
     union all
     select 'payment', '', platform.id_text('pay', id), null, id, 'in', amount_fen, true, null
     from payments.intent where provider = $1 and id = any($3::bigint[]) and state in ('submitted', 'pending', 'unknown')
     union all
     select 'refund', platform.id_text('rfd', id), platform.id_text('rfd', id), provider_refund, id, 'out', amount_fen,
       state in ('accepted', 'submitted', 'unknown'), coalesce(late_at, ended_at)
     from payments.refund where provider = $1 and (id = any($4::bigint[]) and (state in ('accepted', 'submitted', 'unknown', 'succeeded') or late_at is not null)
       or (state = 'succeeded' and ended_at >= $5 and ended_at < $6))`,
    [wanted.provider, wanted.providerNos, wanted.payIds, wanted.refundIds, wanted.from, wanted.to],
  )

/** Which of these things of ours have their line already, or were settled without one: nobody looks for them again. */
export const explained = async (q: Queryable, provider: string, own: readonly { what: Movement; event: string }[]) =>
  new Set(
    (
      await q.query<{ key: string }>(
        'payments.explained',
        `with o as (select * from unnest($2::text[], $3::text[]) as t (what, event))
         select what || '/' || event as key from o where exists (select from payments.bill_line l where l.provider = $1 and l.what = o.what and l.event = o.event)
           or exists (select from payments.difference d where d.provider = $1 and d.what = o.what and d.event = o.event and d.kind = 'missing_there' and d.state = 'settled')`,
        [provider, own.map((one) => one.what), own.map((one) => one.event)],
      )
    ).map((row) => row.key),
  )
