import { jsons, texts } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'

export interface InboxRow {
  readonly notificationId: string
  readonly kind: 'payment' | 'refund' | 'transfer' | 'other'
  readonly reference: bigint
  readonly facts: Record<string, unknown>
}

/** Those of these notifications that have been taken before. */
export const takenAmong = (tx: Tx, provider: string, notificationIds: readonly string[]) =>
  tx.query<{ notification_id: string }>(
    'payments.takenAmong',
    'select notification_id from payments.inbox where provider = $1 and notification_id = any($2::text[])',
    [provider, texts(notificationIds)],
  )

/** Written once, with its outcome. The provider's number is unique: whoever takes the same one at the same time fails here. */
export const insertInbox = (
  tx: Tx,
  provider: string,
  rows: readonly (InboxRow & { readonly outcome: string })[],
): void =>
  tx.send(
    'payments.insertInbox',
    `insert into payments.inbox (provider, notification_id, kind, reference, facts, received_at, applied_at, outcome)
     select $1, id, kind, reference, facts, $6, $6, outcome
     from unnest($2::text[], $3::text[], $4::bigint[], $5::jsonb[], $7::text[]) as t (id, kind, reference, facts, outcome)
     order by id`,
    [
      provider,
      texts(rows.map((r) => r.notificationId)),
      texts(rows.map((r) => r.kind)),
      rows.map((r) => r.reference),
      jsons(rows.map((r) => JSON.stringify(r.facts))),
      tx.at,
      texts(rows.map((r) => r.outcome)),
    ],
  )

export interface KeptRow {
  readonly seq: bigint
  readonly provider: string
  readonly notification_id: string
  readonly kind: InboxRow['kind']
  readonly reference: bigint
  readonly facts: Record<string, unknown>
  readonly received_at: Date
  readonly applied_at: Date | null
  readonly outcome: string | null
  readonly replays: number
  readonly replayed_at: Date | null
}

const KEPT =
  'seq, provider, notification_id, kind, reference, facts, received_at, applied_at, outcome, replays, replayed_at'

export interface KeptFilter {
  readonly before: bigint
  readonly kind: string | null
  readonly outcome: string | null
  readonly reference: bigint | null
  readonly seq: bigint | null
}

export const inboxBefore = (q: Queryable, filter: KeptFilter, limit: number) =>
  q.query<KeptRow>(
    'payments.inboxBefore',
    `select ${KEPT} from payments.inbox where seq < $1 and ($2::text is null or kind = $2) and ($3::text is null or outcome = $3)
       and ($4::bigint is null or reference = $4) and ($5::bigint is null or seq = $5) order by seq desc limit $6`,
    [filter.before, filter.kind, filter.outcome, filter.reference, filter.seq, limit],
  )

export const lockKept = (tx: Tx, seq: bigint) =>
  tx.query<KeptRow>('payments.lockKept', `select ${KEPT} from payments.inbox where seq = $1 for update`, [seq])

/** What a replay found changes what is kept of it only when it did something. */
export const markReplayed = (tx: Tx, seq: bigint, outcome: string | null) =>
  tx.query(
    'payments.markReplayed',
    `update payments.inbox set replays = replays + 1, replayed_at = $3, applied_at = coalesce(applied_at, $3), outcome = coalesce($2, outcome) where seq = $1`,
    [seq, outcome, tx.at],
  )
