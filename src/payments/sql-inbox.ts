import type { Tx } from '../platform/db.ts'

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
    [provider, notificationIds],
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
      rows.map((r) => r.notificationId),
      rows.map((r) => r.kind),
      rows.map((r) => r.reference),
      rows.map((r) => JSON.stringify(r.facts)),
      tx.at,
      rows.map((r) => r.outcome),
    ],
  )
